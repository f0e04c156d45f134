/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.tenants;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.OneRequest;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients with keys of their own learn of errors that are about the account behind the gateway: that it is one. */
class AccountErrorsOverHttpTest extends HttpTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String SECRET = "Insufficient credits. Add more at openrouter.ai/settings/credits";
    private static final String USER = "user_2tXcanary";

    AccountErrorsOverHttpTest() {
        super("auth.keys=laptop=c0e618a52e1af3374137415b36cff0e2d55fc03ec3ffe5837e2558991893dea1");
    }

    private static Stream<Arguments> everyDoorAndStatus() {
        return Stream.of(Door.values())
                .flatMap(door -> Stream.of(401, 402, 403).map(status -> Arguments.of(door, status)));
    }

    @ParameterizedTest
    @MethodSource("everyDoorAndStatus")
    void anErrorOfTheAccountIsOneSentenceOnEveryDoor(Door door, int status) throws IOException {
        upstream.script(call -> call.answer(status, JSON, error(status)));
        hidden(post(door.path(), door.plain()), door == Door.MESSAGES);
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "COMPLETIONS", "RESPONSES", "MESSAGES"})
    void theSameInFrontOfAStream(Door door) throws IOException {
        upstream.script(call -> {
            call.head(200, SSE).send(": OPENROUTER PROCESSING\n\ndata: " + error(402) + "\n\n");
            call.end();
        });
        hidden(post(door.path(), door.streaming()), door == Door.MESSAGES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/rerank", "/v1/images", "/v1/audio/speech", "/v1/videos"})
    void theSameOnOtherPaths(String path) throws IOException {
        upstream.script(call -> call.answer(402, JSON, error(402)));
        hidden(
                post(
                        path,
                        "{\"model\":\"a/b\",\"query\":\"x\",\"documents\":[\"x\"],\"prompt\":\"x\",\"input\":\"x\"}"),
                false);
    }

    @Test
    void theSameForALookAndForTheListOfModels() throws IOException {
        upstream.script(call -> call.answer(401, JSON, error(401)));
        hidden(get("/v1/providers"), false);
        hidden(get("/v1/models"), false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"data: %s\n\n", "event: error\r\ndata: %s\r\n\r\n", "data: %s"})
    void anErrorBehindContentTellsNothingEither(String event) throws IOException {
        String content = "data: {\"id\":\"gen-1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"user_id\"}}]}\n\n";
        String error = error(402)
                .replaceFirst("\\{", "{\"id\":\"gen-1\",\"choices\":[{\"index\":0,\"finish_reason\":\"error\"}],");
        upstream.script(call -> {
            call.head(200, SSE).send(content + event.formatted(error));
            call.end();
        });
        String answer = post(Door.CHAT.path(), Door.CHAT.streaming()).text();
        assertThat(answer).startsWith(content).contains("upstream_account").doesNotContain("redits", USER);
        assertThat(answer).contains("\"finish_reason\":\"error\"");
    }

    @Test
    void aFailedResponseTellsNothing() throws IOException {
        upstream.script(call -> {
            call.head(200, SSE)
                    .send("data: {\"type\":\"response.output_text.delta\",\"delta\":\"Hi\",\"sequence_number\":1}\n\n")
                    .send("data: {\"type\":\"error\",\"code\":\"402\",\"message\":\"" + SECRET + "\"}\n\n");
            call.end();
        });
        assertThat(post(Door.RESPONSES.path(), Door.RESPONSES.streaming()).text())
                .contains("\"delta\":\"Hi\"", "\"code\":\"upstream_account\"")
                .doesNotContain("redits");
    }

    @Test
    void anErrorOfTheRequestPassesWithoutItsOwner() throws IOException {
        upstream.script(call -> call.answer(
                403,
                JSON,
                "{\"error\":{\"code\":403,\"message\":\"flagged\",\"metadata\":{\"reasons\":[\"x\"],\"score\":0.1000}},\"user_id\":\""
                        + USER + "\"}"));
        OneRequest.Answer answer = post(Door.CHAT.path(), Door.CHAT.plain());
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text())
                .isEqualTo(
                        "{\"error\":{\"code\":403,\"message\":\"flagged\",\"metadata\":{\"reasons\":[\"x\"],\"score\":0.1000}}}");
    }

    @Test
    void anErrorThatNamesNobodyKeepsItsBytes() throws IOException {
        String error = "{ \"error\": {\"code\": 400, \"message\": \"\\u0062ad\"} }";
        upstream.script(call -> call.answer(400, JSON, error));
        assertThat(post(Door.CHAT.path(), Door.CHAT.plain()).text()).isEqualTo(error);
    }

    private static String error(int status) {
        return "{\"error\":{\"code\":" + status + ",\"message\":\"" + SECRET + "\"},\"user_id\":\"" + USER + "\"}";
    }

    private static void hidden(OneRequest.Answer answer, boolean anthropic) throws IOException {
        assertThat(answer.status()).as(answer.text()).isEqualTo(503);
        assertThat(answer.text()).doesNotContain("redits", USER);
        JsonNode error = MAPPER.readTree(answer.text()).path("error");
        assertThat(error.path("type").asText()).isEqualTo("overloaded_error");
        assertThat(error.path("message").asText()).contains("its operator has to look");
        if (!anthropic) {
            assertThat(error.path("code").asText()).isEqualTo("upstream_account");
        }
    }

    private OneRequest.Answer post(String path, String body) throws IOException {
        return new OneRequest(gateway.port()).post(path, body, "Authorization: Bearer my-client-key");
    }

    private OneRequest.Answer get(String path) throws IOException {
        return new OneRequest(gateway.port()).get(path, "Authorization: Bearer my-client-key");
    }
}
