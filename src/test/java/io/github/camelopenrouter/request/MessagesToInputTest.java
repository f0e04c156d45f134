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
import io.github.camelopenrouter.error.OpenRouterException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesToInputTest {

    private final MessagesToInput rule = new MessagesToInput();

    @Test
    void messagesBecomeInputAtTheirPlace() {
        assertThat(Requests.sent(
                        "{\"model\":\"a/b\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"stream\":true}",
                        rule))
                .isEqualTo("{\"model\":\"a/b\",\"input\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"stream\":true}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"user", "system", "developer", "assistant", "function", "new"})
    void rolesAndTextStayAsTheyAre(String role) {
        String message = "{\"content\":\"caf\\u00e9\\n\",\"role\":\"" + role + "\",\"name\":\"x\"}";

        assertThat(converted(message)).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"type\":\"text\",\"text\":\"\\u00e9\"}|{\"type\":\"input_text\",\"text\":\"\\u00e9\"}",
                "{\"text\":\"a\",\"type\":\"text\",\"x\":1.0}|{\"text\":\"a\",\"type\":\"input_text\",\"x\":1.0}",
                "{\"type\":\"image_url\",\"image_url\":{\"url\":\"http:\\/\\/i\"}}|{\"type\":\"input_image\",\"image_url\":\"http:\\/\\/i\"}",
                "{\"type\":\"image_url\",\"image_url\":{\"url\":\"u\",\"detail\":\"low\"},\"x\":1}|{\"type\":\"input_image\",\"image_url\":\"u\",\"detail\":\"low\",\"x\":1}",
                "{\"type\":\"image_url\",\"image_url\":\"u\"}|{\"type\":\"input_image\",\"image_url\":\"u\"}",
                "{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"x\",\"format\":\"wav\"}}|{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"x\",\"format\":\"wav\"}}",
                "{\"type\":\"file\",\"file\":{\"filename\":\"a.pdf\",\"file_data\":\"data:x\"}}|{\"type\":\"input_file\",\"filename\":\"a.pdf\",\"file_data\":\"data:x\"}",
                "{\"type\":\"file\",\"file\":{\"file_data\":\"https:\\/\\/x/a.pdf\"}}|{\"type\":\"input_file\",\"file_url\":\"https:\\/\\/x/a.pdf\"}",
                "{\"type\":\"file\",\"file\":{\"file_id\":\"f1\"}}|{\"type\":\"input_file\",\"file_id\":\"f1\"}",
                "{\"type\":\"refusal\",\"refusal\":\"no\"}|{\"type\":\"refusal\",\"refusal\":\"no\"}",
                "{\"type\":\"input_text\",\"text\":\"a\"}|{\"type\":\"input_text\",\"text\":\"a\"}",
                "{\"type\":\"video_url\",\"video_url\":{\"url\":\"u\"}}|{\"type\":\"video_url\",\"video_url\":{\"url\":\"u\"}}",
                "{\"type\":7}|{\"type\":7}",
                "{}|{}",
                "\"loose\"|\"loose\""
            })
    void partsAreSpeltAsOnResponses(String part, String sent) {
        assertThat(converted("{\"role\":\"user\",\"content\":[" + part + "]}"))
                .isEqualTo("{\"role\":\"user\",\"content\":[" + sent + "]}");
    }

    @Test
    void textOfTheAssistantIsOutput() {
        assertThat(converted("{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"a\"}]}"))
                .isEqualTo("{\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":\"a\"}]}");
    }

    @Test
    void aDataUrlOfAFileIsNotTakenForAnAddress() {
        String data = "data:application/pdf;base64," + "A".repeat(20_000);

        assertThat(converted("{\"role\":\"user\",\"content\":[{\"type\":\"file\",\"file\":{\"file_data\":\"" + data
                        + "\"}}]}"))
                .contains("\"file_data\":\"" + data + "\"");
    }

    @Test
    void aToolMessageBecomesTheOutputOfItsCall() {
        assertThat(converted("{\"role\":\"tool\",\"tool_call_id\":\"c\\u0031\",\"content\":\"{\\\"t\\\":1.0}\"}"))
                .isEqualTo(
                        "{\"type\":\"function_call_output\",\"call_id\":\"c\\u0031\",\"output\":\"{\\\"t\\\":1.0}\"}");
    }

    @Test
    void theOutputOfACallMayHaveParts() {
        assertThat(converted(
                        "{\"role\":\"tool\",\"content\":[{\"type\":\"text\",\"text\":\"a\"}],\"tool_call_id\":\"c\"}"))
                .isEqualTo("{\"type\":\"function_call_output\",\"call_id\":\"c\","
                        + "\"output\":[{\"type\":\"input_text\",\"text\":\"a\"}]}");
    }

    @Test
    void aToolThatSaysNothingHasEmptyOutput() {
        assertThat(converted("{\"role\":\"tool\",\"tool_call_id\":\"c\",\"content\":null}"))
                .isEqualTo("{\"type\":\"function_call_output\",\"call_id\":\"c\",\"output\":\"\"}");
    }

    @Test
    void toolCallsFollowTheTextOfTheAssistant() {
        String message = "{\"role\":\"assistant\",\"content\":\"Let me look.\",\"tool_calls\":["
                + "{\"id\":\"c1\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\u0022a\\u0022:1.0}\"}},"
                + "{\"index\":1,\"id\":\"c2\",\"type\":\"function\",\"function\":{\"arguments\":\"{}\",\"name\":\"g\"}}]}";

        assertThat(converted(message))
                .isEqualTo("{\"role\":\"assistant\",\"content\":\"Let me look.\"},"
                        + "{\"type\":\"function_call\",\"call_id\":\"c1\",\"name\":\"f\",\"arguments\":\"{\\u0022a\\u0022:1.0}\"},"
                        + "{\"type\":\"function_call\",\"call_id\":\"c2\",\"name\":\"g\",\"arguments\":\"{}\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"content\":null,", "\"content\":\"\",", "\"content\":[],", ""})
    void anAssistantThatOnlyCallsSaysNothing(String content) {
        assertThat(converted("{\"role\":\"assistant\"," + content
                        + "\"tool_calls\":[{\"id\":\"c\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}"))
                .isEqualTo("{\"type\":\"function_call\",\"call_id\":\"c\",\"name\":\"f\",\"arguments\":\"{}\"}");
    }

    @Test
    void callsOfOtherKindsPass() {
        assertThat(converted(
                        "{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"c\",\"custom\":{\"name\":\"f\"}},\"x\"]}"))
                .isEqualTo("{\"id\":\"c\",\"custom\":{\"name\":\"f\"}},\"x\"");
    }

    @Test
    void anEmptyListOfCallsIsNoCall() {
        assertThat(converted("{\"role\":\"assistant\",\"content\":\"a\",\"tool_calls\":[]}"))
                .isEqualTo("{\"role\":\"assistant\",\"content\":\"a\",\"tool_calls\":[]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"loose\"", "null", "{\"role\":\"user\",\"role\":\"tool\"}", "{}", "{\"role\":1}"})
    void whatIsNoMessagePasses(String message) {
        assertThat(converted(message)).isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"input\":\"Hi\"}",
                "{\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"a\"}]}]}",
                "{\"input\":\"Hi\",\"messages\":null}",
                "{}"
            })
    void withoutMessagesNothingHappens(String body) {
        assertThat(Requests.sent(body, rule)).isEqualTo(body);
    }

    @Test
    void aNullInputGivesWay() {
        assertThat(Requests.sent("{\"input\":null,\"messages\":[{}]}", rule)).isEqualTo("{\"input\":[{}]}");
    }

    @Test
    void refusesBoth() {
        OpenRouterException refusal = Requests.refusal("{\"messages\":[{}],\"input\":\"Hi\"}", rule);

        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.param()).isEqualTo("messages");
        assertThat(refusal.getMessage()).isEqualTo("'messages' and 'input' must not both be given.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"Hi\"", "{}", "[1]"})
    void refusesMessagesThatAreNone(String messages) {
        OpenRouterException refusal = Requests.refusal("{\"messages\":" + messages + "}", rule);

        assertThat(refusal.param()).isEqualTo("messages");
        assertThat(refusal.getMessage()).isEqualTo("'messages' must be a non-empty array.");
    }

    private String converted(String message) {
        String sent = Requests.sent("{\"messages\":[" + message + "]}", rule);
        assertThat(sent).startsWith("{\"input\":[").endsWith("]}");
        return sent.substring("{\"input\":[".length(), sent.length() - 2);
    }
}
