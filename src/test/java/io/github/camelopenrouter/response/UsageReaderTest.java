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

import io.github.camelopenrouter.api.TokenUsage;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageReaderTest {

    private static final String CHAT =
            "{'prompt_tokens':7,'completion_tokens':31,'total_tokens':40,'cost':0.000120,'is_byok':false,"
                    + "'prompt_tokens_details':{'cached_tokens':5,'cache_write_tokens':2,'prompt_tokens':1},"
                    + "'cost_details':{'upstream_inference_cost':0.000120},"
                    + "'completion_tokens_details':{'reasoning_tokens':33}}";

    @Test
    void readsTheNamesOfChat() {
        assertThat(read(CHAT))
                .isEqualTo(new TokenUsage(7L, 5L, 2L, 31L, 33L, 40L, new BigDecimal("0.000120"), null, false));
    }

    @Test
    void readsTheNamesOfResponses() {
        assertThat(read("{'output_tokens':2,'output_tokens_details':{'reasoning_tokens':1},'input_tokens':9,"
                        + "'input_tokens_details':{'cached_tokens':4,'cache_write_tokens':3},'total_tokens':11}"))
                .isEqualTo(new TokenUsage(9L, 4L, 3L, 2L, 1L, 11L, null, null, null));
    }

    @Test
    void readsTheNamesOfMessages() {
        assertThat(read("{'input_tokens':100,'cache_read_input_tokens':40,'cache_creation_input_tokens':7,"
                        + "'cache_creation':{'ephemeral_5m_input_tokens':7},'output_tokens':10}"))
                .isEqualTo(new TokenUsage(147L, 40L, 7L, 10L, null, 157L, null, null, null));
    }

    @Test
    void readsWhatEmbeddingsHave() {
        assertThat(read("{'prompt_tokens':7,'total_tokens':7,'cost':1.4e-7}"))
                .isEqualTo(new TokenUsage(7L, null, null, null, null, 7L, new BigDecimal("0.00000014"), null, null));
    }

    @Test
    void addsWhatTheVendorTakesOnlyWhereTheKeyThereIsTheOperators() {
        TokenUsage own =
                read(CHAT.replace("'is_byok':false", "'is_byok':true").replace("0.000120,'is", "0.000006,'is"));

        assertThat(own.upstreamCost()).isEqualTo("0.000120");
        assertThat(own.spend()).isEqualTo("0.000126");
        assertThat(own.byok()).isTrue();
        assertThat(read(CHAT).spend()).isEqualTo("0.000120");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                "'input_tokens':100,'cache_read_input_tokens':40,'cache_creation_input_tokens':7|147",
                "'cache_read_input_tokens':40,'input_tokens':100,'cache_creation_input_tokens':null|140",
                "'input_tokens':100,'cache_creation_input_tokens':0,'cache_read_input_tokens':0|100",
                "'cache_creation_input_tokens':7|7",
                "'input_tokens':1e2|-",
                "'input_tokens':7.5|-",
                "'input_tokens':-7|-",
                "'input_tokens':100,'cache_read_input_tokens':-40|100",
                "'input_tokens':100,'cache_read_input_tokens':1e999999999|100",
                "'input_tokens':99999999999999999999|-",
                "'input_tokens':99999999999999999,'cache_read_input_tokens':99999999999999999|199999999999999998"
            })
    void addsWhatAnthropicCountsApart(String members, Long prompt) {
        assertThat(read("{" + members + "}").prompt()).isEqualTo(prompt);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'prompt_tokens':147,'cache_read_input_tokens':40,'input_tokens':100}",
                "{'prompt_tokens':147,'prompt_tokens_details':{'cached_tokens':40,'cache_write_tokens':7}}",
                "{'input_tokens':147,'input_tokens_details':{'cached_tokens':40,'cache_write_tokens':7}}"
            })
    void addsNothingWhereTheCountHasItInIt(String usage) {
        assertThat(read(usage).prompt()).isEqualTo(147);
    }

    /** An exponent that is a few bytes on the wire is gigabytes in plain digits. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "0, 0",
                "0.0, 0.0",
                "0.00000315, 0.00000315",
                "1.4E-7, 0.00000014",
                "12e2, 1200",
                "0.12345678901234567890123456789012345678, 0.12345678901234567890123456789012345678",
                "-0.1, -",
                "1e99, -",
                "1e-99, -",
                "1e999999999, -",
                "1e-9999999999999, -"
            })
    void keepsAnAmountToTheLastDigit(String wire, String plain) {
        assertThat(TokenUsage.plain(read("{'cost':" + wire + "}").cost())).isEqualTo(plain);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "7",
                "{'prompt_tokens':'7','cost':null}",
                "{'prompt_tokens':",
                "{'cost':NaN}"
            })
    void knowsNothingWhereNothingIsSaid(String usage) {
        assertThat(read(usage)).isEqualTo(TokenUsage.UNKNOWN);
    }

    private static TokenUsage read(String usage) {
        return UsageReader.read(usage == null ? null : usage.replace('\'', '"'));
    }
}
