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
import org.junit.jupiter.params.provider.ValueSource;

class UsageMergeTest {

    private static String merged(String... usages) {
        String merged = null;
        for (String usage : usages) {
            merged = UsageMerge.of(merged, usage.replace('\'', '"'));
        }
        return merged.replace('"', '\'');
    }

    @Test
    void oneAloneStaysAsItIs() {
        assertThat(merged("{ 'input_tokens' : 1.50 }")).isEqualTo("{ 'input_tokens' : 1.50 }");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'a':1,'b':2}|{'b':3,'c':4}|{'a':1,'b':3,'c':4}",
                "{'a':1}|{'a':null}|{'a':1}",
                "{'a':1,'b':null}|{'c':1}|{'a':1,'c':1}",
                "{'cost':1.4e-7, 'n':0.000120}|{'x':-0.50}|{'cost':1.4e-7,'n':0.000120,'x':-0.50}",
                "{'d':{ 'x':[1, 2] }}|{'s':'t\\u0061','b':true}|{'d':{ 'x':[1, 2] },'s':'t\\u0061','b':true}",
                "{'d':{'x':1,'y':1}}|{'d':{'x':2}}|{'d':{'x':2}}",
                "{ }|{'a':1 }|{'a':1}",
            })
    void aLaterMemberReplacesAnEarlierOneAndOthersStay(String earlier, String later, String both) {
        assertThat(merged(earlier, later)).isEqualTo(both);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'cost':0.0400000000000000001}|{'cost':0.01}|{'cost':0.0500000000000000001}",
                "{'a':1,'b':2}|{'b':3,'c':4}|{'a':1,'b':5,'c':4}",
                "{'d':{'x':1,'y':1}}|{'d':{'x':2}}|{'d':{'x':3,'y':1}}",
                "{'cost':0.04}|{'cost':null}|{'cost':0.04}",
                "{'cost':null}|{'cost':0.04}|{'cost':0.04}",
                "{'s':'a','b':false}|{'s':'c','b':true}|{'s':'c','b':true}",
                "{'cost':1e999999999}|{'cost':0.04}|{'cost':0.04}",
            })
    void amountsOfSeveralPicturesAreAddedUp(String earlier, String later, String sum) {
        assertThat(UsageMerge.sum(earlier.replace('\'', '"'), later.replace('\'', '"')))
                .isEqualTo(sum.replace('\'', '"'));
    }

    @Test
    void anyNumberIsPutTogether() {
        assertThat(merged("{'a':1}", "{'b':2}", "{'a':3}", "{'c':4}")).isEqualTo("{'a':3,'b':2,'c':4}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'output_tokens':9}|147",
                "{'input_tokens':0,'output_tokens':9}|147",
                "{'input_tokens':0,'cache_read_input_tokens':0,'cache_creation_input_tokens':0,'output_tokens':9}|147",
                "{'input_tokens':0,'cost':0.1}|147",
                "{'input_tokens':null,'output_tokens':9}|147",
                "{'input_tokens':101,'output_tokens':9}|148",
                "{'input_tokens':0,'cache_read_input_tokens':140,'output_tokens':9}|147",
                "{'input_tokens':0,'cache_read_input_tokens':0,'cache_creation_input_tokens':0,'output_tokens':0}|0",
            })
    void zerosForThePromptReplaceNothingUnlessAllAreZero(String later, long prompt) {
        String earlier =
                "{'input_tokens':100,'cache_read_input_tokens':40,'cache_creation_input_tokens':7,'output_tokens':1}";
        assertThat(UsageReader.read(merged(earlier, later).replace('\'', '"')).prompt())
                .isEqualTo(prompt);
    }

    @Test
    void zerosForThePromptStayWhereNothingElseIsKnown() {
        assertThat(merged("{'output_tokens':1}", "{'input_tokens':0,'output_tokens':9}"))
                .isEqualTo("{'output_tokens':9,'input_tokens':0}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1]", "{'a':", "7", ""})
    void whatIsNoObjectIsNotPutTogether(String odd) {
        assertThat(merged(odd, "{'a':1}")).isEqualTo("{'a':1}");
        assertThat(merged("{'a':1}", odd)).isEqualTo(odd);
    }
}
