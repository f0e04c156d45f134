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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The two reasoning rules, each on the same requests. */
class ReasoningTest {

    private final ReasoningConversion toEffort = new ReasoningConversion(false);
    private final ReasoningConversion natively = new ReasoningConversion(true);
    private final ResponsesReasoning onResponses = new ResponsesReasoning();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"reasoning\":{\"effort\":\"high\"}}",
                "{\"reasoning\":{\"effort\":\"high\",\"max_tokens\":10000}}",
                "{\"reasoning\":{\"max_tokens\":1.50,\"effort\":\"high\"}}",
                "{\"reasoning\":{\"effort\":\"high\",\"max_tokens\":null}}"
            })
    void anEffortBecomesReasoningEffort(String body) {
        assertThat(Requests.sent(body, toEffort)).isEqualTo("{\"reasoning_effort\":\"high\"}");
    }

    @Test
    void theEffortKeepsItsPlaceAndItsSpelling() {
        assertThat(Requests.sent("{\"a\":1,\"reasoning\":{\"effort\":\"h\\u0069gh\"},\"b\":2}", toEffort))
                .isEqualTo("{\"a\":1,\"reasoning_effort\":\"h\\u0069gh\",\"b\":2}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"reasoning_effort\":\"low\",\"a\":1,\"reasoning\":{\"effort\":\"high\"}}",
                "{\"a\":1,\"reasoning\":{\"effort\":\"high\"},\"reasoning_effort\":\"low\"}",
                "{\"a\":1,\"reasoning\":{\"effort\":\"high\"},\"reasoning_\\u0065ffort\":null}"
            })
    void theEffortOfTheObjectReplacesASeparateOne(String body) {
        assertThat(Requests.sent(body, toEffort).replace("\\u0065", "e"))
                .isEqualTo("{\"a\":1,\"reasoning_effort\":\"high\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"effort\":\"high\",\"exclude\":true}|{\"effort\":\"high\",\"exclude\":true}",
                "{\"effort\":\"high\",\"max_tokens\":5,\"exclude\":true}|{\"effort\":\"high\",\"exclude\":true}",
                "{\"enabled\":true,\"max_tokens\":5,\"effort\":\"low\"}|{\"enabled\":true,\"effort\":\"low\"}",
                "{\"effort\":\"low\",\"summary\":\"auto\"}|{\"effort\":\"low\",\"summary\":\"auto\"}",
                "{\"effort\":\"low\",\"new_key\":{}}|{\"effort\":\"low\",\"new_key\":{}}"
            })
    void anObjectThatSaysMoreStaysAndLosesOnlyTheConflict(String reasoning, String sent) {
        assertThat(Requests.sent("{\"reasoning\":" + reasoning + ",\"n\":1}", toEffort))
                .isEqualTo("{\"reasoning\":" + sent + ",\"n\":1}");
    }

    @Test
    void besideAnObjectThatStaysASeparateEffortGoes() {
        assertThat(Requests.sent(
                        "{\"reasoning_effort\":\"low\",\"reasoning\":{\"effort\":\"high\",\"exclude\":true}}",
                        toEffort))
                .isEqualTo("{\"reasoning\":{\"effort\":\"high\",\"exclude\":true}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"reasoning\":{\"max_tokens\":2000}}",
                "{\"reasoning\":{\"effort\":null,\"max_tokens\":2000}}",
                "{\"reasoning\":{\"effort\":3,\"max_tokens\":2000}}",
                "{\"reasoning\":{\"enabled\":false}}",
                "{\"reasoning\":{\"exclude\":true},\"reasoning_effort\":\"high\"}",
                "{\"reasoning\":{}}",
                "{\"reasoning\":null}",
                "{\"reasoning\":\"high\"}",
                "{\"reasoning\":[{\"effort\":\"high\"}]}",
                "{\"reasoning\":{\"effort\":\"high\",\"effort\":\"low\"}}",
                "{\"reasoning_effort\":\"high\"}",
                "{\"messages\":[{\"reasoning\":{\"effort\":\"high\",\"max_tokens\":5}}]}",
                "{\"effort\":\"high\",\"max_tokens\":5}",
                "{}"
            })
    void withoutAnEffortNoRuleTouchesAnything(String body) {
        assertThat(Requests.sent(body, toEffort)).isEqualTo(body);
        assertThat(Requests.sent(body, natively)).isEqualTo(body);
        assertThat(Requests.sent(body, onResponses)).isEqualTo(body);
    }

    @Test
    void nativelyAndOnResponsesOnlyTheConflictGoes() {
        String body =
                "{\"reasoning\":{\"effort\":\"high\",\"max_tokens\":10000,\"summary\":\"auto\"},\"max_tokens\":7}";
        String sent = "{\"reasoning\":{\"effort\":\"high\",\"summary\":\"auto\"},\"max_tokens\":7}";

        assertThat(Requests.sent(body, natively)).isEqualTo(sent);
        assertThat(Requests.sent(body, onResponses)).isEqualTo(sent);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"reasoning\":{\"effort\":\"high\"}}",
                "{\"reasoning\":{\"effort\":\"high\",\"exclude\":true},\"reasoning_effort\":\"high\"}"
            })
    void nativelyAndOnResponsesAnObjectStays(String body) {
        assertThat(Requests.sent(body, natively)).isEqualTo(body);
        assertThat(Requests.sent(body, onResponses)).isEqualTo(body);
    }
}
