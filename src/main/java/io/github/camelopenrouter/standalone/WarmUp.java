/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the JVM load and compile what calls need before the first clients come, by calls and streams to a {@link HiddenGateway}:
 * nothing of that is counted, recorded or written. It ends when it has made enough of them, or after {@link #LONGEST}; whatever
 * goes wrong with it, the gateway serves.
 */
final class WarmUp implements AutoCloseable {

    /** Its name in the registry. */
    static final String NAME = "openrouter-warm-up";

    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

    static final Duration LONGEST = Duration.ofSeconds(10);

    private static final int CALLS = 2_000;
    private static final int STREAMS = 400;
    private static final int CALLS_AT_ONCE = 4;
    private static final int STREAMS_AT_ONCE = 20;

    private static final String QUESTION = "{\"model\":\"openrouter/sandbox/fast\",\"stream\":%s,\"messages\":["
            + "{\"role\":\"system\",\"content\":\"You are a helpful assistant.\"},{\"role\":\"user\",\"content\":\"Hello.\"}]}";

    /** Of the time, for calls before the streams; on a slow machine the rest of them follows. */
    private static final Duration FOR_CALLS = Duration.ofSeconds(4);

    private final CountDownLatch over = new CountDownLatch(1);
    private volatile boolean closed;

    /** Whether the JVM is warm, or has tried for long enough. */
    boolean isOver() {
        return over.getCount() == 0;
    }

    /** Begins, on a thread of its own. */
    void begin() {
        Thread thread = new Thread(this::run, NAME);
        thread.setDaemon(true);
        thread.start();
    }

    /** It ends with the call that it makes. */
    @Override
    public void close() {
        closed = true;
    }

    private void run() {
        long begun = System.nanoTime();
        LOG.info("Warming up: ready in {} seconds at most", LONGEST.toSeconds());
        try (HiddenGateway gateway = HiddenGateway.start(NAME)) {
            URI door = gateway.door();
            int calls = ask(door, false, CALLS, CALLS_AT_ONCE, begun + FOR_CALLS.toNanos());
            int streams = ask(door, true, STREAMS, STREAMS_AT_ONCE, begun + LONGEST.toNanos());
            calls += ask(door, false, CALLS - calls, CALLS_AT_ONCE, begun + LONGEST.toNanos());
            if (!closed) {
                long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
                LOG.info("Warmed up by {} calls and {} streams in {} ms", calls, streams, millis);
            }
        } catch (RuntimeException | InterruptedException e) {
            LOG.warn("The gateway serves without being warm, for that has failed: {}", e.toString());
        } finally {
            over.countDown();
        }
    }

    /** @return how many were made until there were enough, or the time was over */
    private int ask(URI door, boolean stream, int enough, int atOnce, long end) throws InterruptedException {
        byte[] question = String.format(QUESTION, stream).getBytes(StandardCharsets.UTF_8);
        AtomicInteger begun = new AtomicInteger();
        AtomicInteger made = new AtomicInteger();
        ExecutorService clients = Executors.newFixedThreadPool(atOnce, task -> {
            Thread thread = new Thread(task, NAME);
            thread.setDaemon(true);
            return thread;
        });
        for (int client = 0; client < atOnce; client++) {
            clients.execute(() -> {
                while (!closed
                        && System.nanoTime() - end < 0
                        && begun.getAndIncrement() < enough
                        && call(door, question)) {
                    made.incrementAndGet();
                }
            });
        }
        clients.shutdown();
        if (!clients.awaitTermination(LONGEST.toMillis(), TimeUnit.MILLISECONDS)) {
            clients.shutdownNow();
        }
        return made.get();
    }

    private static boolean call(URI door, byte[] question) {
        try {
            HttpURLConnection connection = (HttpURLConnection) door.toURL().openConnection();
            connection.setDoOutput(true);
            connection.setReadTimeout((int) LONGEST.toMillis());
            connection.setRequestProperty("Content-Type", "application/json");
            try (OutputStream out = connection.getOutputStream()) {
                out.write(question);
            }
            try (InputStream in = connection.getInputStream()) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            return true;
        } catch (IOException e) {
            LOG.debug("A call to warm up by has failed", e);
            return false;
        }
    }
}
