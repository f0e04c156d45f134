/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.RawClient;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Whatever the upstream answers, the client gets exactly its bytes, or a proper error, or sees that its connection
 * broke; a stream that was cut never ends as if it were whole.
 */
class AnswerFuzzTest extends HttpTest {

    private static final long SEED = 9_112_000L;
    private static final int ANSWERS = 2_000;
    private static final int CLIENTS = 8;
    private static final String CUT = "OpenRouter ended the stream before it was complete.";

    private static final String INTERNAL = OpenRouterException.internal().getMessage();

    /** What a stream shows that is whole, or has told of its error; chat, completions, responses, messages. */
    private static final Map<Operation, Pattern> ENDS = Map.of(
            Operation.CHAT_COMPLETIONS,
                    Pattern.compile("\\[DONE]|\"finish_reason\"\\s*:\\s*(?!null|\"\")\\S|\"error\""),
            Operation.COMPLETIONS, Pattern.compile("\\[DONE]|\"finish_reason\"\\s*:\\s*(?!null|\"\")\\S|\"error\""),
            Operation.RESPONSES,
                    Pattern.compile("\\[DONE]|\"response\\.(completed|incomplete|failed)\"|\"error\"\\s*:\\s*[^n\\s]"),
            Operation.MESSAGES, Pattern.compile("\\[DONE]|\"type\"\\W*\"message_stop\"|\"error\""));

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final Map<String, AtomicInteger> outcomes = new ConcurrentSkipListMap<>();

    private record Got(int status, String type, byte[] body, boolean broken) {
        String text() {
            return new String(body, UTF_8);
        }
    }

    @Test
    void showsTheUpstreamsBytesOrAnErrorButNeverAHiddenCut() throws Exception {
        upstream.script(call -> {
            upstream.forgetCalls();
            AnswerMutator.make(Long.parseLong(call.headers().get("x-session-id")))
                    .play(call);
        });
        AtomicInteger next = new AtomicInteger();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        for (int n = 0; n < CLIENTS; n++) {
            clients.execute(() -> oneClient(next));
        }
        clients.shutdown();
        assertThat(clients.awaitTermination(90, TimeUnit.SECONDS))
                .as("every answer comes to an end; up to %d, %s", next.get(), failures)
                .isTrue();
        assertThat(failures).as("seed %d, of %s", SEED, outcomes).isEmpty();
        assertThat(outcomes.get("exact").get()).isGreaterThan(ANSWERS / 4);
        assertThat(outcomes.get("error frame").get()).isGreaterThan(ANSWERS / 30);
        assertThat(outcomes.get("error").get()).isGreaterThan(ANSWERS / 10);
        await(20).until(() -> gateway.context().getInflightRepository().size() == 0);
        await(20).until(() -> upstream.activeCalls() == 0);
    }

    private void oneClient(AtomicInteger next) {
        for (int n = next.getAndIncrement(); n < ANSWERS && failures.size() < 20; n = next.getAndIncrement()) {
            AnswerMutator.Made made = AnswerMutator.make(SEED + n);
            Got got = null;
            try {
                got = ask(made, SEED + n);
                count(check(made, got));
            } catch (IOException | RuntimeException | AssertionError e) {
                String seen = got == null
                        ? ""
                        : got.status() + " " + got.type() + (got.broken() ? " broken " : " ") + shortened(got.text());
                failures.add("case " + n + ": " + e + "\n-- upstream: " + made + "\n-- client: " + seen + "\n");
            }
        }
    }

    private static String shortened(String text) {
        return text.length() > 4_000 ? text.substring(0, 4_000) + "… " + text.length() : text;
    }

    private Got ask(AnswerMutator.Made made, long seed) throws IOException {
        Door door = Door.valueOf(
                made.operation() == Operation.CHAT_COMPLETIONS
                        ? "CHAT"
                        : made.operation().name());
        String body = made.stream() ? door.streaming() : door.plain();
        try (RawClient client = client().post(door.path(), body, "x-session-id: " + seed)) {
            RawClient.Answer answer = client.answer();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            boolean broken = answer.status() != 204 && !readAll(answer.body(), bytes);
            String type = answer.header("Content-Type");
            return new Got(
                    answer.status(), type == null ? "" : type.toLowerCase(Locale.ROOT), bytes.toByteArray(), broken);
        }
    }

