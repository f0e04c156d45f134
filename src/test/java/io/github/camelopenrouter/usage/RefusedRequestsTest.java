/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.testing.ManualTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefusedRequestsTest {

    private final ManualTime time = new ManualTime();
    private final RefusedRequests refused = new RefusedRequests(time);

    @Test
    void isALineForEachDoorSinceTheLastTime() {
        refused.count("/v1/messages", null);
        refused.count("/v1/chat/completions", "10.0.0.1");
        refused.count("/v1/chat/completions", "10.0.0.2");
        refused.count("/v1/chat/completions", "10.0.0.1");
        time.advance(Duration.ofMinutes(1));
        assertThat(lines())
                .containsExactly(
                        "{\"schema\":\"camel-openrouter/refused/1\",\"time\":\"2026-08-04T12:00:00.000Z\","
                                + "\"door\":\"/v1/chat/completions\",\"count\":3,\"addresses\":2}\n",
                        "{\"schema\":\"camel-openrouter/refused/1\",\"time\":\"2026-08-04T12:00:00.000Z\","
                                + "\"door\":\"/v1/messages\",\"count\":1,\"addresses\":0}\n");
        assertThat(lines()).isEmpty();
        refused.count("/v1/messages", null);
        assertThat(lines()).singleElement().asString().contains("12:01:00");
    }

    @Test
    void aFloodFromEverywhereTakesNoMemoryToSpeakOf() {
        for (int n = 0; n < 100_000; n++) {
            refused.count("/v1/chat/completions", "10.0." + n);
        }
        assertThat(lines()).singleElement().asString().contains("\"count\":100000,\"addresses\":1000");
    }

    private List<String> lines() {
        return refused.take().stream().map(line -> new String(line, UTF_8)).toList();
    }
}
