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
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelopenrouter.policy.budgets.DollarAndCents.Processes;
import io.github.camelopenrouter.store.Postgres;
import io.github.camelopenrouter.testing.GatewayProcess;
import io.github.camelopenrouter.testing.RawClient;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A budget of one dollar against a crowd: by one process with its journal, and by two that share a PostgreSQL. */
@Timeout(600)
class BudgetsHoldTest {

    private static final BigDecimal DOLLAR = new BigDecimal("1.00");
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    private Path home;

    private final DollarAndCents money = new DollarAndCents();

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void ofAThousandCallsAtOnceAHundredPass(boolean shared) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(100);
        try (ScriptedUpstream upstream = ScriptedUpstream.start(money::answer);
                Processes all = processes(shared, upstream)) {
            int[] ports = all.ports();
            List<Future<Integer>> calls = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                int port = ports[i % ports.length];
                calls.add(clients.submit(() -> call(port, true).status()));
            }
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> call : calls) {
                statuses.add(call.get());
            }
            assertThat(statuses).filteredOn(status -> status == 200).hasSize(100);
            assertThat(statuses).filteredOn(status -> status == 402).hasSize(900);
            assertThat(money.generations()).isEqualTo(100);
            for (GatewayProcess process : all.list()) {
                await().atMost(PATIENCE)
                        .untilAsserted(
                                () -> assertThat(amount(process, "spent")).isEqualByComparingTo(DOLLAR));
                assertThat(amount(process, "held")).isEqualByComparingTo("0");
            }
        } finally {
            clients.shutdownNow();
        }
    }

    /** Three times of what they cost is held for them, and a third of the clients leaves. */
    @ParameterizedTest
    @CsvSource({"false", "true"})
    void theBudgetIsSpentToItsEndAndNoFurther(boolean shared) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(32);
        try (ScriptedUpstream upstream = ScriptedUpstream.start(money::answer);
                Processes all = processes(shared, upstream)) {
            int[] ports = all.ports();
            Random random = new Random(1);
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                int port = ports[i % ports.length];
                boolean leaves = random.nextInt(10) < 3;
                calls.add(clients.submit(() -> leaves ? leave(port) : call(port, false)));
            }
            for (Future<?> call : calls) {
                call.get();
            }
            assertThat(money.ledger()).isLessThanOrEqualTo(DOLLAR);
            GatewayProcess first = all.list().get(0);
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(amount(first, "held")).isEqualByComparingTo("0");
                assertThat(amount(first, "pending")).isEqualByComparingTo("0");
            });
            int status = 200;
            for (int i = 0; status == 200; i++) {
                status = call(ports[i % ports.length], false).status();
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(amount(first, "held")).isEqualByComparingTo("0"));
            }
            assertThat(status).isEqualTo(402);
            assertThat(money.ledger()).isLessThanOrEqualTo(DOLLAR).isGreaterThan(new BigDecimal("0.96"));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(amount(first, "spent")).isEqualByComparingTo(money.ledger()));
        } finally {
            clients.shutdownNow();
        }
    }

    private Processes processes(boolean shared, ScriptedUpstream upstream) throws Exception {
        return shared
                ? Processes.sharing(Postgres.newDatabase(), home, upstream)
                : new Processes(List.of(DollarAndCents.start(home.resolve("one"), "", upstream)));
    }

    private static Integer leave(int port) throws IOException {
        try (RawClient client = RawClient.connect(port)) {
            client.post("/v1/chat/completions", body(false, true), "Authorization: Bearer k-k");
            RawClient.Answer answer = client.answer();
            if (answer.status() == 200) {
                answer.next(5);
                client.hangUp();
            }
            return answer.status();
        }
    }

    /** Killed at moments that nobody has chosen, and started again. What was killed before its head stays pending for a day. */
    @ParameterizedTest
    @CsvSource({"false", "true"})
    void killsLoseNothingAndHoldNothing(boolean shared) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(8);
        Random random = new Random(2);
        String store = shared ? Postgres.newDatabase() : "";
        try (ScriptedUpstream upstream = ScriptedUpstream.start(money::answer)) {
            for (int round = 0; round < 20; round++) {
                try (GatewayProcess process = DollarAndCents.start(home.resolve("one"), store, upstream)) {
                    int port = process.awaitAddress().getPort();
                    List<Future<?>> calls = new ArrayList<>();
                    for (int i = 0; i < 8; i++) {
                        calls.add(clients.submit(() -> {
                            for (int n = 0; n < 2; n++) {
                                call(port, false);
                            }
                            return null;
                        }));
                    }
                    int moment = money.generations() + random.nextInt(12);
                    await().pollInterval(Duration.ofMillis(2))
                            .atMost(PATIENCE)
                            .until(() -> money.generations() >= moment
                                    || calls.stream().allMatch(Future::isDone));
                    process.kill();
                    for (Future<?> call : calls) {
                        await().atMost(PATIENCE).until(call::isDone);
                    }
                }
            }
            assertThat(money.ledger()).isLessThanOrEqualTo(DOLLAR);
            try (GatewayProcess process = DollarAndCents.start(home.resolve("one"), store, upstream)) {
                process.awaitAddress();
                await().atMost(PATIENCE).untilAsserted(() -> {
                    assertThat(amount(process, "held")).isEqualByComparingTo("0");
                    BigDecimal spent = amount(process, "spent");
                    BigDecimal used = spent.add(amount(process, "pending"));
                    assertThat(spent).isLessThanOrEqualTo(money.ledger());
                    assertThat(used).isGreaterThanOrEqualTo(money.ledger()).isLessThanOrEqualTo(DOLLAR);
                });
            }
        } finally {
            clients.shutdownNow();
        }
    }
}
