/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.door;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.RawClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the upstream sends is what the client gets, byte for byte, however it is cut. */
class ByteFidelityTest extends HttpTest {

    private static final int MEBI = 1024 * 1024;

    /** Comments, CRLF and LF, data over many lines, an id, a retry, no space after the colon, CJK, emoji, a BOM. */
    private static final String STREAM = "\uFEFF: OPENROUTER PROCESSING\n\n"
            + "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"你好，世界\"}}]}\n\n"
            + ": keep-alive\r\n\r\n"
            + "id: 7\r\nretry: 100\r\ndata: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"👩‍👩‍👧‍👦 🇩🇪\"}}]}\r\n\r\n"
            + "event: x\ndata: {\"choices\":\ndata:[]}\n\n"
            + "data:{\"n\":1.0,\"big\":9007199254740993,\"e\":1E400,\"esc\":\"\\u00e9\\/\"}\n\n"
            + "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"
            + "data: {\"type\":\"response.completed\"}\n\n"
            + "data: [DONE]\n\n";

    @ParameterizedTest
    @MethodSource("io.github.camelopenrouter.testing.Door#streams")
    void streamInSingleBytesComesOutTheSame(Door door) throws Exception {
        byte[] bytes = STREAM.getBytes(UTF_8);
        upstream.script(call -> {
            call.head(200, SSE);
            for (byte one : bytes) {
                call.send(new byte[] {one});
            }
            call.end();
        });
        assertThat(bytesOf(door)).isEqualTo(bytes);
    }

    /** Cuts fall inside characters, inside {@code data:}, inside the blank line. */
    @Test
    void streamInRandomPiecesComesOutTheSame() throws Exception {
        byte[] bytes = STREAM.repeat(5).getBytes(UTF_8);
        Random random = new Random(20_261_123);
        for (int round = 0; round < 60; round++) {
            int longest = 1 + random.nextInt(200);
            upstream.script(call -> {
                call.head(200, SSE);
                for (int at = 0; at < bytes.length; ) {
                    int end = Math.min(bytes.length, at + 1 + random.nextInt(longest));
                    call.send(Arrays.copyOfRange(bytes, at, end));
                    at = end;
                }
                call.end();
            });
            assertThat(bytesOf(Door.CHAT)).as("round %d", round).isEqualTo(bytes);
        }
    }

    @ParameterizedTest
    @EnumSource
    void plainAnswerComesOutTheSame(Door door) throws Exception {
        String answer =
                "{ \"choices\" : [ ], \"data\":[],\"unknown\":{\"n\":1.50,\"big\":9007199254740993},\n\"t\":\"é😀\\u00e9\"}\n";
        upstream.script(call -> call.answer(200, JSON, answer));
        try (RawClient client = client().post(door.path(), door.plain())) {
            assertThat(client.answer().text()).isEqualTo(answer);
        }
    }

    /** No line is too long: twice as much as the largest generated image. */
    @Test
    void dataLineOfFortyMegabytesPassesWhole() throws Exception {
        byte[] piece = pattern();
        MessageDigest sent = MessageDigest.getInstance("SHA-256");
        upstream.script(call -> {
            call.head(200, SSE).send("data: ");
            for (int n = 0; n < 40; n++) {
                call.send(piece);
            }
            call.send("\n\n").send(DONE).end();
        });
        sent.update("data: ".getBytes(UTF_8));
        for (int n = 0; n < 40; n++) {
            sent.update(piece);
        }
        sent.update(("\n\n" + DONE).getBytes(UTF_8));
        try (RawClient client = client().post(Door.CHAT.path(), Door.CHAT.streaming())) {
            assertThat(sha256(client.answer().body())).isEqualTo(hex(sent));
        }
    }

    @Test
    void answerThatIsGzipAllTheSamePassesAsItIs() throws Exception {
        byte[] zipped = gzip("{\"choices\":[]}");
        upstream.script(call ->
                call.head(200, JSON, "Content-Encoding: gzip").send(zipped).end());
        try (RawClient client = client().post(Door.CHAT.path(), Door.CHAT.plain())) {
            RawClient.Answer answer = client.answer();
            assertThat(answer.header("content-encoding")).isEqualTo("gzip");
            assertThat(answer.body().readAllBytes()).isEqualTo(zipped);
        }
        assertThat(upstream.awaitCall().headers().get("Accept-Encoding")).isEqualTo("identity");
    }

    private byte[] bytesOf(Door door) throws IOException {
        try (RawClient client = client().post(door.path(), door.streaming())) {
            return client.answer().body().readAllBytes();
        }
    }

    private static byte[] pattern() {
        byte[] piece = new byte[MEBI];
        Random random = new Random(40);
        for (int n = 0; n < piece.length; n++) {
            piece[n] = (byte) ('a' + random.nextInt(26));
        }
        return piece;
    }

    private static String sha256(InputStream in) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] buffer = new byte[64 * 1024];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            digest.update(buffer, 0, read);
        }
        return hex(digest);
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }
}
