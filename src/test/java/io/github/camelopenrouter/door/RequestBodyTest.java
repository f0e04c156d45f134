/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.RawClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Large requests get in, larger ones are told so. The limit is the default, 20 MB. */
class RequestBodyTest extends HttpTest {

    private static final int MEBI = 1024 * 1024;
    private static final int LARGE = 19_000_000;
    private static final int TOO_LARGE = 30_000_000;
    private static final String SAME = "{\"same\":true}";
    private static final String BEGINNING = "{\"model\":\"openai/gpt-4o\",\"messages\":[{\"content\":\"";
    private static final String END = "\"}]}";

    @Test
    void bodyOfNineteenMegabytesArrivesWhole() throws Exception {
        String body = request(LARGE);
        answerSame(body);
        try (RawClient client = client().post(Door.CHAT.path(), body)) {
            assertThat(client.answer().text()).isEqualTo(SAME);
        }
    }

    @Test
    void bodyOfNineteenMegabytesInChunksArrivesWhole() throws Exception {
        String body = request(LARGE);
        answerSame(body);
        byte[] bytes = body.getBytes(StandardCharsets.US_ASCII);
        try (RawClient client = client().chunkedHead(Door.CHAT.path())) {
            for (int at = 0; at < bytes.length; at += 100_000) {
                client.chunk(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + 100_000)));
            }
            client.send("0\r\n\r\n");
            assertThat(client.answer().text()).isEqualTo(SAME);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "MESSAGES"})
    void clientSeesThatItsBodyIsTooLargeWhileItIsStillSending(Door door) throws Exception {
        try (RawClient client = client().head("POST", door.path(), TOO_LARGE)) {
            client.send(new byte[1000]);
            assertTooLarge(door, client.answer());
            client.send(new byte[TOO_LARGE - 1000]);
            assertThat(client.awaitClose()).isTrue();
        }
        assertThat(upstream.callCount()).isZero();
    }

    @Test
    void clientThatSendsAllOfATooLargeBodyFirstSeesTheAnswerToo() throws Exception {
        try (RawClient client = client().post(Door.CHAT.path(), new byte[TOO_LARGE])) {
            assertTooLarge(Door.CHAT, client.answer());
            assertThat(client.awaitClose()).isTrue();
        }
    }

    /** Without a length the limit is found while reading. */
    @ParameterizedTest
    @EnumSource(names = {"CHAT", "MESSAGES"})
    void clientSeesThatItsChunkedBodyIsTooLarge(Door door) throws Exception {
        byte[] chunk = new byte[100_000];
        try (RawClient client = client().chunkedHead(door.path())) {
            for (int sent = 0; sent < TOO_LARGE; sent += chunk.length) {
                client.chunk(chunk);
            }
            client.send("0\r\n\r\n");
            assertTooLarge(door, client.answer());
            assertThat(client.awaitClose()).isTrue();
        }
        assertThat(upstream.callCount()).isZero();
    }

    /** Whoever sends for ever is cut off. */
    @Test
    void bodyWithoutEndIsCutOff() throws Exception {
        byte[] chunk = new byte[MEBI];
        try (RawClient client = client().chunkedHead(Door.CHAT.path())) {
            boolean cut = false;
            for (int sent = 0; sent < 400 && !cut; sent++) {
                cut = !sends(client, chunk);
            }
            assertThat(cut).isTrue();
        }
    }

    /** What counts is the size behind the compression. */
    @Test
    void gzipBombIsTooLarge() throws Exception {
        byte[] bomb = gzip(new byte[200 * MEBI]);
        assertThat(bomb.length).isLessThan(MEBI);
        try (RawClient client = client().post(Door.CHAT.path(), bomb, "Content-Encoding: gzip")) {
            assertTooLarge(Door.CHAT, client.answer());
        }
        assertThat(upstream.callCount()).isZero();
    }

    @Test
    void gzipBodyWithinTheLimitArrivesPlain() throws Exception {
        String body = request(1000);
        answerSame(body);
        byte[] zipped = gzip(body.getBytes(StandardCharsets.US_ASCII));
        try (RawClient client = client().post(Door.CHAT.path(), zipped, "Content-Encoding: gzip")) {
            assertThat(client.answer().text()).isEqualTo(SAME);
        }
    }

    @Test
    void clientThatAsksFirstMayContinue() throws Exception {
        String body = request(100_000);
        answerSame(body);
        try (RawClient client = client().head("POST", Door.CHAT.path(), body.length(), "Expect: 100-continue")) {
            assertThat(client.answer().status()).isEqualTo(100);
            client.send(body);
            assertThat(client.answer().text()).isEqualTo(SAME);
        }
    }

    @Test
    void clientThatAsksFirstIsToldThatItsBodyWouldBeTooLarge() throws Exception {
        try (RawClient client = client().head("POST", Door.CHAT.path(), TOO_LARGE, "Expect: 100-continue")) {
            assertTooLarge(Door.CHAT, client.answer());
        }
    }

    @Test
    void smallStreamIsNotHeldUpByALargeUpload() throws Exception {
        byte[] body = request(LARGE).getBytes(StandardCharsets.US_ASCII);
        upstream.script(call -> call.answer(200, SSE, DONE));
        try (RawClient large = client().head("POST", Door.CHAT.path(), body.length);
                RawClient small = client()) {
            large.send(Arrays.copyOf(body, LARGE / 2));
            small.post(Door.CHAT.path(), Door.CHAT.streaming());
            assertThat(small.answer().text()).isEqualTo(DONE);
            large.send(Arrays.copyOfRange(body, LARGE / 2, LARGE));
            assertThat(large.answer().text()).isEqualTo(DONE);
        }
    }

    /** A client that leaves within its upload leaves nothing behind. */
    @Test
    void clientThatLeavesWithinItsUploadCallsNobody() throws Exception {
        for (int n = 0; n < 50; n++) {
            client().head("POST", Door.CHAT.path(), 1000).send("{").hangUp();
        }
        upstream.script(call -> call.answer(200, JSON, SAME));
        try (RawClient client = client().post(Door.CHAT.path(), Door.CHAT.plain())) {
            assertThat(client.answer().text()).isEqualTo(SAME);
        }
        assertThat(upstream.callCount()).isEqualTo(1);
    }

    private void answerSame(String body) {
        upstream.script(call -> call.answer(200, JSON, call.text().equals(body) ? SAME : "{}"));
    }

    private static void assertTooLarge(Door door, RawClient.Answer answer) throws IOException {
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.header("content-type")).isEqualTo(JSON);
        String start = door == Door.MESSAGES
                ? "{\"type\":\"error\",\"error\":{\"type\":\"request_too_large\",\"message\":\""
                : "{\"error\":{\"message\":\"";
        assertThat(answer.text()).startsWith(start).contains("openrouter.max-request-bytes");
    }

    private static boolean sends(RawClient client, byte[] chunk) {
        try {
            client.chunk(chunk);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static String request(int length) {
        return BEGINNING + "x".repeat(length - BEGINNING.length() - END.length()) + END;
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(plain);
        }
        return bytes.toByteArray();
    }
}
