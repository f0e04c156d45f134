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
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.testing.Announcements;
import io.github.camelopenrouter.testing.BodyMutation;
import io.github.camelopenrouter.testing.RecordedStreams;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Makes one upstream answer from one seed: a recorded one, then damaged in its bytes, its head, its framing and its end. */
final class AnswerMutator {

    private static final String PLAIN = "{\"id\":\"gen-1\",\"object\":\"x\",\"created\":1,\"model\":\"openai/gpt-4o\","
            + "\"choices\":[{\"index\":0,\"message\":{\"content\":\"Hi \\u00e9 \uD83D\uDC4B\"},\"finish_reason\":\"stop\"}],"
            + "\"output\":[{\"id\":\"m\"}],\"data\":[{\"embedding\":[0.1]}],\"content\":[{\"type\":\"text\"}],"
            + "\"usage\":{\"cost\":1.4e-7}}";

    private static final String[] SCRAPS = {
        "\n",
        "\n\n",
        "\r\n\r\n",
        "\r",
        "data: ",
        "data:",
        ": comment\n\n",
        "event: error\n",
        "data: {\"error\":{\"code\":429,\"message\":\"slow\"}}\n\n",
        "data: [DONE]\n\n",
        "data: not json\n\n",
        "data: {\"choices\":[{\"delta\":{\"content\":\"\"}}],\"error\":{\"code\":429}}\n\n",
        "data: {\"type\":\"response.failed\",\"response\":{\"error\":null}}\n\n",
        "data: {\"type\":\"ping\"}\n\n",
        "id: 1\nretry: 5\n",
        "\u0000",
        "\uFEFF",
        "}",
        "{",
        "\"",
        "\\"
    };

    private static final String[] STATUS_LINES = {
        "HTTP/1.1 201 Created",
        "HTTP/1.1 202 Accepted",
        "HTTP/1.1 204 No Content",
        "HTTP/1.1 301 Moved\r\nLocation: http://127.0.0.1:1/",
        "HTTP/1.1 400 Bad",
        "HTTP/1.1 401 No",
        "HTTP/1.1 404 Not Found",
        "HTTP/1.1 429 Slow\r\nRetry-After: 1",
        "HTTP/1.1 500 Oops",
        "HTTP/1.1 503 Busy\r\nRetry-After: never",
        "HTTP/1.1 999 What",
        "HTTP/1.1 100 Continue",
        "HTTP/1.1 101 Switching",
        "HTTP/1.1 42",
        "HTTP/1.1 -1 x",
        "HTTP/1.1",
        "HTTP/1.0 200 OK",
        "HTTP/7.3 200 OK",
        "ICY 200 OK",
        "garbage",
        "\u0000\u0001\u0002",
        ""
    };

    private static final String[] TYPES = {
        "text/event-stream", "application/json", "Text/Event-Stream; charset=utf-8", "text/html", "", ";;", "a/b"
    };

    private static final String[] ODD_HEADERS = {
        "Set-Cookie: a=b",
        "CamelHttpResponseCode: 201",
        "X-Generation-Id: gen-1",
        "X-Generation-Id: a\r\n folded",
        "Content-Encoding: gzip",
        "Content-Encoding: identity",
        "Connection: close",
        "Connection: x-generation-id",
        "Trailer: x",
        "X-Odd: \u0001\u00ff",
        "x-openrouter-odd: \u0001\u00ff",
        "x-openrouter-cut: a\u000bb",
        "no colon",
        ": no name",
        "Content-Type: text/plain",
        "Content-Range: bytes 0-1/5"
    };

    /** How an error comes that has the status 429. */
    private static final String[] ERRORS = {
        "data: {\"error\":{\"code\":429,\"message\":\"slow\"}}\n\n",
        "data: {\"choices\":[],\"error\":{\"code\":\"429\"}}\n\n",
        "data: {\"choices\":[{\"delta\":{\"content\":\"\"},\"text\":\"\",\"error\":{\"code\":429}}]}\n\n",
        "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\"}}\n\n",
        "data: {\"type\":\"error\",\"code\":\"rate_limit_exceeded\",\"message\":\"slow\"}\n\n",
        "data: {\"code\":429}\nevent: error\n\n"
    };

    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(US_ASCII);

    private enum Framing {
        LENGTH,
        CHUNKS,
        CLOSE,
        LENGTH_TOO_LONG,
        LENGTH_TOO_SHORT,
        CHUNKS_WITHOUT_END,
        BROKEN_CHUNK,
        ODD_LENGTH
    }

    private final Random random;
    private final Operation operation;
    private final boolean stream;
    private final StringBuilder head = new StringBuilder();
    private Framing framing;
    private byte[] content;
    private boolean changed;
    private boolean cut;
    private boolean oddHead;
    private boolean reset;
    private boolean kept;
    private boolean errorFirst;

    private AnswerMutator(long seed) {
        random = BodyMutation.random(seed);
        Operation[] operations = {
            Operation.CHAT_COMPLETIONS, Operation.COMPLETIONS, Operation.RESPONSES, Operation.MESSAGES
        };
        operation = operations[random.nextInt(operations.length)];
        stream = random.nextInt(3) > 0;
        content = (stream ? announcements() + begun() : PLAIN).getBytes(UTF_8);
    }

