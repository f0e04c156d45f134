/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.api.Operation;
import org.junit.jupiter.api.Test;

class ErrorFrameTest {

    private static String frame(Operation operation, String seen) {
        return frame(operation, seen, "upstream_unreachable");
    }

    private static String frame(Operation operation, String seen, String code) {
        ResponseInspector answer = new ResponseInspector(operation);
        byte[] bytes = seen.replace('\'', '"').getBytes(UTF_8);
        answer.begin();
        answer.feed(bytes, 0, bytes.length);
        answer.end();
        return new String(ErrorFrame.render(operation, answer, 502, code, "upstream_error", "It \"broke\"."), UTF_8);
    }

    @Test
    void chatGetsANamedChunkOfItsOwnStreamThatFinishesByError() {
        assertThat(frame(Operation.CHAT_COMPLETIONS, "{'id':'gen-1','created':17,'model':'a/b'}"))
                .isEqualTo("event: error\ndata: {\"id\":\"gen-1\",\"object\":\"chat.completion.chunk\",\"created\":17,"
                        + "\"model\":\"a/b\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\"},"
                        + "\"finish_reason\":\"error\"}],\"error\":{\"code\":502,\"message\":\"It \\\"broke\\\".\","
                        + "\"type\":\"upstream_error\"}}\n\n");
    }

    @Test
    void completionsGetATextInsteadOfADelta() {
        assertThat(frame(Operation.COMPLETIONS, "{'id':'gen-1','created':17,'model':'a/b'}"))
                .isEqualTo(
                        "event: error\ndata: {\"id\":\"gen-1\",\"object\":\"text_completion\",\"created\":17,\"model\":\"a/b\","
                                + "\"choices\":[{\"index\":0,\"text\":\"\",\"finish_reason\":\"error\"}],"
                                + "\"error\":{\"code\":502,\"message\":\"It \\\"broke\\\".\",\"type\":\"upstream_error\"}}\n\n");
    }

    @Test
    void everyChoiceThatIsOpenFinishesByError() {
        String seen = "{'choices':[{'index':0,'finish_reason':'stop'},{'index':63},{'index':2,'finish_reason':''}]}";
        assertThat(frame(Operation.COMPLETIONS, seen))
                .contains("\"choices\":[{\"index\":2,\"text\":\"\",\"finish_reason\":\"error\"},"
                        + "{\"index\":63,\"text\":\"\",\"finish_reason\":\"error\"}]");
        assertThat(frame(Operation.CHAT_COMPLETIONS, "{'choices':[{'index':4,'finish_reason':'stop'}]}"))
                .contains("\"choices\":[{\"index\":0,");
    }

    @Test
    void aStreamThatHasShownNothingGetsValuesThatStrictClientsTake() {
        assertThat(frame(Operation.CHAT_COMPLETIONS, "{}"))
                .startsWith(
                        "event: error\ndata: {\"id\":\"gen-none\",\"object\":\"chat.completion.chunk\",\"created\":0,"
                                + "\"model\":\"unknown\",");
    }

    @Test
    void responsesGetTheNextSequenceNumber() {
        assertThat(frame(Operation.RESPONSES, "{'type':'x','sequence_number':7}"))
                .isEqualTo("data: {\"type\":\"error\",\"code\":\"server_error\",\"message\":\"It \\\"broke\\\".\","
                        + "\"param\":null,\"sequence_number\":8}\n\n");
        assertThat(frame(Operation.RESPONSES, "{}")).contains("\"sequence_number\":0}");
    }

    @Test
    void anAnswerThatIsNotWholeSaysSoInTheCode() {
        assertThat(frame(Operation.CHAT_COMPLETIONS, "{}", "truncated"))
                .contains("\"error\":{\"code\":502,", "\"metadata\":{\"error_type\":\"truncated\"}}}");
        assertThat(frame(Operation.RESPONSES, "{}", "truncated"))
                .startsWith("data: {\"type\":\"error\",\"code\":\"truncated\",");
    }

    @Test
    void messagesGetANamedEvent() {
        assertThat(frame(Operation.MESSAGES, "{}"))
                .isEqualTo("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"api_error\","
                        + "\"message\":\"It \\\"broke\\\".\"}}\n\n");
    }
}
