/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.body.Requests;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

/** {@code openrouter.fallbacks}, and what a request says itself. */
class ConfiguredFallbacksTest {

    private final ConfiguredFallbacks fallbacks = new ConfiguredFallbacks(Map.of("a/1", List.of("b/1", "c/1")));

    @Test
    void addsThePrimaryAndItsFallbacks() {
        assertThat(sent("{\"model\":\"a/1\"}")).isEqualTo("{\"model\":\"a/1\",\"models\":[\"a/1\",\"b/1\",\"c/1\"]}");
    }

    @Test
    void leavesOtherModelsAlone() {
        assertThat(sent("{\"model\":\"z/1\"}")).isEqualTo("{\"model\":\"z/1\"}");
    }

    @Test
    void leavesARequestsOwnModelsAlone() {
        assertThat(sent("{\"model\":\"a/1\",\"models\":[\"z/1\"]}"))
                .isEqualTo("{\"model\":\"a/1\",\"models\":[\"z/1\"]}");
    }

    @Test
    void nullIsNoModelsOfItsOwn() {
        assertThat(sent("{\"model\":\"a/1\",\"models\":null}")).contains("\"models\":[\"a/1\",\"b/1\",\"c/1\"]");
    }

    @Test
    void namesTheCandidatesWhoeverHasNamedThem() {
        assertThat(candidates("{\"model\":\"a/1\"}")).isEqualTo(List.of("a/1", "b/1", "c/1"));
        assertThat(candidates("{\"model\":\"z/1\",\"models\":[\"z/1\",\"y/1\"]}"))
                .isEqualTo(List.of("z/1", "y/1"));
        assertThat(candidates("{\"model\":\"z/1\"}")).isNull();
    }

    private String sent(String body) {
        return Requests.sent(exchange(body), fallbacks);
    }

    private Object candidates(String body) {
        Exchange exchange = exchange(body);
        Requests.sent(exchange, fallbacks);
        return exchange.getProperty(OpenRouterConstants.CANDIDATE_MODELS);
    }

    private static Exchange exchange(String body) {
        Exchange exchange = Requests.withBody(body);
        String model = body.split("\"")[3];
        exchange.setProperty(OpenRouterConstants.SENT_MODEL, model);
        return exchange;
    }
}
