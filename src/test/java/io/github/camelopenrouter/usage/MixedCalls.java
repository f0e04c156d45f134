/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.RawClient;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Calls of all operations and entries at once: whole, left, failing, breaking off, billed though they failed. */
final class MixedCalls {

    private static final int CLIENTS = 16;
    private static final String SAME_ID = "x-request-id: the-same-for-many";

    private static final List<String> PATHS =
            List.of("/v1/chat/completions", "/mine/kamelet", "/mine/direct", "/openai/v1/chat/completions");

    /** In their proportions; the sandbox's page says what each does. */
    private static final List<String> MODELS = List.of(
            "sandbox/fast",
            "sandbox/fast",
            "sandbox/fast",
            "sandbox/fast",
            "sandbox/tiny-cost",
            "sandbox/tiny-cost",
            "sandbox/byok",
            "sandbox/cached",
            "sandbox/no-usage",
            "sandbox/runs-on",
            "sandbox/billed-status-502",
            "sandbox/billed-error-in-200",
            "sandbox/billed-error-mid-stream",
            "sandbox/truncated",
            "sandbox/reset-mid-stream",
            "sandbox/reset-before",
            "sandbox/error-first-event",
            "sandbox/status-429",
            "sandbox/status-500",
            "openai/gpt-4o-mini",
            "google/gemini-2.5-flash",
            "pair");

    private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger broken = new AtomicInteger();
    private final int wanted;
    private int port;

    /** @param wanted how many */
    MixedCalls(int wanted) {
        this.wanted = wanted;
    }

    /** From now on the gateway is at this port. */
    synchronized void at(int now) {
        port = now;
        notifyAll();
    }

    /** There is no gateway for now; those whose calls it had wait for another. */
    synchronized void nowhere() {
        port = 0;
    }

    private synchronized int awaitPort() throws InterruptedException {
        while (port == 0) {
            wait();
        }
        return port;
    }

    void start() {
        for (int client = 0; client < CLIENTS; client++) {
            Random random = new Random(client);
            clients.execute(() -> make(random));
        }
        clients.shutdown();
    }

    int made() {
        return made.get();
    }

    boolean awaitEnd() throws InterruptedException {
        return clients.awaitTermination(20, TimeUnit.MINUTES);
    }

    private void make(Random random) {
        while (made.get() < wanted) {
            try (RawClient client = RawClient.connect(awaitPort())) {
                made.incrementAndGet();
                one(random, client);
            } catch (IOException e) {
                broken.incrementAndGet(); // killed, or an answer that was meant to break off
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static void one(Random random, RawClient client) throws IOException {
        boolean stream = random.nextBoolean();
        if (random.nextInt(10) == 0) {
            client.post(
                    "/v1/rerank",
                    "{\"model\":\"cohere/rerank-v3.5\",\"query\":\"a\",\"documents\":[\"b\",\"c\"]}",
                    SAME_ID);
        } else if (random.nextInt(4) == 0) {
            Door door = Door.values()[random.nextInt(Door.values().length)];
            client.post(door.path(), stream && door != Door.EMBEDDINGS ? door.streaming() : door.plain(), SAME_ID);
        } else {
            String path = PATHS.get(random.nextInt(PATHS.size()));
            String model = MODELS.get(random.nextInt(MODELS.size()));
            client.post(
                    path,
                    "{\"model\":\"" + model + "\",\"stream\":" + stream
                            + ",\"messages\":[{\"role\":\"user\",\"content\":\"canary-prompt\"}]}",
                    SAME_ID);
        }
        leaveOrRead(random.nextInt(20), client);
    }

    private static void leaveOrRead(int way, RawClient client) throws IOException {
        if (way == 0) {
            client.hangUp();
        } else if (way <= 2) {
            client.answer().body().read();
            client.hangUp();
        } else {
            client.answer().text();
        }
    }
}
