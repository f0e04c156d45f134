/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of a receiver that takes nothing, and what the route of rules asks for before there is anything. */
class AlertFailureTest {

    @ParameterizedTest
    @CsvSource({"400,true", "404,true", "499,true", "408,false", "429,false", "307,false", "500,false", "503,false"})
    void someAnswersAreFinal(int status, boolean isFinal) {
        HttpOperationFailedException answer =
                new HttpOperationFailedException("http://canary/", status, "canary", null, Map.of(), "canary");

        assertThat(AlertFailure.of(new IllegalStateException("around it", answer)))
                .isEqualTo(new AlertFailure("HTTP " + status, isFinal));
    }

    @Test
    void whatIsAtTheBottomIsSaid() {
        assertThat(AlertFailure.of(new IllegalStateException("canary", new IOException("refused"))))
                .isEqualTo(new AlertFailure("IOException: refused", false));
        assertThat(AlertFailure.of(new IOException())).isEqualTo(new AlertFailure("IOException", false));
        assertThat(AlertFailure.of(null)).isEqualTo(new AlertFailure("the route has rolled it back", false));
    }

    @Test
    void withoutAContextNobodyWantsToBeTold() throws IOException {
        AlertFunction function = new AlertFunction();

        assertThat(function.apply("rules")).isEqualTo("false");
        assertThat(function.apply("interval")).isEqualTo("10000");
        assertThatThrownBy(() -> function.apply("colour"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("only rules and interval");
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            function.setCamelContext(context);
            assertThat(function.getCamelContext()).isSameAs(context);
            assertThat(function.apply("rules")).isEqualTo("false");
            assertThat(function.apply("interval")).isEqualTo("10000");
        }
    }
}
