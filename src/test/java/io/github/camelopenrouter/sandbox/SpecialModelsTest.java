/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpecialModelsTest extends SandboxFixture {

    @AfterEach
    void noCallIsLeftOpen() {
        eventually(() -> sandbox.openCalls() == 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 402, 403, 404, 408, 413, 422, 429, 500, 502, 503, 504, 524, 529})
    void answersEveryDocumentedStatus(int status) throws Exception {
        for (String path : List.of(CHAT, COMPLETIONS, RESPONSES, EMBEDDINGS)) {
            HttpResponse<String> response = post(path, body(path, "sandbox/status-" + status, true));
            assertThat(response.statusCode()).isEqualTo(status);
            assertThat(json(response).at("/error/code").asInt()).isEqualTo(status);
        }
        JsonNode anthropic = json(post(MESSAGES, body(MESSAGES, "sandbox/status-" + status, false)));
        assertThat(anthropic.path("type").asText()).isEqualTo("error");
        assertThat(anthropic.at("/error/type").asText()).contains("_error");
    }

    @Test
    void tellsItsOwnRateLimitFromTheProviders() throws Exception {
        HttpResponse<String> platform = post(CHAT, body(CHAT, "sandbox/rate-limit-platform", false));
        HttpResponse<String> upstream = post(CHAT, body(CHAT, "sandbox/rate-limit-upstream", false));
        assertThat(platform.headers().firstValue("x-ratelimit-remaining")).hasValue("0");
        assertThat(json(platform).at("/error/metadata/headers").isObject()).isTrue();
        assertThat(upstream.headers().firstValue("retry-after")).hasValue("1");
        assertThat(json(upstream).at("/error/metadata/raw").asText()).contains("rate-limited upstream");
    }

    @Test
    void answersErrorsThatAreNoJson() throws Exception {
        HttpResponse<String> html = post(CHAT, body(CHAT, "sandbox/html", false));
        assertThat(html.statusCode()).isEqualTo(502);
        assertThat(html.body()).startsWith("<!DOCTYPE html>");
        assertThat(post(CHAT, body(CHAT, "sandbox/html-404", false)).statusCode())
                .isEqualTo(404);
        HttpResponse<String> empty = post(CHAT, body(CHAT, "sandbox/empty-error", false));
        assertThat(empty.statusCode()).isEqualTo(500);
        assertThat(empty.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {CHAT, COMPLETIONS, RESPONSES, MESSAGES})
    void writesAsMuchAsIsAskedForAndBillsIt(String path) throws Exception {
        String limit = path.equals(RESPONSES) ? "'max_output_tokens'" : "'max_tokens'";
        for (boolean stream : new boolean[] {true, false}) {
            String request = body(path, "sandbox/long", stream).replaceFirst("}$", "," + quoted(limit) + ":2000}");
            assertThat(words(post(path, request).body())).isGreaterThanOrEqualTo(2000);
            assertThat(last(sandbox.billed()).cost()).isBetween(new BigDecimal("0.0012"), new BigDecimal("0.00121"));
        }
    }

    @Test
    void writesAHundredThousandWords() throws Exception {
        String stream = post(CHAT, body(CHAT, "sandbox/long", true)).body();
        JsonNode usage = last(events(stream.substring(stream.length() - 2_000))).path("usage");

        assertThat(words(stream)).isEqualTo(100_000);
        assertThat(usage.path("completion_tokens").asInt()).isEqualTo(100_000);
        assertThat(last(sandbox.billed()).cost())
                .isEqualByComparingTo(usage.path("cost").decimalValue());
    }

    private static int words(String answer) {
        return answer.split(" again", -1).length - 1;
    }

    @ParameterizedTest
    @ValueSource(strings = {CHAT, COMPLETIONS, RESPONSES, MESSAGES, EMBEDDINGS})
    void answersAnErrorWithStatus200(String path) throws Exception {
        HttpResponse<String> response = post(path, body(path, "sandbox/error-in-200", false));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).startsWith("\n");
        assertThat(json(response).has("error")).isTrue();
        assertThat(json(response).has("choices")).isFalse();
    }

    @Test
    void answersAnErrorAsJsonThoughAStreamWasAsked() throws Exception {
        HttpResponse<String> response = post(CHAT, body(CHAT, "sandbox/error-in-200", true));
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(json(response).at("/error/code").asInt()).isEqualTo(502);
    }

    @Test
    void answersPartOfATextWithAnErrorInItsChoice() throws Exception {
        JsonNode choice = json(post(CHAT, body(CHAT, "sandbox/error-in-200-partial", false)))
                .at("/choices/0");
        assertThat(choice.path("finish_reason").asText()).isEqualTo("error");
        assertThat(choice.at("/error/code").asInt()).isEqualTo(502);
        assertThat(choice.at("/message/content").asText()).isEqualTo("This answer of");
    }

    @ParameterizedTest
    @ValueSource(strings = {CHAT, COMPLETIONS, RESPONSES, MESSAGES})
    void failsInMidStream(String path) throws Exception {
        String stream = post(path, body(path, "sandbox/error-mid-stream", true)).body();
        assertThat(stream).contains("This", " answer", " of").doesNotContain(" the sandbox");
        assertThat(last(events(stream)).toString()).contains("Provider disconnected mid-stream");
    }

    @Test
    void failsInMidStreamAsDocumented() throws Exception {
        JsonNode error = last(stream(CHAT, body(CHAT, "sandbox/error-mid-stream", true)));
        assertThat(error.at("/error/code").asInt()).isEqualTo(502);
        assertThat(error.at("/choices/0/finish_reason").asText()).isEqualTo("error");
        JsonNode empty = last(stream(CHAT, body(CHAT, "sandbox/error-mid-stream-empty-choices", true)));
        assertThat(empty.path("choices").isEmpty()).isTrue();
        assertThat(empty.has("error")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {CHAT, COMPLETIONS, RESPONSES, MESSAGES})
    void failsWithTheFirstEvent(String path) throws Exception {
        List<JsonNode> events = stream(path, body(path, "sandbox/error-first-event", true));
        assertThat(events).hasSize(1);
        assertThat(events.get(0).has("error")).isTrue();
    }

    @Test
    void numbersAFailureOfTheResponsesApiRightAfterTheLastWord() throws Exception {
        List<JsonNode> events = stream(RESPONSES, body(RESPONSES, "sandbox/error-mid-stream", true));
        for (int i = 0; i < events.size(); i++) {
            assertThat(events.get(i).path("sequence_number").asInt()).isEqualTo(i);
        }
        assertThat(last(events).path("type").asText()).isEqualTo("response.failed");
    }

    @Test
    void resetsBeforeTheHead() throws Exception {
        try (RawCall call = new RawCall(sandbox, CHAT, body(CHAT, "sandbox/reset-before", true))) {
            assertThatThrownBy(call::readAll).isInstanceOf(IOException.class).hasMessageContaining("reset");
        }
    }

    @Test
    void resetsAfterTheHead() throws Exception {
        try (RawCall call = new RawCall(sandbox, CHAT, body(CHAT, "sandbox/reset-after-head", true))) {
            assertThat(call.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 200 OK");
            assertThatThrownBy(call::readAll).isInstanceOf(IOException.class).hasMessageContaining("reset");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {CHAT, COMPLETIONS, RESPONSES, MESSAGES})
    void resetsInMidStream(String path) throws Exception {
        try (RawCall call = new RawCall(sandbox, path, body(path, "sandbox/reset-mid-stream", true))) {
            call.readUntil("\" of\"");
            assertThatThrownBy(call::readAll).isInstanceOf(IOException.class).hasMessageContaining("reset");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {CHAT, EMBEDDINGS})
    void resetsAPlainAnswerHalfWay(String path) throws Exception {
        try (RawCall call = new RawCall(sandbox, path, body(path, "sandbox/reset-mid-stream", false))) {
            assertThat(call.readUntil("{\"")).startsWith("HTTP/1.1 200 OK");
            assertThatThrownBy(call::readAll).isInstanceOf(IOException.class).hasMessageContaining("reset");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {CHAT, COMPLETIONS, RESPONSES, MESSAGES})
    void endsCleanlyThoughTruncated(String path) throws Exception {
        String stream = post(path, body(path, "sandbox/truncated", true)).body();
        assertThat(stream).contains(" of").doesNotContain("[DONE]", "\"stop\"", "message_stop", "response.completed");
    }

    @Test
    void keepsSilentInMidStreamUntilTheClientLeaves() throws Exception {
        long aborted = sandbox.abortedCalls();
        try (RawCall call = new RawCall(sandbox, CHAT, body(CHAT, "sandbox/hang-mid-stream", true))) {
            call.readUntil("\" of\"");
            assertThat(sandbox.openCalls()).isEqualTo(1);
        }
        eventually(() -> sandbox.abortedCalls() == aborted + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sandbox/hang-before", "sandbox/silent", "sandbox/slow"})
    void countsClientsThatLeaveBeforeTheFirstToken(String model) throws Exception {
        long aborted = sandbox.abortedCalls();
        RawCall call = new RawCall(sandbox, CHAT, body(CHAT, model, true));
        eventually(() -> sandbox.openCalls() == 1);
        call.close();
        eventually(() -> sandbox.abortedCalls() == aborted + 1);
    }

    @Test
    void sendsCommentsForEver() throws Exception {
        try (RawCall call = new RawCall(sandbox, CHAT, body(CHAT, "sandbox/comments-only", true))) {
            for (int i = 0; i < 3; i++) {
                assertThat(call.readUntil("PROCESSING")).doesNotContain("data:");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {CHAT, COMPLETIONS, RESPONSES, MESSAGES})
    void streamsWordsForEver(String path) throws Exception {
        long aborted = sandbox.abortedCalls();
        try (RawCall call = new RawCall(sandbox, path, body(path, "sandbox/endless", true))) {
            for (int i = 0; i < 1_000; i++) {
                call.readUntil(" again");
            }
        }
        eventually(() -> sandbox.abortedCalls() == aborted + 1);
    }

    @Test
    void answersOthersWhileAnEndlessStreamIsNotRead() throws Exception {
        try (RawCall call = new RawCall(sandbox, CHAT, body(CHAT, "sandbox/endless", true))) {
            call.readUntil(" again");
            assertThat(post(CHAT, body(CHAT, "sandbox/fast", false)).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void sendsOneEventOfFortyMegabytes() throws Exception {
        HttpResponse<InputStream> response = CLIENT.send(
                posting(CHAT, body(CHAT, "sandbox/huge-line", true)).build(),
                HttpResponse.BodyHandlers.ofInputStream());
        long longest = 0;
        long length = 0;
        byte[] buffer = new byte[64 * 1024];
        for (int read = 0; read >= 0; read = response.body().read(buffer)) {
            for (int i = 0; i < read; i++) {
                length = buffer[i] == '\n' ? 0 : length + 1;
                longest = Math.max(longest, length);
            }
        }
        assertThat(longest).isGreaterThan(40 * 1024 * 1024);
    }

    @Test
    void sendsEveryByteAsAChunk() throws Exception {
        String plain = post(CHAT, body(CHAT, "sandbox/one-byte-chunks", true)).body();
        assertThat(content(events(plain))).contains("GET /sandbox");
        try (RawCall call = new RawCall(sandbox, CHAT, body(CHAT, "sandbox/one-byte-chunks", true))) {
            assertThat(call.readUntil("1\r\nd\r\n1\r\na\r\n1\r\nt\r\n1\r\na\r\n"))
                    .isNotEmpty();
        }
    }

    @Test
    void cutsTextInsideCharacters() throws Exception {
        String stream = post(CHAT, body(CHAT, "sandbox/cut-utf8", true)).body();
        assertThat(content(events(stream))).isEqualTo("Grüße 👋🏽 aus dem 沙盒 – 你好, мир! 🐪");
    }

    @Test
    void usesCrlfAndSeveralDataLines() throws Exception {
        String crlf = post(CHAT, body(CHAT, "sandbox/crlf", true)).body();
        assertThat(crlf).contains("}\r\n\r\ndata: {").endsWith("data: [DONE]\r\n\r\n");
        String multi = post(CHAT, body(CHAT, "sandbox/multi-data", true)).body();
        assertThat(multi).contains("data: {\ndata:   \"id\" : \"gen-").endsWith("data: [DONE]\n\n");
    }

    @Test
    void encodesWithGzipUnasked() throws Exception {
        HttpResponse<byte[]> response = CLIENT.send(
                posting(CHAT, body(CHAT, "sandbox/gzip", true))
                        .header("Accept-Encoding", "identity")
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertThat(response.headers().firstValue("content-encoding")).hasValue("gzip");
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).endsWith("data: [DONE]\n\n");
        }
    }

    @Test
    void dripsByteByByte() throws Exception {
        try (RawCall call = new RawCall(sandbox, CHAT, body(CHAT, "sandbox/drip", true))) {
            assertThat(call.readUntil("1\r\n:\r\n1\r\n \r\n1\r\nO\r\n")).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {CHAT, COMPLETIONS, RESPONSES, MESSAGES, EMBEDDINGS})
    void echoesBodyAndHeaderNames(String path) throws Exception {
        String body = body(path, "sandbox/echo", false).replace("Say hi", "Grüße,  zwei Leerzeichen");
        HttpResponse<String> response =
                CLIENT.send(posting(path, body).header("X-Probe", "1").build(), HttpResponse.BodyHandlers.ofString());
        JsonNode answer = json(response);
        assertThat(List.of(
                        answer.at("/choices/0/message/content").asText(),
                        answer.at("/choices/0/text").asText(),
                        answer.at("/output/0/content/0/text").asText(),
                        answer.at("/content/0/text").asText(),
                        answer.path("sandbox_echo").asText()))
                .contains(body);
        assertThat(response.headers().firstValue("x-sandbox-request-headers").orElse(""))
                .contains("X-Probe", "Authorization");
    }

    @Test
    void goesOnToTheNextOfTheModels() throws Exception {
        String body = quoted("{'model':'sandbox/status-503','models':['sandbox/status-429','sandbox/fast'],"
                + "'messages':[{'role':'user','content':'x'}]}");
        assertThat(json(post(CHAT, body)).path("model").asText()).isEqualTo("sandbox/fast");
    }
}
