/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenUsageTest {

    @Test
    void readsTheNamesOfChat() {
        assertThat(TokenUsage.of("{\"prompt_tokens\":7,\"completion_tokens\":31,\"total_tokens\":38,"
                        + "\"cost\":0.000120,\"prompt_tokens_details\":{\"prompt_tokens\":1}}"))
                .isEqualTo(new TokenUsage("7", "31", "0.000120"));
    }

    @Test
    void readsTheNamesOfResponsesAndMessages() {
        assertThat(TokenUsage.of("{\"output_tokens\":2,\"input_tokens\":9}")).isEqualTo(new TokenUsage("9", "2", null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'input_tokens':100,'cache_read_input_tokens':40,'cache_creation_input_tokens':7|147",
                "'cache_read_input_tokens':40,'input_tokens':100,'cache_creation_input_tokens':null|140",
                "'input_tokens':100,'cache_creation_input_tokens':0,'cache_read_input_tokens':0|100",
                "'cache_creation_input_tokens':7|7",
                "'input_tokens':1e2,'cache_read_input_tokens':40|1e2",
                "'input_tokens':100,'cache_read_input_tokens':-40|100",
                "'input_tokens':100,'cache_read_input_tokens':1e999999999|100",
                "'input_tokens':99999999999999999999,'cache_read_input_tokens':1|99999999999999999999"
            })
    void addsWhatAnthropicCountsApart(String members, String prompt) {
        assertThat(TokenUsage.of(("{" + members + "}").replace('\'', '"')).prompt())
                .isEqualTo(prompt);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"prompt_tokens\":147,\"cache_read_input_tokens\":40,\"input_tokens\":100}",
                "{\"prompt_tokens\":147,\"prompt_tokens_details\":{\"cached_tokens\":40,\"cache_write_tokens\":7}}",
                "{\"input_tokens\":147,\"input_tokens_details\":{\"cached_tokens\":40,\"cache_write_tokens\":7}}"
            })
    void addsNothingWhereTheCountHasItInIt(String usage) {
        assertThat(TokenUsage.of(usage).prompt()).isEqualTo("147");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {"", "null", "[]", "{}", "7", "{\"prompt_tokens\":\"7\",\"cost\":null}", "{\"prompt_tokens\":"})
    void knowsNothingWhereNothingIsSaid(String usage) {
        assertThat(TokenUsage.of(usage)).isEqualTo(new TokenUsage(null, null, null));
    }
}
