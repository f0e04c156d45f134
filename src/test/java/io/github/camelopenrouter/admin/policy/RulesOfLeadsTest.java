/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.admin.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.error.OpenRouterException;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a lead may make of a team, and of keys within it; what is in doubt is too far. */
class RulesOfLeadsTest {

    private static final JsonMapper JSON = new JsonMapper();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'limits':{'requests':'600/min'}}        | {'limits':{'requests':'500/min'}}                    | true",
                "{'limits':{'requests':'600/min'}}        | {'limits':{'requests':'601/min'}}                    | false",
                "{'limits':{'requests':'600/min'}}        | {'limits':{'requests':'600/hour'}}                   | true",
                "{'limits':{'requests':'600/hour'}}       | {'limits':{'requests':'600/min'}}                    | false",
                "{'limits':{'requests':'60/min'}}         | {'limits':{'requests':'3600/hour'}}                  | false",
                "{'limits':{'requests':'600/min'}}        | {}                                                   | false",
                "{'limits':{'requests':'600/min'}}        | {'limits':{}}                                        | false",
                "{'limits':{'requests':'600/min'}}        | {'limits':{'requests':'600/min','concurrent':5}}     | true",
                "{'limits':{'concurrent':5}}              | {'limits':{'concurrent':6}}                          | false",
                "{'caps':{'n':4}}                         | {'caps':{'n':3}}                                     | true",
                "{'caps':{'n':4}}                         | {'caps':{'n':5}}                                     | false",
                "{'caps':{'n':4}}                         | {'caps':{'output-tokens':5}}                         | false",
                "{'models':['openai/*']}                  | {'models':['openai/gpt-4o','openai/gpt-*']}          | true",
                "{'models':['openai/*']}                  | {'models':['*']}                                     | false",
                "{'models':['openai/*']}                  | {'models':['open*']}                                 | false",
                "{'models':['openai/*']}                  | {}                                                   | false",
                "{'models':['openai/*']}                  | {'models':[]}                                        | true",
                "{'models':['*']}                         | {'models':['openrouter/auto']}                       | false",
                "{'models':['*']}                         | {'models':['openai/gpt-4o@preset/p']}                | false",
                "{}                                       | {'models':['openai/*']}                              | true",
                "{'deny-models':['a/b']}                  | {'deny-models':['a/b','a/c']}                        | true",
                "{'deny-models':['a/b']}                  | {'deny-models':['a/c']}                              | false",
                "{'budgets':[{'usd':'5','period':'day'}]} | {'budgets':[{'usd':'4.99','period':'day'}]}          | true",
                "{'budgets':[{'usd':'5','period':'day'}]} | {'budgets':[{'usd':'5.01','period':'day'}]}          | false",
                "{'budgets':[{'usd':'5','period':'day'}]} | {'budgets':[{'usd':'5','period':'hour'}]}            | false",
                "{'budgets':[{'usd':'5','period':'day'}]} | {'budgets':[{'usd':'5','period':'day','when-spent':'warn'}]} | false",
                "{'budgets':[{'usd':'5','period':'day'}]} | {'budgets':[]}                                       | false",
                "{'provider':{'zdr':true}}                | {'provider':{}}                                      | false",
                "{}                                       | {'allow':{'presets':['p']}}                          | false",
                "{}                                       | {'upstream-keys':['b']}                              | false",
                "{'require-tags':['a']}                   | {}                                                   | false"
            })
    void aTeamIsOnlyLowered(String before, String after, boolean allowed) throws Exception {
        expect(allowed, () -> Lowered.check(json(before), json(after)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'models':['openai/*']}                    | {}                                          | true  | false",
                "{'models':['openai/*']}                    | {'models':null}                             | true  | false",
                "{'models':['openai/*']}                    | {'models':['openai/gpt-4o']}                | true  | true",
                "{'models':['openai/*']}                    | {'models':['x-ai/*']}                       | false | false",
                "{'limits':{'requests':'60/min'}}           | {}                                          | true  | false",
                "{'limits':{'requests':'60/min'}}           | {'limits':{'requests':null}}                | false | false",
                "{'limits':{'requests':'60/min'}}           | {'limits':{'requests':'61/min'}}            | false | false",
                "{'budgets':[{'usd':'50','period':'month'}]}| {'budgets':[{'usd':'20','period':'day'}]}   | true  | false",
                "{'budgets':[{'usd':'50','period':'month'}]}| {'budgets':[{'usd':'51','period':'day'}]}   | false | false",
                "{'budgets':[{'usd':'50','period':'day'}]}  | {'budgets':[{'usd':'99','period':'month'}]} | true  | false",
                "{'deny-models':['openai/o1']}              | {}                                          | true  | false",
                "{'provider':{'zdr':true}}                  | {}                                          | true  | false",
                "{'provider':{'zdr':true}}                  | {'provider':{'zdr':true}}                   | true  | true",
                "{'tags':{'a':'b'},'roles':['lead']}        | {}                                          | true  | true"
            })
    void aKeyHasNothingThatOthersHaveNot(String other, String key, boolean whereItHolds, boolean whereItDoesNot)
            throws Exception {
        expect(whereItHolds, () -> new Within(json(key), json(other), true, "the team").check());
        expect(whereItDoesNot, () -> new Within(json(key), json(other), false, "the maker").check());
    }

    @Test
    void aKeyCanBeKnownByItsChecksum() {
        String key = new KeyText(new SecureRandom()).next();

        assertThat(key).matches("ork-[0-9A-Za-z]{40}");
        assertThat(KeyText.checksum("")).isEqualTo("000000");
        assertThat(KeyText.checksum("123456789")).isEqualTo(inBase62(0xCBF43926L)); // the check value of CRC-32
        assertThat(KeyText.checksum(key.substring(4, 38))).isEqualTo(key.substring(38));
    }

    private static String inBase62(long number) {
        String digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        StringBuilder text = new StringBuilder();
        for (long rest = number; rest > 0; rest /= 62) {
            text.insert(0, digits.charAt((int) (rest % 62)));
        }
        return "0".repeat(6 - text.length()) + text;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'a':'b'}           | {'a':'c'}             | {'a':'c'}",
                "{'a':'b'}           | {'b':'c'}             | {'a':'b','b':'c'}",
                "{'a':'b','b':'c'}   | {'a':null}            | {'b':'c'}",
                "{'a':['b']}         | {'a':'c'}             | {'a':'c'}",
                "{'a':{'b':'c'}}     | {'a':{'b':'d','c':null}} | {'a':{'b':'d'}}",
                "{'a':[{'b':'c'}]}   | {'a':[1]}             | {'a':[1]}",
                "{'e':null}          | {'a':1}               | {'e':null,'a':1}",
                "{}                  | {'a':{'bb':{'ccc':null}}} | {'a':{'bb':{}}}"
            })
    void patchesAreThoseOfTheRfc(String before, String patch, String after) throws Exception {
        assertThat(MergePatch.apply(json(before), json(patch))).isEqualTo(json(after));
    }

    private interface Check {
        void run() throws Exception;
    }

    private static void expect(boolean allowed, Check check) {
        if (allowed) {
            assertThatCode(check::run).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(check::run)
                    .isInstanceOf(OpenRouterException.class)
                    .extracting("status", "code")
                    .isEqualTo(List.of(403, "not_allowed"));
        }
    }

    private static ObjectNode json(String text) throws IOException {
        return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
    }
}
