/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.sandbox.Sandbox;
import io.github.camelopenrouter.testing.BalanceView;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.RawClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many clients at once in front of the sandbox, while a key or a vendor is dead; the shares go to {@code target}. */
@Timeout(180)
class BalanceUnderLoadTest {

    /** Fewer than the breaker needs: whoever has chosen before the first failure is known may fail, too. */
    private static final int CLIENTS = 8;

    private static final int MINIMUM_CALLS = 10;
    private static final String MORTAL = "google/gemini-2.0-flash";

    private static final Path NOTE = Path.of("target", "balance-shares.txt");

    private final Sandbox sandbox = Sandbox.start(0);
    private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicInteger failed = new AtomicInteger();
    private final List<String> served = Collections.synchronizedList(new ArrayList<>());
    private TestGateway gateway;
    private BalanceView balance;

    @AfterEach
    void stop() {
        stopped.set(true);
        clients.shutdownNow();
        gateway.close();
        sandbox.close();
    }

    @Test
    void deadKeyIsSeenByNoClient() throws Exception {
        start("api-key=alive=sk-or-v1-alive,dead=sk-or-v1-bad", "retry.attempts=2");
        List<Future<?>> load = load("sandbox/fast");
        awaitMoreAnswers(1000);
        finish(load);
        note("A dead key beside one that works");
        assertThat(failed).hasValue(0);
        assertThat(balance.isInCooldown("key dead")).isTrue();
        assertThat(balance.share("key alive")).isGreaterThan(90);
    }

    /** With retries no client sees a failure, without them each failure of the vendor is a client's. */
    @ParameterizedTest
    @ValueSource(ints = {2, 0})
    void vendorThatDiesAndComesBackIsSeenByHardlyAnyClient(int retries) throws Exception {
        start(
                "model-aliases=fast>openai/gpt-4o-mini|" + MORTAL,
                "retry.attempts=" + retries,
                "retry.delay=1ms",
                "balance.half-life=5s",
                "circuit-breaker.enabled=true",
                "circuit-breaker.minimum-calls=" + MINIMUM_CALLS,
                "circuit-breaker.wait=2s");
        List<Future<?>> load = load("fast");
        awaitMoreAnswers(300);
        note("Retries " + retries + ", both up");
        assertThat(shareOfLast(200)).isBetween(0.25, 0.75);
        sandbox.outage("google", true);
        awaitMoreAnswers(250);
        note("Retries " + retries + ", google down");
        assertThat(shareOfLast(200)).isLessThan(0.05);
        sandbox.outage("google", false);
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> shareOfLast(200) > 0.25);
        note("Retries " + retries + ", google back");
        finish(load);
        assertThat(failed.get()).isLessThanOrEqualTo(retries > 0 ? 0 : MINIMUM_CALLS);
    }

    /** Of the latest calls that were answered, those that the mortal model has served, from 0 to 1. */
    private double shareOfLast(int calls) {
        List<String> latest;
        synchronized (served) {
            latest = List.copyOf(served.subList(served.size() - calls, served.size()));
        }
        return (double) latest.stream().filter(MORTAL::equals).count() / calls;
    }

    private void start(String... settings) {
        gateway = TestGateway.start(sandbox.baseUrl(), settings);
        balance = new BalanceView(gateway.context());
    }

    private List<Future<?>> load(String model) {
        String body = Door.CHAT
                .plain()
                .replace("{\"model\":\"openai/gpt-4o\"", "{\"max_tokens\":3,\"model\":\"" + model + "\"");
        List<Future<?>> running = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
            running.add(clients.submit(() -> {
                while (!stopped.get()) {
                    call(body);
                }
                return null;
            }));
        }
        return running;
    }

    private void call(String body) throws IOException {
        try (RawClient client = RawClient.connect(gateway.port()).post(Door.CHAT.path(), body)) {
            RawClient.Answer answer = client.answer();
            answer.text();
            if (answer.status() != 200) {
                failed.incrementAndGet();
            }
            served.add(String.valueOf(answer.header("x-openrouter-model")));
        }
    }

    private void awaitMoreAnswers(int calls) {
        int goal = served.size() + calls;
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> served.size() >= goal);
    }

    private void finish(List<Future<?>> load) throws Exception {
        stopped.set(true);
        for (Future<?> client : load) {
            client.get();
        }
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(balance::isIdle);
    }

    private void note(String when) throws IOException {
        String line = String.format(
                Locale.ROOT, "%s: %d answers, %d failed, %s", when, served.size(), failed.get(), balance.members());
        Files.writeString(NOTE, line + System.lineSeparator(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
