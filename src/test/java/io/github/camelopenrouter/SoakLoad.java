/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/** Many {@link SoakClient}s at once, each with a short rest between two requests. */
final class SoakLoad implements AutoCloseable {

    /** No answer of the sandbox's takes a third of it, and nothing on the wire is silent for so long. */
    static final Duration LONGEST_REQUEST = Duration.ofSeconds(30);

    private static final long REST_MILLIS = 400;

    private final List<SoakClient> clients = new ArrayList<>();
    private final ScheduledExecutorService threads;
    private final AtomicLongArray outcomes = new AtomicLongArray(SoakClient.Outcome.values().length);
    private final Queue<String> troubles = new ConcurrentLinkedQueue<>();

    SoakLoad(int port, int number) {
        threads = Executors.newScheduledThreadPool(number);
        for (int n = 0; n < number; n++) {
            SoakClient client = new SoakClient(port, n);
            clients.add(client);
            long begin = n * REST_MILLIS / number;
            threads.scheduleWithFixedDelay(() -> request(client), begin, REST_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    long count(SoakClient.Outcome outcome) {
        return outcomes.get(outcome.ordinal());
    }

    /** What should not have happened: good requests without a good answer, and requests without an end. */
    List<String> troubles() {
        return List.copyOf(troubles);
    }

    /** Lets running requests end, and says whether they did. */
    boolean finish() throws InterruptedException {
        threads.shutdown();
        return threads.awaitTermination(2 * LONGEST_REQUEST.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public void close() throws IOException {
        threads.shutdownNow();
        for (SoakClient client : clients) {
            client.close();
        }
    }

    private void request(SoakClient client) {
        long begin = System.nanoTime();
        try {
            outcomes.incrementAndGet(client.request().ordinal());
        } catch (IOException | RuntimeException e) {
            troubles.add(e.toString());
            leaveQuietly(client);
        }
        Duration taken = Duration.ofNanos(System.nanoTime() - begin);
        if (taken.compareTo(LONGEST_REQUEST) > 0) {
            troubles.add("A request took " + taken);
        }
    }

    private static void leaveQuietly(SoakClient client) {
        try {
            client.close();
        } catch (IOException e) {
            // there is nothing left to close
        }
    }
}
