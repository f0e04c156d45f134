/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class PromptCacheTest extends SandboxFixture {

    private static JsonNode ask(String model, String marker, String question) throws Exception {
        String body = quoted("{'model':'" + model + "','max_tokens':1,'messages':[{'role':'system','content':["
                + "{'type':'text','text':'A long and valuable introduction'" + marker + "}]},"
                + "{'role':'user','content':'" + question + "'}]}");
        return json(post(CHAT, body)).path("usage");
    }

    private static int detail(JsonNode usage, String name) {
        return usage.at("/prompt_tokens_details/" + name).asInt();
    }

    @Test
    void writesAMarkedPrefixAndReadsItTheNextTime() throws Exception {
        String marker = ",'cache_control':{'type':'ephemeral'}";
        JsonNode first = ask("anthropic/claude-haiku-4.5", marker, "One");
        JsonNode second = ask("anthropic/claude-haiku-4.5", marker, "Two");
        int written = detail(first, "cache_write_tokens");
        assertThat(written).isPositive();
        assertThat(detail(first, "cached_tokens")).isZero();
        assertThat(detail(second, "cached_tokens")).isEqualTo(written);
        assertThat(detail(second, "cache_write_tokens")).isZero();
        assertThat(second.path("cost").decimalValue()).isEqualByComparingTo(cost(second, written));
    }

    /** (prompt − cached)·p + cached·0.1p + completion·c, with Haiku's prices. */
    private static BigDecimal cost(JsonNode usage, int cached) {
        BigDecimal price = new BigDecimal("0.000001");
        int fresh = usage.path("prompt_tokens").asInt() - cached;
        return price.multiply(BigDecimal.valueOf(fresh))
                .add(new BigDecimal("0.0000001").multiply(BigDecimal.valueOf(cached)))
                .add(new BigDecimal("0.000005"));
    }

    @Test
    void cachesNothingWithoutAMarker() throws Exception {
        ask("sandbox/fast", "", "One");
        JsonNode usage = ask("sandbox/fast", "", "One");
        assertThat(detail(usage, "cached_tokens") + detail(usage, "cache_write_tokens"))
                .isZero();
    }

    @Test
    void countsCachedTokensTheAnthropicWay() throws Exception {
        String body = quoted("{'model':'sandbox/fast','cache_control':{'type':'ephemeral'},"
                + "'messages':[{'role':'user','content':'Once more'}]}");
        int written = json(post(MESSAGES, body))
                .at("/usage/cache_creation_input_tokens")
                .asInt();
        JsonNode usage = json(post(MESSAGES, body)).path("usage");
        assertThat(usage.path("cache_read_input_tokens").asInt())
                .isEqualTo(written)
                .isPositive();
    }
}
