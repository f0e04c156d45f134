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

import io.github.camelopenrouter.body.Requests;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParameterFilterTest {

    @ParameterizedTest
    @CsvSource({"prompt_cache_key", "verbosity", "store", "service_tier", "st\\u006fre"})
    void theGuideRemovesFourParameters(String name) {
        String body = "{\"a\":1,\"" + name + "\":{\"x\":1},\"b\":2}";

        assertThat(Requests.sent(body, new ParameterFilter(ParameterFilter.GUIDE)))
                .isEqualTo("{\"a\":1,\"b\":2}");
    }

    @Test
    void theGuideRemovesNothingElse() {
        String body =
                "{\"model\":\"a/b\",\"stream\":true,\"temperature\":1.0,\"top_p\":0.9,\"top_k\":1,\"max_tokens\":5,"
                        + "\"stop\":[\"x\"],\"presence_penalty\":0,\"frequency_penalty\":-0.0,\"seed\":12345678901234567890,"
                        + "\"response_format\":{},\"tools\":[],\"tool_choice\":\"auto\",\"user\":\"u\",\"metadata\":{\"store\":1}}";

        assertThat(Requests.sent(body, new ParameterFilter(ParameterFilter.GUIDE)))
                .isEqualTo(body);
    }

    @Test
    void theListCanBeAnother() {
        assertThat(Requests.sent("{\"store\":true,\"user\":\"u\"}", new ParameterFilter(Set.of("user"))))
                .isEqualTo("{\"store\":true}");
    }

    @Test
    void theListCanBeEmpty() {
        assertThat(Requests.sent("{\"store\":true}", new ParameterFilter(Set.of())))
                .isEqualTo("{\"store\":true}");
    }
}