    /** Whether the body has come to its proper end; one that hangs is a time-out. */
    private static boolean readAll(InputStream in, ByteArrayOutputStream bytes) throws IOException {
        byte[] piece = new byte[8192];
        try {
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                bytes.write(piece, 0, read);
            }
            return true;
        } catch (EOFException | SocketException e) {
            return false;
        }
    }

    private static String check(AnswerMutator.Made made, Got got) throws IOException {
        if (got.status() < 200 || got.status() > 299) {
            return error(made, got);
        }
        if (got.status() == 204) {
            return "no content";
        }
        assertThat(made.isProper() && made.errorFirst())
                .as("an error before any content has passed")
                .isFalse();
        if (!made.oddHead() && made.stream()) {
            return events(made, got);
        }
        if (got.broken()) {
            assertThat(made.broken() || made.cut() || made.changed())
                    .as("something was missing at the upstream's end")
                    .isTrue();
            assertThat(startsWith(made.content(), got.body())).as("what came").isTrue();
            return "broken";
        }
        if (got.type().startsWith(SSE) && !exact(made, got)) {
            return events(made, got);
        }
        assertThat(exact(made, got)).as("byte for byte").isTrue();
        return "exact";
    }

    /** JSON, either the upstream's own or our envelope. */
    private static String error(AnswerMutator.Made made, Got got) throws IOException {
        assertThat(got.broken()).isFalse();
        assertThat(got.type()).startsWith(JSON);
        if (exact(made, got)) {
            return "upstream's error";
        }
        JsonNode error = MAPPER.readTree(got.body());
        assertThat(error.path("error").isMissingNode()).isFalse();
        assertThat(error.at("/error/message").asText()).as("no fault of ours").isNotEqualTo(INTERNAL);
        if (made.isProper()) {
            assertThat(got.status()).as("what a proper answer has become").isEqualTo(made.errorFirst() ? 429 : 200);
        }
        return "error";
    }

    /** Whole events as they came, then nothing if that was all and one error frame if not. */
    private static String events(AnswerMutator.Made made, Got got) {
        assertThat(got.broken()).as("a stream is told its end").isFalse();
        byte[] content = made.content();
        int same = samePrefix(content, got.body());
        String passed = new String(got.body(), 0, same, UTF_8);
        String added = new String(got.body(), same, got.body().length - same, UTF_8);
        if (got.text().contains(CUT)) {
            frame(new String(content, ISO_8859_1), new String(got.body(), ISO_8859_1));
            return "error frame";
        }
        assertThat(added).as("what the gateway has added").matches("[\r\n]*");
        assertThat(ENDS.get(made.operation()).matcher(passed).find())
                .as("a clean end is a whole stream's")
                .isTrue();
        return exact(made, got) ? "exact" : "whole without its tail";
    }

    /** One, at the very end, behind nothing but what came; the event it interrupts has got line breaks. */
    private static void frame(String content, String text) {
        assertThat(text).containsOnlyOnce(CUT).endsWith("\n\n");
        int blank = text.lastIndexOf("\n\n", text.indexOf(CUT));
        int carriage = text.lastIndexOf("\r\r", text.indexOf(CUT));
        int returns = text.lastIndexOf("\r\n\r\n", text.indexOf(CUT));
        String before = text.substring(0, Math.max(0, Math.max(blank, Math.max(carriage, returns))));
        assertThat(content).startsWith(before.stripTrailing());
        assertThat(text.indexOf("\n\n", text.indexOf(CUT))).isEqualTo(text.length() - 2);
    }

    private static boolean exact(AnswerMutator.Made made, Got got) {
        return new String(made.content(), ISO_8859_1).equals(new String(got.body(), ISO_8859_1));
    }

    private static boolean startsWith(byte[] whole, byte[] start) {
        return samePrefix(whole, start) == start.length;
    }

    private static int samePrefix(byte[] a, byte[] b) {
        int at = 0;
        while (at < a.length && at < b.length && a[at] == b[at]) {
            at++;
        }
        return at;
    }

    private void count(String outcome) {
        outcomes.computeIfAbsent(outcome, first -> new AtomicInteger()).incrementAndGet();
    }
}
