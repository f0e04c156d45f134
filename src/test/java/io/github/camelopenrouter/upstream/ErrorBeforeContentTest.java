/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.testing.Announcements;
import io.github.camelopenrouter.testing.DoorCall;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.RecordedStreams;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** An error in a 200 before any content is answered as that error, on every door and in each of its shapes. */
class ErrorBeforeContentTest extends HttpTest {

    private static final String INNER = "{ \"code\":429, \"message\":\"slow \\u0064own\",\"metadata\":{\"a\":1.50} }";
    private static final String TYPED = "{\"type\":\"overloaded_error\",\"message\":\"busy\"}";

    /** A streaming door at one of its paths. */
    private enum Path {
        CHAT(Operation.CHAT_COMPLETIONS, DoorCall.CHAT, ""),
        CHAT_OPENAI(Operation.CHAT_COMPLETIONS, DoorCall.CHAT, "/openai"),
        COMPLETIONS(Operation.COMPLETIONS, DoorCall.COMPLETIONS, ""),
        COMPLETIONS_OPENAI(Operation.COMPLETIONS, DoorCall.COMPLETIONS, "/openai"),
        RESPONSES(Operation.RESPONSES, DoorCall.RESPONSES, ""),
        RESPONSES_OPENAI(Operation.RESPONSES, DoorCall.RESPONSES, "/openai"),
        MESSAGES(Operation.MESSAGES, DoorCall.MESSAGES, "");

        private final Operation operation;
        private final DoorCall door;
        private final String prefix;

        Path(Operation operation, DoorCall door, String prefix) {
            this.operation = operation;
            this.door = door;
            this.prefix = prefix;
        }

        HttpResponse<String> call(TestGateway gateway, boolean stream) throws Exception {
            return call(gateway, "openai/gpt-4o", stream);
        }

        HttpResponse<String> call(TestGateway gateway, String model, boolean stream) throws Exception {
            HttpRequest request = HttpRequest.newBuilder(gateway.uri(prefix + door.path()))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(door.body(model, stream)))
                    .build();
            return DoorCall.CLIENT.send(request, BodyHandlers.ofString());
        }

