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
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** The slower end sets the pace, and what it has not taken yet does not pile up in the gateway. */
class BackPressureTest extends HttpTest {

    private static final int MEBI = 1024 * 1024;
    private static final int PIECES = 128;
    /** What the kernel's buffers of two connections can grow to, and our own 128 KB. */
    private static final long MOST_UNDER_WAY = 32L * MEBI;

    @Test
    void clientThatReadsNothingHoldsTheUpstreamBackAndGetsTheRightBytesLater() throws Exception {
        byte[] piece = event(MEBI);
        AtomicLong written = new AtomicLong();
        upstream.script(call -> {
            call.head(200, SSE);
            for (int n = 0; n < PIECES; n++) {
                call.send(piece);
                written.addAndGet(piece.length);
            }
            call.send(DONE).end();
        });
        long before = usedHeap();
        try (RawClient client = RawClient.withReceiveBuffer(64 * 1024, gateway.port())) {
            client.post(Door.CHAT.path(), Door.CHAT.streaming());
            awaitStandstill(written);
            assertThat(written.get()).isBetween(1L, MOST_UNDER_WAY);
            await(20).until(() -> usedHeap() - before < 8L * MEBI);
            assertThat(crc(client.answer().body())).isEqualTo(crcOf(piece));
        }
    }

    /** A client that does not read delays nobody else. */
    @Test
    void clientThatReadsNothingDelaysNoOther() throws Exception {
        byte[] piece = event(MEBI);
        AtomicLong written = new AtomicLong();
        upstream.script(call -> {
            if (!call.text().contains("idler")) {
                call.answer(200, JSON, "{\"choices\":[]}");
                return;
            }
            call.head(200, SSE);
            for (int n = 0; n < PIECES; n++) {
                call.send(piece);
                written.addAndGet(piece.length);
            }
        });
        try (RawClient idler = RawClient.withReceiveBuffer(64 * 1024, gateway.port());
                RawClient other = client()) {
            idler.post(Door.CHAT.path(), Door.CHAT.streaming().replace("Hi", "idler"));
            awaitStandstill(written);
            for (int n = 0; n < 20; n++) {
                other.post(Door.CHAT.path(), Door.CHAT.plain());
                assertThat(other.answer().text()).isEqualTo("{\"choices\":[]}");
            }
        }
        await(5).until(() -> upstream.activeCalls() == 0);
    }

    /** A client that leaves while it is not reading is noticed all the same. */
    @Test
    void clientThatReadsNothingAndLeavesClosesTheUpstream() throws Exception {
        byte[] piece = event(MEBI);
        AtomicLong written = new AtomicLong();
        upstream.script(call -> {
            call.head(200, SSE);
            for (int n = 0; n < PIECES; n++) {
                call.send(piece);
                written.addAndGet(piece.length);
            }
        });
        try (RawClient client = RawClient.withReceiveBuffer(64 * 1024, gateway.port())) {
            client.post(Door.CHAT.path(), Door.CHAT.streaming());
            awaitStandstill(written);
        }
        await(5).until(() -> upstream.activeCalls() == 0);
        assertThat(written.get()).isLessThan((long) PIECES * piece.length);
    }

    @Test
    void uploadToAnUpstreamThatReadsSlowlyArrivesWhole() throws Exception {
        String text = letters(15 * MEBI);
        String body = Door.CHAT.plain().replace("Hi", text);
        CountDownLatch gate = new CountDownLatch(1);
        upstream.readBodiesAfter(gate);
        upstream.script(call -> call.answer(200, JSON, call.text().equals(body) ? "{\"same\":true}" : "{}"));
        try (RawClient client = client().post(Door.CHAT.path(), body)) {
            await(20).until(() -> upstream.openConnections() > 0);
            gate.countDown();
            assertThat(client.answer().text()).isEqualTo("{\"same\":true}");
        }
    }

    /** Nothing more is written for a while after something was: the writer is blocked. */
    private static void awaitStandstill(AtomicLong written) {
        AtomicLong last = new AtomicLong(-1);
        await(30).pollInterval(Duration.ofMillis(500)).until(() -> {
            long now = written.get();
            return now > 0 && last.getAndSet(now) == now;
        });
    }

    private static long usedHeap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static byte[] event(int length) {
        return ("data: " + letters(length) + "\n\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static String letters(int length) {
        StringBuilder letters = new StringBuilder(length);
        Random random = new Random(18);
        for (int n = 0; n < length; n++) {
            letters.append((char) ('a' + random.nextInt(26)));
        }
        return letters.toString();
    }

    private static long crcOf(byte[] piece) {
        CRC32 crc = new CRC32();
        for (int n = 0; n < PIECES; n++) {
            crc.update(piece);
        }
        crc.update(DONE.getBytes(StandardCharsets.US_ASCII));
        return crc.getValue();
    }

    private static long crc(InputStream in) throws Exception {
        CRC32 crc = new CRC32();
        byte[] buffer = new byte[64 * 1024];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            crc.update(buffer, 0, read);
        }
        return crc.getValue();
    }
}
