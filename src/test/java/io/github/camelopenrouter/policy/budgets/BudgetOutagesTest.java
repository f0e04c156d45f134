/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.budgets;

import static io.github.camelopenrouter.policy.budgets.DollarAndCents.amount;
import static io.github.camelopenrouter.policy.budgets.DollarAndCents.body;
import static io.github.camelopenrouter.policy.budgets.DollarAndCents.call;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelopenrouter.policy.budgets.DollarAndCents.Processes;
import io.github.camelopenrouter.store.Postgres;
import io.github.camelopenrouter.testing.GatewayProcess;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.OneRequest.Answer;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two gateways share a dollar; one of them stands still for a minute and a half, or their PostgreSQL is away for half of one. */
@Timeout(420)
class BudgetOutagesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Duration STILL = Duration.ofSeconds(90);
    private static final Duration AWAY = Duration.ofSeconds(30);
    private static final int STREAMS = 10;

    @TempDir
    private Path home;

    private final DollarAndCents money = new DollarAndCents();
    private final CountDownLatch end = new CountDownLatch(1);

    /** How many streams have begun to arrive: their gateway knows by then how OpenRouter calls them. */
    private final AtomicInteger flowing = new AtomicInteger();

    /** What it held is pending for the others meanwhile, and settled once when it is back. */
    @Test
    void aGatewayThatStandsStillSettlesItsCallsOnceWhenItGoesOn() throws Exception {
        money.streamsUntil(call -> !end.await(10, TimeUnit.MINUTES));
        String store = Postgres.newDatabase();
        ExecutorService clients = Executors.newFixedThreadPool(STREAMS);
        try (ScriptedUpstream upstream = ScriptedUpstream.start(money::answer);
                Processes both = Processes.sharing(store, home, upstream)) {
            int[] ports = both.ports();
            GatewayProcess still = both.list().get(0);
            GatewayProcess other = both.list().get(1);
            List<Future<String>> streams = streams(clients, ports[0]);
            await().atMost(PATIENCE).until(() -> flowing.get() == STREAMS);
            assertBooked(other, "0", "0", "0.30");

            signal(still, "STOP");
            long stopped = System.nanoTime();
            end.countDown();
            await().atMost(PATIENCE).untilAsserted(() -> assertBooked(other, "0", "0.30", "0"));
            assertThat(passing(ports[1], 80)).isEqualTo(70);
            await().atMost(PATIENCE).until(() -> System.nanoTime() - stopped > STILL.toNanos());

            signal(still, "CONT");
            for (Future<String> stream : streams) { // however: for its clock everybody has been silent for long
                await().atMost(PATIENCE).until(stream::isDone);
            }
            for (GatewayProcess process : both.list()) {
                await().atMost(PATIENCE).untilAsserted(() -> assertBooked(process, "0.80", "0", "0"));
            }
            assertThat(money.ledger()).isEqualByComparingTo("0.80");
            assertThat(passing(ports[0], 30)).isEqualTo(20);
            assertThat(money.ledger()).isEqualByComparingTo("1.00");
        } finally {
            clients.shutdownNow();
        }
    }

    /** Running streams go on, new calls are refused, and nothing is booked twice or forgotten. */
    @Test
    void whileTheStoreIsAwayNothingPassesAndAfterwardsAllIsBookedOnce() throws Exception {
        money.streamsUntil(call -> !end.await(10, TimeUnit.MINUTES));
        EmbeddedPostgres server = Postgres.own(home.resolve("server"), 0);
        int port = server.getPort();
        ExecutorService clients = Executors.newFixedThreadPool(2 * STREAMS);
        try (ScriptedUpstream upstream = ScriptedUpstream.start(money::answer);
                Processes both = Processes.sharing(server.getJdbcUrl("postgres", "postgres"), home, upstream)) {
            int[] ports = both.ports();
            List<Future<String>> streams = new ArrayList<>();
            for (int each : ports) {
                streams.addAll(streams(clients, each));
            }
            GatewayProcess first = both.list().get(0);
            await().atMost(PATIENCE).until(() -> flowing.get() == 2 * STREAMS);
            assertBooked(first, "0", "0", "0.60");

            server.close();
            long closed = System.nanoTime();
            end.countDown();
            for (Future<String> stream : streams) {
                assertThat(stream.get()).endsWith("data: [DONE]\n\n");
            }
            int billed = money.generations();
            Set<Integer> statuses = ConcurrentHashMap.newKeySet();
            await().atMost(PATIENCE).until(() -> {
                for (int each : ports) {
                    Answer answer = call(each, true);
                    statuses.add(answer.status());
                    assertThat(answer.text()).contains("budget_store_down");
                }
                return System.nanoTime() - closed > AWAY.toNanos();
            });
            assertThat(statuses).containsExactly(503);
            assertThat(money.generations()).isEqualTo(billed);

            server = Postgres.own(home.resolve("server"), port);
            for (GatewayProcess process : both.list()) {
                await().atMost(PATIENCE).untilAsserted(() -> assertBooked(process, "0.20", "0", "0"));
            }
            assertThat(passing(ports[0], 50) + passing(ports[1], 50)).isEqualTo(80);
            assertThat(money.ledger()).isEqualByComparingTo("1.00");
        } finally {
            clients.shutdownNow();
            server.close();
        }
    }

    private List<Future<String>> streams(ExecutorService clients, int port) {
        List<Future<String>> streams = new ArrayList<>();
        for (int i = 0; i < STREAMS; i++) {
            streams.add(clients.submit(() -> stream(port)));
        }
        return streams;
    }

    /** By a client that waits as long as it takes. */
    private String stream(int port) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/chat/completions"))
                .header("Content-Type", HttpTest.JSON)
                .header("Authorization", "Bearer k-k")
                .POST(BodyPublishers.ofString(body(false, true)))
                .build();
        try (InputStream answer = HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofInputStream())
                .body()) {
            String first = new String(answer.readNBytes(6), UTF_8);
            flowing.incrementAndGet();
            return first + new String(answer.readAllBytes(), UTF_8);
        }
    }

    /** How many of so many calls pass, each of a cent; the others are refused for the budget. */
    private static int passing(int port, int calls) throws IOException {
        int passed = 0;
        for (int i = 0; i < calls; i++) {
            Answer answer = call(port, true);
            if (answer.status() == 200) {
                passed++;
            } else {
                assertThat(answer.status()).as(answer.text()).isEqualTo(402);
            }
        }
        return passed;
    }

    private static void assertBooked(GatewayProcess process, String spent, String pending, String held)
            throws IOException {
        assertThat(List.of(amount(process, "spent"), amount(process, "pending"), amount(process, "held")))
                .usingElementComparator(BigDecimal::compareTo)
                .containsExactly(new BigDecimal(spent), new BigDecimal(pending), new BigDecimal(held));
    }

    private static void signal(GatewayProcess process, String name) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }
}