        String envelope(String error) {
            return door == DoorCall.MESSAGES
                    ? "{\"type\":\"error\",\"error\":" + error + "}"
                    : "{\"error\":" + error + "}";
        }
    }

    /**
     * One way in which an error comes.
     *
     * @param json an event's data, or the body
     * @param error what of it goes into the envelope, null if it is one
     */
    private record Shape(String name, Path path, String json, int status, String error) {

        String body() {
            return error == null ? json : path.envelope(error);
        }

        @Override
        public String toString() {
            return name + " on " + path;
        }
    }

    private static Stream<Shape> ofStreams() {
        List<Shape> shapes = new ArrayList<>();
        for (Path path : Path.values()) {
            shapes.add(new Shape("envelope", path, "{\"error\":" + INNER + ",\"user_id\":\"u\"}", 429, null));
            shapes.add(new Shape("text", path, "{\"error\":\"just a text\"}", 502, null));
            shapes.add(new Shape("typed", path, "{\"type\":\"error\",\"error\":" + TYPED + "}", 529, null));
            String flat = "{\"type\":\"error\",\"code\":\"rate_limit_exceeded\",\"message\":\"m\",\"param\":null}";
            shapes.add(new Shape("flat", path, flat, 429, flat));
            switch (path.operation) {
                case CHAT_COMPLETIONS, COMPLETIONS -> shapes.addAll(ofChunks(path));
                case RESPONSES -> shapes.addAll(ofResponses(path));
                default -> {} // has no more
            }
        }
        return shapes.stream();
    }

    private static List<Shape> ofChunks(Path path) {
        String empty = path.operation == Operation.COMPLETIONS ? "\"text\":\"\"" : "\"delta\":{\"content\":\"\"}";
        String head = "{\"id\":\"gen-1\",\"object\":\"chunk\",\"choices\":";
        String choice = "[{\"index\":0," + empty + ",\"finish_reason\":\"error\"";
        return List.of(
                new Shape("beside no choice", path, head + "[],\"error\":" + INNER + "}", 429, null),
                new Shape("beside an empty choice", path, head + choice + "}],\"error\":" + INNER + "}", 429, null),
                new Shape(
                        "before an empty choice",
                        path,
                        "{\"error\":" + INNER + ",\"choices\":[{" + empty + "}]}",
                        429,
                        null),
                new Shape("in a choice", path, head + choice + ",\"error\":" + INNER + "}]}", 429, INNER),
                new Shape(
                        "in the second choice",
                        path,
                        head + "[{" + empty + "},{\"error\":" + TYPED + "}]}",
                        529,
                        TYPED),
                new Shape("a text in a choice", path, head + "[{\"error\":\"oops\\\"\" }]}", 502, "\"oops\\\"\""),
                new Shape("nothing but a finish", path, head + choice + "}]}", 502, UNEXPLAINED));
    }

    private static final String UNEXPLAINED = "{\"message\":\"The model failed, and OpenRouter does not say why.\","
            + "\"type\":\"upstream_error\",\"param\":null,\"code\":null}";

    private static List<Shape> ofResponses(Path path) {
        String failed =
                "{\"type\":\"response.failed\",\"response\":{\"id\":\"gen-1\",\"status\":\"failed\",\"output\":[],\"error\":";
        String server = "{\"code\":\"server_error\",\"message\":\"overloaded\"}";
        String prompt = "{ \"message\":\"no\",\"code\":\"invalid_prompt\"}";
        return List.of(
                new Shape("failed", path, failed + server + "},\"sequence_number\":3}", 502, server),
                new Shape("failed for its prompt", path, failed + prompt + "}}", 400, prompt),
                new Shape("failed without an error", path, failed + "null}}", 502, UNEXPLAINED),
                new Shape("response.error", path, "{\"type\":\"response.error\",\"error\":" + INNER + "}", 429, null));
    }

    @ParameterizedTest
    @MethodSource("ofStreams")
    void anErrorBehindNothingButAnnouncementsIsItsStatus(Shape shape) throws Exception {
        upstream.script(call -> {
            call.head(200, SSE).send(Announcements.all(shape.path.operation)).send("data: " + shape.json + "\n\n");
            call.awaitHangUp();
        });
        check(shape, shape.path.call(gateway, true));
        assertThat(upstream.awaitCall().hasHungUpWithin(Duration.ofSeconds(10))).isTrue();
    }

    @ParameterizedTest
    @MethodSource("ofStreams")
    void anErrorThatIsTheFirstEventIsItsStatus(Shape shape) throws Exception {
        upstream.script(call -> call.head(200, SSE)
                .send("event: error\ndata: " + shape.json + "\n\n")
                .end());
        check(shape, shape.path.call(gateway, true));
    }

    @ParameterizedTest
    @EnumSource
    void anEventNamedErrorIsOneWhateverItsDataIs(Path path) throws Exception {
        String data = "{\"code\":503,\"message\":\"m\"}";
        upstream.script(call -> call.head(200, SSE)
                .send(Announcements.all(path.operation) + "event: error\ndata: " + data + "\n\n")
                .end());
        check(new Shape("named", path, data, 503, data), path.call(gateway, true));
    }

    private static Stream<Shape> ofBodies() {
        List<Shape> shapes = new ArrayList<>();
        for (Path path : Path.values()) {
            shapes.add(new Shape("envelope", path, "{\"error\":" + INNER + ",\"user_id\":\"u\"}", 429, null));
            shapes.add(new Shape(
                    "typed", path, "{\"type\":\"error\",\"error\":" + TYPED + ",\"request_id\":null}", 529, null));
            String flat = "{\"type\":\"error\",\"code\":503,\"message\":\"m\"}";
            shapes.add(new Shape("flat", path, flat, 503, flat));
            switch (path.operation) {
                case CHAT_COMPLETIONS, COMPLETIONS -> shapes.addAll(ofCompletions(path));
                case RESPONSES -> shapes.addAll(ofPlainResponses(path));
                default ->
                    shapes.add(new Shape(
                            "beside no content",
                            path,
                            "{\"type\":\"message\",\"content\":[],\"error\":" + INNER + "}",
                            429,
                            null));
            }
        }
        return shapes.stream();
    }

    private static List<Shape> ofCompletions(Path path) {
        String empty = path.operation == Operation.COMPLETIONS
                ? "\"text\":\"\""
                : "\"message\":{\"role\":\"assistant\",\"content\":null,\"refusal\":null,\"reasoning\":\"\"}";
        String head = "{\"id\":\"gen-1\",\"object\":\"x\",\"choices\":[";
        return List.of(
                new Shape("beside no choice", path, head + "],\"error\":" + INNER + "}", 429, null),
                new Shape(
                        "beside an empty choice", path, head + "{" + empty + "}],\"error\":" + INNER + "}", 429, null),
                new Shape("in a choice", path, head + "{\"error\":" + INNER + "," + empty + "}]}", 429, INNER),
                new Shape(
                        "alone in a choice",
                        path,
                        head + "{\"error\":" + INNER + "}],\"usage\":{\"cost\":0}}",
                        429,
                        INNER),
                new Shape(
                        "nothing but a finish",
                        path,
                        head + "{" + empty + ",\"finish_reason\":\"error\"}]}",
                        502,
                        UNEXPLAINED));
    }

    private static List<Shape> ofPlainResponses(Path path) {
        String head = "{\"id\":\"gen-1\",\"object\":\"response\",\"status\":\"failed\",\"output\":[";
        return List.of(
                new Shape(
                        "failed", path, head + "],\"error\":{\"code\":\"server_error\",\"message\":\"m\"}}", 502, null),
                new Shape(
                        "failed with an empty item",
                        path,
                        head + "{\"id\":\"m\",\"type\":\"message\",\"content\":[]}],\"error\":" + INNER + "}",
                        429,
                        null),
                new Shape("failed without an error", path, head + "],\"error\":null}", 502, UNEXPLAINED));
    }

    @ParameterizedTest
    @MethodSource("ofBodies")
    void anErrorInAPlainAnswerWithoutContentIsItsStatus(Shape shape) throws Exception {
        upstream.script(call -> call.answer(200, JSON, shape.json));
        check(shape, shape.path.call(gateway, false));
        check(shape, shape.path.call(gateway, true));
    }

    private static void check(Shape shape, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(shape.status);
        assertThat(DoorCall.contentType(answer)).isEqualTo(JSON);
        assertThat(answer.body()).isEqualTo(shape.body());
    }

    @ParameterizedTest
    @EnumSource
    void contentBeforeTheErrorMakesItAStream(Path path) throws Exception {
        String stream = Announcements.all(path.operation) + content(path) + "data: {\"error\":" + INNER + "}\n\n";
        upstream.script(call -> call.head(200, SSE).send(stream).end());
        HttpResponse<String> answer = path.call(gateway, true);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(stream);
    }

    @ParameterizedTest
    @EnumSource
    void contentBesideTheErrorMakesItAnAnswer(Path path) throws Exception {
        String body = "{\"choices\":[{\"message\":{\"content\":\"Hi\"},\"text\":\"Hi\",\"error\":" + INNER
                + "}],\"output\":[{\"content\":[{\"text\":\"Hi\"}]}],\"content\":[{\"text\":\"Hi\"}],\"error\":" + INNER
                + "}";
        upstream.script(call -> call.answer(200, JSON, body));
        HttpResponse<String> answer = path.call(gateway, false);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(body);
    }

    private static String content(Path path) {
        return switch (path.operation) {
            case RESPONSES -> RecordedStreams.data("{'type':'response.output_text.delta','delta':'Hi'}");
            case MESSAGES ->
                RecordedStreams.named("content_block_delta", "{'type':'content_block_delta','delta':{'text':'Hi'}}");
            default -> RecordedStreams.data("{'choices':[{'delta':{'content':'Hi'},'text':'Hi'}]}");
        };
    }

    @ParameterizedTest
    @EnumSource
    void aGoodStreamPassesByteForByteWhateverAnnouncesIt(Path path) throws Exception {
        String stream = Announcements.all(path.operation) + RecordedStreams.of(path.operation);
        byte[] bytes = stream.getBytes(UTF_8);
        for (int piece : new int[] {7, 333, bytes.length}) {
            upstream.script(call -> {
                call.head(200, SSE);
                for (int at = 0; at < bytes.length; at += piece) {
                    call.send(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + piece)));
                }
                call.end();
            });
            HttpResponse<String> answer = path.call(gateway, true);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(stream);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStreamThatEndsAfterItsAnnouncementsIsABadGateway(Path path) throws Exception {
        upstream.script(call ->
                call.head(200, SSE).send(Announcements.all(path.operation)).end());
        HttpResponse<String> answer = path.call(gateway, true);
        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body()).contains("OpenRouter ended the stream before it was complete.");
    }

    @ParameterizedTest
    @EnumSource
    void aTryThatFailsBeforeItsContentLeavesNothingInTheNext(Path path) throws Exception {
        String good = RecordedStreams.of(path.operation);
        List<String> failures = List.of(
                "event: error\ndata: {\"type\":\"error\",\"error\":" + TYPED + "}\n\n",
                "data: {\"error\":" + INNER + "}\n\n",
                "");
        try (TestGateway trying =
                TestGateway.start(upstream.baseUrl(), "retry.attempts=3", "retry.delay=1ms", "retry.budget=100")) {
            earnABudget(trying);
            upstream.script(call -> {
                int before = upstream.callCount() - 1;
                boolean fails = before < failures.size();
                call.head(200, SSE)
                        .send(fails ? Announcements.all(path.operation) + failures.get(before) : good)
                        .end();
            });
            HttpResponse<String> answer = path.call(trying, true);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(good);
            assertThat(upstream.callCount()).isEqualTo(4);
        }
    }

    /** As long as an agent's tools may be, and an answer's announcement repeats them. */
    private static String created(int length) {
        return RecordedStreams.data("{'type':'response.created','response':{'tools':['" + "x".repeat(length) + "']}}");
    }

    private void failAfter(String announcement) {
        upstream.script(call -> call.head(200, SSE)
                .send(announcement)
                .send("data: {\"error\":" + INNER + "}\n\n")
                .end());
    }

    @Test
    void aLongAnnouncementIsHeldAndItsRoomGivenBack() throws Exception {
        try (TestGateway narrow = TestGateway.start(upstream.baseUrl(), "max-buffered-bytes=1MB")) {
            failAfter(created(600 * 1024));
            for (int call = 0; call < 4; call++) {
                assertThat(Path.RESPONSES.call(narrow, true).statusCode()).isEqualTo(429);
            }
            String whole = created(600 * 1024) + RecordedStreams.of(Operation.RESPONSES);
            upstream.script(call -> call.head(200, SSE).send(whole).end());
            for (int call = 0; call < 4; call++) {
                assertThat(Path.RESPONSES.call(narrow, true).body()).isEqualTo(whole);
            }
        }
    }

    @Test
    void anAnnouncementThatThereIsNoRoomForPasses() throws Exception {
        try (TestGateway narrow = TestGateway.start(upstream.baseUrl(), "max-buffered-bytes=100KB")) {
            failAfter(created(200 * 1024));
            HttpResponse<String> answer = Path.RESPONSES.call(narrow, true);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(created(200 * 1024) + "data: {\"error\":" + INNER + "}\n\n");
            failAfter(created(10));
            assertThat(Path.RESPONSES.call(narrow, true).statusCode()).isEqualTo(429);
        }
    }

    /** Each good call earns one retry. */
    private void earnABudget(TestGateway trying) throws Exception {
        upstream.script(call -> call.answer(200, JSON, "{\"choices\":[]}"));
        for (int call = 0; call < 5; call++) {
            assertThat(DoorCall.CHAT.call(trying, false).statusCode()).isEqualTo(200);
        }
        upstream.forget();
    }

    @Test
    void theVendorsBreakerCountsIt() throws Exception {
        try (TestGateway guarded =
                TestGateway.start(upstream.baseUrl(), "circuit-breaker.enabled=true", "circuit-breaker.wait=1h")) {
            upstream.script(call -> call.head(200, SSE)
                    .send(Announcements.all(Operation.CHAT_COMPLETIONS))
                    .send("data: {\"choices\":[{\"delta\":{\"content\":\"\"}}],\"error\":{\"code\":502}}\n\n")
                    .end());
            for (int call = 0; call < 10; call++) {
                assertThat(Path.CHAT.call(guarded, "down/m", true).statusCode()).isEqualTo(502);
            }
            assertThat(Path.CHAT.call(guarded, "down/m", true).body()).contains("upstream_unavailable");
            assertThat(upstream.callCount()).isEqualTo(10);
        }
    }

    @Test
    void theBalancerTurnsToTheHealthyModel() throws Exception {
        try (TestGateway group = TestGateway.start(upstream.baseUrl(), "model-aliases=fast>left/m|right/m")) {
            upstream.script(ErrorBeforeContentTest::leftFails);
            int left = 0;
            for (int call = 0; call < 60; call++) {
                Path.CHAT.call(group, "fast", true);
                left += upstream.awaitCall().text().contains("left/m") ? 1 : 0;
            }
            assertThat(left).as("of 60 calls").isLessThan(20);
        }
    }

    private static void leftFails(ScriptedUpstream.Call call) throws Exception {
        boolean fails = call.text().contains("left/m");
        call.head(200, SSE)
                .send(Announcements.all(Operation.CHAT_COMPLETIONS))
                .send(
                        fails
                                ? "data: {\"choices\":[{\"delta\":{}}],\"error\":{\"code\":502}}\n\n"
                                : content(Path.CHAT) + DONE)
                .end();
    }
}
