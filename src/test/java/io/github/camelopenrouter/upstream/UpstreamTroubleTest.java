/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.testing.DoorCall;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the gateway tells what goes wrong at OpenRouter, as the sandbox plays it. */
@Timeout(60)
class UpstreamTroubleTest {

    private static final String CUT = "OpenRouter ended the stream before it was complete.";

    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        gateway = TestGateway.sandbox();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource({
        "CHAT, sandbox/error-in-200, false",
        "CHAT, sandbox/error-in-200, true",
        "COMPLETIONS, sandbox/error-in-200, false",
        "RESPONSES, sandbox/error-in-200, true",
        "MESSAGES, sandbox/error-in-200, false",
        "EMBEDDINGS, sandbox/error-in-200, false",
        "CHAT, sandbox/error-first-event, true",
        "CHAT, sandbox/error-first-chunk, true",
        "COMPLETIONS, sandbox/error-first-chunk, true",
        "MESSAGES, sandbox/error-first-event, true",
        "RESPONSES, sandbox/error-first-event, true",
        "COMPLETIONS, sandbox/error-first-event, true",
        "RESPONSES, sandbox/error-first-chunk, true"
    })
    void anErrorInASuccessIsNoSuccess(DoorCall door, String model, boolean stream) throws Exception {
        HttpResponse<String> answer = door.call(gateway, model, stream);
        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(DoorCall.contentType(answer)).isEqualTo("application/json");
        assertThat(DoorCall.json(answer.body()).at("/error/message").asText()).isNotBlank();
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "COMPLETIONS", "RESPONSES", "MESSAGES"})
    void anErrorInTheMiddlePassesAndNothingIsAdded(DoorCall door) throws Exception {
        HttpResponse<String> answer = door.call(gateway, "sandbox/error-mid-stream", true);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("error").doesNotContain(CUT).endsWith("\n\n");
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "COMPLETIONS", "RESPONSES", "MESSAGES"})
    void aStreamThatStopsEndsWithOneErrorEvent(DoorCall door) throws Exception {
        for (String model : List.of("sandbox/truncated", "sandbox/reset-mid-stream")) {
            HttpResponse<String> answer = door.call(gateway, model, true);
            String[] events = answer.body().split("\n\n");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body())
                    .containsOnlyOnce(CUT)
                    .doesNotContain("[DONE]")
                    .endsWith("\n\n");
            assertThat(events[events.length - 1]).contains(CUT);
        }
    }

    @Test
    void theErrorEventBearsTheStreamsOwnName() throws Exception {
        List<JsonNode> chunks = DoorCall.CHAT
                .call(gateway, "sandbox/reset-mid-stream", true)
                .body()
                .lines()
                .filter(line -> line.startsWith("data: {"))
                .map(line -> parse(line.substring("data: ".length())))
                .toList();
        JsonNode last = chunks.get(chunks.size() - 1);
        for (String name : List.of("id", "object", "created", "model")) {
            assertThat(last.path(name)).as(name).isEqualTo(chunks.get(0).path(name));
        }
    }

    private static JsonNode parse(String json) {
        try {
            return DoorCall.json(json);
        } catch (IOException e) {
            throw new AssertionError(json, e);
        }
    }

    @ParameterizedTest
    @EnumSource(DoorCall.class)
    void aPlainAnswerThatStopsIsABadGateway(DoorCall door) throws Exception {
        for (String model : List.of("sandbox/truncated", "sandbox/reset-mid-stream")) {
            assertThat(door.call(gateway, model, false).statusCode()).isEqualTo(502);
        }
    }

    @Test
    void anAnswerThatIsResetBeforeItBeginsIsABadGateway() throws Exception {
        assertThat(DoorCall.CHAT.call(gateway, "sandbox/reset-after-head", true).statusCode())
                .isEqualTo(502);
        assertThat(DoorCall.CHAT.call(gateway, "sandbox/reset-before", false).statusCode())
                .isEqualTo(502);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sandbox/one-byte-chunks",
                "sandbox/cut-utf8",
                "sandbox/crlf",
                "sandbox/multi-data",
                "sandbox/usage-a",
                "sandbox/usage-b",
                "sandbox/usage-c"
            })
    void aWholeStreamGetsNoErrorEvent(String model) throws Exception {
        for (DoorCall door : List.of(DoorCall.CHAT, DoorCall.COMPLETIONS, DoorCall.RESPONSES, DoorCall.MESSAGES)) {
            HttpResponse<String> answer = door.call(gateway, model, true);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).doesNotContain(CUT, "\uFFFD").containsAnyOf("[DONE]", "message_stop");
        }
    }

    @Test
    void anEventOfFortyMegabytesPasses() throws Exception {
        HttpResponse<InputStream> answer = DoorCall.CLIENT.send(
                DoorCall.CHAT.request(gateway, "sandbox/huge-line", true), BodyHandlers.ofInputStream());
        byte[] piece = new byte[64 * 1024];
        String last = "";
        long total = 0;
        for (int read = answer.body().read(piece);
                read >= 0;
                read = answer.body().read(piece)) {
            total += read;
            String text = last + new String(piece, 0, read, ISO_8859_1);
            last = text.substring(Math.max(0, text.length() - 14));
        }
        assertThat(total).isGreaterThan(40L * 1024 * 1024);
        assertThat(last).isEqualTo("data: [DONE]\n\n");
    }

    @ParameterizedTest
    @CsvSource({"sandbox/no-tools, tool use", "sandbox/no-images, image input"})
    void whatAModelCannotDoIsToldInOpenRoutersOwnWords(String model, String text) throws Exception {
        HttpResponse<String> answer = DoorCall.CHAT.call(gateway, model, true);
        JsonNode error = DoorCall.json(answer.body()).path("error");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(error.path("message").asText()).startsWith("No endpoints found that support " + text);
        assertThat(error.path("code").asInt()).isEqualTo(404);
    }
}