    /** Some of those that there are, in any order. */
    private String announcements() {
        List<String> all = Announcements.of(operation);
        StringBuilder some = new StringBuilder();
        for (int n = random.nextInt(4); n > 0; n--) {
            some.append(all.get(random.nextInt(all.size())));
        }
        return some.toString();
    }

    private String begun() {
        errorFirst = random.nextInt(8) == 0;
        String error = errorFirst ? ERRORS[random.nextInt(ERRORS.length)] : "";
        return error + RecordedStreams.of(operation);
    }

    /**
     * An answer, ready to be played.
     *
     * @param content what the framing delivers at most
     * @param changed whether its bytes were, other than by being cut
     * @param cut whether its end is missing in a way that the framing may hide
     * @param broken whether the framing shows that the end is missing
     * @param oddHead whether status, type or headers are not as they should be
     * @param errorFirst whether an error with the status 429 stands before any content
     */
    record Made(
            Operation operation,
            boolean stream,
            byte[] wire,
            byte[] content,
            boolean changed,
            boolean cut,
            boolean broken,
            boolean oddHead,
            boolean reset,
            boolean kept,
            boolean errorFirst,
            int pieces) {

        /** Whether it arrives as it was meant. */
        boolean isProper() {
            return !oddHead && !changed && !cut && !broken;
        }

        /** Sends it in pieces and ends the connection as it should be ended. */
        void play(ScriptedUpstream.Call call) throws IOException {
            int size = Math.max(1, wire.length / pieces);
            for (int at = 0; at < wire.length; at += size) {
                call.raw(Arrays.copyOfRange(wire, at, Math.min(wire.length, at + size)));
            }
            if (reset) {
                call.reset();
            } else if (kept) {
                call.end();
            }
        }

        @Override
        public String toString() {
            String text = new String(wire, ISO_8859_1);
            return operation + (stream ? " stream" : "") + (reset ? " reset" : "") + (kept ? " kept" : "") + "\n"
                    + (text.length() > 4000 ? text.substring(0, 4000) + "… " + text.length() : text);
        }
    }

    static Made make(long seed) {
        return new AnswerMutator(seed).make();
    }

    private Made make() {
        reset = random.nextInt(6) == 0;
        damage();
        head();
        framing = Framing.values()[random.nextInt(4) > 0 ? random.nextInt(3) : random.nextInt(8)];
        kept = framing == Framing.CHUNKS && !reset && !oddHead;
        byte[] wire = framed();
        boolean broken = reset || framing == Framing.LENGTH_TOO_LONG || framing.ordinal() > 4;
        int pieces = 1 << random.nextInt(8);
        return new Made(
                operation, stream, wire, content, changed, cut, broken, oddHead, reset, kept, errorFirst, pieces);
    }

    private void damage() {
        if (random.nextInt(4) == 0) {
            content = Arrays.copyOf(content, random.nextInt(content.length));
            cut = true;
        }
        for (int n = random.nextInt(5) - 2; n > 0 && content.length > 0; n--) {
            content = BodyMutation.any(random, content, SCRAPS);
            changed = true;
        }
    }

    private void head() {
        String statusLine = random.nextInt(8) == 0 ? odd(STATUS_LINES) : "HTTP/1.1 200 OK";
        String type = random.nextInt(8) == 0 ? odd(TYPES) : stream ? "text/event-stream" : "application/json";
        head.append(statusLine).append("\r\nContent-Type: ").append(type).append("\r\n");
        if (random.nextInt(6) == 0) {
            head.append(odd(ODD_HEADERS)).append("\r\n");
        }
        if (random.nextInt(60) == 0) {
            oddHead = true;
            head.append("X-Long: ").append("a".repeat(random.nextInt(200_000))).append("\r\n");
        }
    }

    private String odd(String... choice) {
        oddHead = true;
        return choice[random.nextInt(choice.length)];
    }

    /** A connection that is going to be closed says so: nobody may send the next call into it. */
    private byte[] framed() {
        if (!kept) {
            head.append("Connection: close\r\n");
        }
        byte[] body = content;
        switch (framing) {
            case LENGTH -> length(Integer.toString(content.length));
            case LENGTH_TOO_LONG -> length(Integer.toString(content.length + 1 + random.nextInt(50)));
            case ODD_LENGTH -> length(random.nextBoolean() ? "-5" : "1, 2");
            case LENGTH_TOO_SHORT -> {
                content = Arrays.copyOf(content, random.nextInt(content.length + 1));
                cut |= content.length < body.length;
                length(Integer.toString(content.length));
            }
            case CHUNKS -> body = kept ? chunked() : BodyMutation.join(chunked(), LAST_CHUNK);
            case CHUNKS_WITHOUT_END -> body = chunked();
            case BROKEN_CHUNK -> body = BodyMutation.join(chunked(), "zz\r\nnothing".getBytes(US_ASCII));
            default -> cut |= reset;
        }
        return BodyMutation.join(head.append("\r\n").toString().getBytes(ISO_8859_1), body);
    }

    private byte[] chunked() {
        head.append("Transfer-Encoding: chunked\r\n");
        return BodyMutation.openChunks(random, content);
    }

    private void length(String value) {
        head.append("Content-Length: ").append(value).append("\r\n");
    }
}
