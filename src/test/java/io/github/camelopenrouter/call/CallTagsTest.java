/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.testing.Exchanges;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallTagsTest {

    private final Exchange exchange = Exchanges.empty();

    @Test
    void takesWhatTheHeaderSays() {
        assertThat(taken("project=a, env=prod ,cost-centre_2=4711 \u00fc=x"))
                .isEqualTo(Map.of("project", "a", "env", "prod", "cost-centre_2", "4711 \u00fc=x"));
        assertThat(exchange.getMessage().getHeaders()).isEmpty();
    }

    @Test
    void aHeaderThatCameTwiceMeansBoth() {
        assertThat(taken(List.of("a=1", "b=2"))).isEqualTo(Map.of("a", "1", "b", "2"));
    }

    @Test
    void allCallsOfAClientsRequestHaveItsTags() {
        exchange.setProperty(Arrival.PROPERTY, new Arrival());
        taken("a=1");
        CallTags.take(exchange);
        assertThat(CallTags.of(exchange)).isEqualTo(Map.of("a", "1"));
    }

    /** A route that makes many calls tags each of them, or does not. */
    @Test
    void aHostsNextCallHasNoneOfTheOneBefore() {
        taken("a=1");
        CallTags.take(exchange);
        assertThat(CallTags.of(exchange)).isEmpty();
        taken("a=1");
        assertThatThrownBy(() -> taken("A=1")).isInstanceOf(OpenRouterException.class);
        assertThat(CallTags.of(exchange)).isEmpty();
    }

    @Test
    void anEmptyHeaderMeansNone() {
        taken("a=1");
        assertThat(taken(" ")).isEmpty();
    }

    @Test
    void takesEightOfTheGreatestLength() {
        StringBuilder header = new StringBuilder("a" + "b".repeat(63) + "=" + "v".repeat(64));
        for (int n = 1; n < 8; n++) {
            header.append(",t").append(n).append("=x");
        }
        assertThat(taken(header.toString())).hasSize(8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "project",
                "project=",
                "=a",
                "Project=a",
                "1a=b",
                "a.b=c",
                "a=1,a=2",
                "a=1,,b=2",
                "a=1,",
                "a=b\nc",
                "a=b\u2028c",
                "a=b\u0000",
                "a=1,b=1,c=1,d=1,e=1,f=1,g=1,h=1,i=1",
                "a=aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffggggg"
            })
    void refusesWhatNobodyCouldReadBack(String header) {
        assertThatThrownBy(() -> taken(header)).isInstanceOfSatisfying(OpenRouterException.class, refusal -> {
            assertThat(refusal.status()).isEqualTo(400);
            assertThat(refusal.getMessage()).contains("x-openrouter-tags");
        });
    }

    private Map<String, String> taken(Object header) {
        exchange.getMessage().setHeader(OpenRouterConstants.TAGS_HEADER, header);
        CallTags.take(exchange);
        return CallTags.of(exchange);
    }
}
