/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.budgets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelopenrouter.api.Sha256;
import io.github.camelopenrouter.store.Postgres;
import io.github.camelopenrouter.testing.GatewayProcess;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.OneRequest.Answer;
import io.github.camelopenrouter.testing.RawClient;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A budget of one dollar against a crowd: by one process with its journal, and by two that share a PostgreSQL. */
@Timeout(600)
class BudgetsHoldTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final BigDecimal DOLLAR = new BigDecimal("1.00");
    private static final BigDecimal CENT = new BigDecimal("0.01");
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** A cent for each request, or a cent for ten tokens. */
    private static final String MODELS = """
            {"data":[{"id":"openai/flat","context_length":8000,"pricing":{"prompt":"0","completion":"0","request":"0.01"}},
              {"id":"openai/words","context_length":100000,"pricing":{"prompt":"0","completion":"0.001"}}]}""";

    @TempDir
    private Path home;

    /** What OpenRouter has billed, by generation. */
    private final Map<String, BigDecimal> billed = new ConcurrentHashMap<>();

    private final AtomicInteger generations = new AtomicInteger();

    private void answer(ScriptedUpstream.Call call) throws Exception {
        String line = call.requestLine();
        if (line.contains("/models")) {
            call.answer(200, HttpTest.JSON, MODELS);
        } else if (line.contains("/generation")) {
            String id = line.replaceAll(".*id=([^ &]+).*", "$1");
            call.answer(
                    200,
                    HttpTest.JSON,
                    "{\"data\":{\"id\":\"" + id + "\",\"total_cost\":" + billed.getOrDefault(id, BigDecimal.ZERO)
                            + "}}");
        } else {
            chat(call);
        }
    }

    private void chat(ScriptedUpstream.Call call) throws Exception {
        String id = "gen-" + generations.incrementAndGet();
        billed.put(id, CENT);
        if (call.text().contains("\"stream\":true")) {
            call.head(200, HttpTest.SSE, "X-Generation-Id: " + id);
            call.send("data: {\"id\":\"" + id + "\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"word\"}}]}\n\n");
            if (!call.hasHungUpWithin(Duration.ofMillis(300))) {
                call.send(
                        "data: {\"id\":\"" + id
                                + "\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],"
                                + "\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":10,\"cost\":0.01}}\n\ndata: [DONE]\n\n");
                call.end();
            }
        } else {
            call.answer(
                    200,
                    HttpTest.JSON,
                    "{\"id\":\"" + id
                            + "\",\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":10,\"cost\":0.01}}",
                    "X-Generation-Id: " + id);
        }
    }

    private BigDecimal ledger() {
        return billed.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private GatewayProcess start(String name, String store, ScriptedUpstream upstream) throws IOException {
        Path policy = Files.writeString(
                home.resolve("policy.yaml"),
                "teams: { t: { budgets: [{ usd: '1.00', period: total }] } }\nkeys:\n  k: { team: t, sha256: "
                        + Sha256.hex("k-k") + " }\n  ops: { roles: [operator], sha256: " + Sha256.hex("k-ops")
                        + " }\n");
        GatewayProcess.Start start = GatewayProcess.in(Files.createDirectories(home.resolve(name)))
                .withData()
                .with("OPENROUTER_API_KEY", "sk-or-v1-test")
                .with("OPENROUTER_BASE_URL", upstream.baseUrl())
                .with("OPENROUTER_CONNECT_AT_START", "false")
                .with("OPENROUTER_POLICY_FILE", policy.toString())
                .with("OPENROUTER_MAX_CONCURRENT_REQUESTS", "1000")
                .with("OPENROUTER_RETRY_ATTEMPTS", "0")
                .with("OPENROUTER_ALERTS", "false");
        return (store.isEmpty() ? start : start.with("OPENROUTER_STORE_URL", store)).run();
    }

    private List<GatewayProcess> processes(boolean shared, ScriptedUpstream upstream) throws Exception {
        if (!shared) {
            return List.of(start("one", "", upstream));
        }
        String store = Postgres.newDatabase();
        return List.of(start("one", store, upstream), start("other", store, upstream));
    }

    private static String body(boolean flat, boolean stream) {
        return "{\"model\":\"openai/" + (flat ? "flat" : "words") + "\",\"max_tokens\":30,\"stream\":" + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    }

    private static Answer call(int port, boolean flat) throws IOException {
        return new OneRequest(port).post("/v1/chat/completions", body(flat, false), "Authorization: Bearer k-k");
    }

    private static JsonNode standing(GatewayProcess process) throws IOException {
        Answer answer = new OneRequest(process.managementAddress().getPort())
                .get("/admin/v1/budgets?scope=team", "Authorization: Bearer k-ops");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return JSON.readTree(answer.body()).path("budgets").path(0);
    }

    private static BigDecimal amount(GatewayProcess process, String field) throws IOException {
        return new BigDecimal(standing(process).path(field).asText());
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void ofAThousandCallsAtOnceAHundredPass(boolean shared) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(100);
        try (ScriptedUpstream upstream = ScriptedUpstream.start(this::answer);
                Processes all = new Processes(processes(shared, upstream))) {
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
            assertThat(generations).hasValue(100);
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
        try (ScriptedUpstream upstream = ScriptedUpstream.start(this::answer);
                Processes all = new Processes(processes(shared, upstream))) {
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
            assertThat(ledger()).isLessThanOrEqualTo(DOLLAR);
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
            assertThat(ledger()).isLessThanOrEqualTo(DOLLAR).isGreaterThan(new BigDecimal("0.96"));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(amount(first, "spent")).isEqualByComparingTo(ledger()));
        } finally {
            clients.shutdownNow();
        }
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
        try (ScriptedUpstream upstream = ScriptedUpstream.start(this::answer)) {
            for (int round = 0; round < 20; round++) {
                try (GatewayProcess process = start("one", store, upstream)) {
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
                    int moment = generations.get() + random.nextInt(12);
                    await().pollInterval(Duration.ofMillis(2))
                            .atMost(PATIENCE)
                            .until(() -> generations.get() >= moment
                                    || calls.stream().allMatch(Future::isDone));
                    process.kill();
                    for (Future<?> call : calls) {
                        await().atMost(PATIENCE).until(call::isDone);
                    }
                }
            }
            assertThat(ledger()).isLessThanOrEqualTo(DOLLAR);
            try (GatewayProcess process = start("one", store, upstream)) {
                process.awaitAddress();
                await().atMost(PATIENCE).untilAsserted(() -> {
                    assertThat(amount(process, "held")).isEqualByComparingTo("0");
                    BigDecimal spent = amount(process, "spent");
                    BigDecimal used = spent.add(amount(process, "pending"));
                    assertThat(spent).isLessThanOrEqualTo(ledger());
                    assertThat(used).isGreaterThanOrEqualTo(ledger()).isLessThanOrEqualTo(DOLLAR);
                });
            }
        } finally {
            clients.shutdownNow();
        }
    }

    private record Processes(List<GatewayProcess> list) implements AutoCloseable {

        int[] ports() {
            return list.stream()
                    .mapToInt(process -> process.awaitAddress().getPort())
                    .toArray();
        }

        @Override
        public void close() throws IOException {
            for (GatewayProcess process : list) {
                process.close();
            }
        }
    }
}
