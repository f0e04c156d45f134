/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of a receiver that takes nothing, and how long it is left alone. */
class RefusalTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-30T10:00:00Z"), ZoneOffset.UTC);

    @ParameterizedTest
    @CsvSource({"400,true", "404,true", "499,true", "408,false", "429,false", "307,false", "500,false", "503,false"})
    void someAnswersAreFinal(int status, boolean isFinal) {
        Refusal refusal = Refusal.of(new IllegalStateException("around it", answer(status, Map.of())));

        assertThat(refusal.text()).isEqualTo("HTTP " + status);
        assertThat(refusal.isFinal()).isEqualTo(isFinal);
    }

    @Test
    void whatIsAtTheBottomIsSaid() {
        assertThat(Refusal.of(new IllegalStateException("canary", new IOException("refused")))
                        .text())
                .isEqualTo("IOException: refused");
        assertThat(Refusal.of(new IOException()).text()).isEqualTo("IOException");
        assertThat(Refusal.of(null).text()).isEqualTo("the route has rolled it back");
        assertThat(Refusal.of(null).isFinal()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "7, PT7S",
        "' 7 ', PT7S",
        "0, PT0S",
        "999999, PT5M",
        "'Mon, 30 Nov 2026 10:01:00 GMT', PT1M",
        "'Mon, 30 Nov 2026 09:00:00 GMT', PT0S",
        "'Mon, 30 Nov 2099 09:00:00 GMT', PT5M",
        "soon, PT0S",
        "-1, PT0S"
    })
    void itsReceiverSaysHowLongItWantsToBeLeftAlone(String value, Duration pause) {
        assertThat(Refusal.of(answer(429, Map.of("retry-after", value)), CLOCK).pause())
                .isEqualTo(pause);
    }

    @Test
    void aReceiverThatSaysNothingOfItWaitsForNothing() {
        assertThat(Refusal.of(answer(503, null), CLOCK).pause()).isZero();
        assertThat(Refusal.of(answer(503, Map.of("Server", "7")), CLOCK).pause())
                .isZero();
    }

    private static HttpOperationFailedException answer(int status, @Nullable Map<String, String> headers) {
        return new HttpOperationFailedException("http://canary/", status, "canary", null, headers, "canary");
    }
}
