/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenrouter.sandbox.BilledCall;
import io.github.camelopenrouter.sandbox.Sandbox;
import io.github.camelopenrouter.store.Postgres;
import io.github.camelopenrouter.testing.GatewayProcess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Nothing is lost and nothing is booked twice, whatever happens to calls, and to the gateway that makes them: what stands in the
 * journal and what it calls unresolved are together what the upstream has billed, to the last digit.
 *
 * <p>{@code mvn -Pproof test} makes ten thousand calls.
 */
@Timeout(1800)
class BooksBalanceTest {

    private static final int CALLS = Integer.getInteger("books.calls", 600);
    private static final int KILLS = 3;

    private static final String ENTRIES = """
            - route:
                id: mine-kamelet
                from:
                  uri: platform-http:/mine/kamelet
                  parameters:
                    httpMethodRestrict: POST
                  steps:
                    - to: kamelet:openrouter-upstream-sink
            - route:
                id: mine-direct
                routeConfigurationId: openrouter-errors
                streamCache: "false"
                from:
                  uri: platform-http:/mine/direct
                  parameters:
                    httpMethodRestrict: POST
                  steps:
                    - to: direct:openrouter-chat-completions
            """;

    @TempDir
    private Path home;

    private final Sandbox sandbox = Sandbox.start(0);

    private String store = "h2";
    private volatile EmbeddedPostgres postgres;
    private CompletableFuture<Void> comesBack = CompletableFuture.completedFuture(null);

    /** Where it is PostgreSQL, it is stopped for ten seconds meanwhile. */
    @ParameterizedTest
    @MethodSource("stores")
    void bookedAndUnresolvedAreWhatWasBilled(String kind) throws Exception {
        postgres = kind.equals("h2") ? null : Postgres.own(home.resolve("postgres"), 0);
        store = postgres == null ? "h2" : postgres.getJdbcUrl("postgres", "postgres");
        sandbox.generationDelay(Duration.ofMillis(500));
        Files.writeString(Files.createDirectories(home.resolve("routes")).resolve("mine.camel.yaml"), ENTRIES);
        MixedCalls calls = new MixedCalls(CALLS);
        GatewayProcess gateway = start();
        try (sandbox) {
            calls.at(gateway.awaitAddress().getPort());
            calls.start();
            for (int kill = 1; kill <= KILLS; kill++) {
                int after = kill * CALLS / (KILLS + 1);
                await().atMost(Duration.ofMinutes(15)).until(() -> calls.made() >= after);
                if (kill == 2) {
                    stopForTenSeconds();
                }
                gateway.close(); // SIGKILL
                calls.nowhere();
                gateway = start();
                calls.at(gateway.awaitAddress().getPort());
            }
            assertThat(calls.awaitEnd()).isTrue();
            await().atMost(Duration.ofMinutes(2)).until(() -> sandbox.openCalls() == 0);
            await().atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(this::allAskedFor);
            await().atMost(Duration.ofMinutes(1)).until(() -> comesBack.isDone());
            gateway.terminate();
            gateway.awaitExit();
            balance();
        } finally {
            gateway.close();
            if (postgres != null) {
                postgres.close();
            }
        }
    }

    static Stream<String> stores() {
        return Stream.of(System.getProperty("books.stores", "h2").split(","));
    }

    private void stopForTenSeconds() throws IOException {
        EmbeddedPostgres server = postgres;
        if (server != null) {
            server.close();
            comesBack = CompletableFuture.runAsync(
                    () -> postgres = Postgres.own(home.resolve("postgres"), server.getPort()),
                    CompletableFuture.delayedExecutor(10, TimeUnit.SECONDS));
        }
    }

    private GatewayProcess start() {
        return GatewayProcess.in(home)
                .with("OPENROUTER_BASE_URL", sandbox.baseUrl())
                .with("OPENROUTER_API_KEY", "a=sk-or-v1-canary-a,b=sk-or-v1-canary-b")
                .with("OPENROUTER_DATA_DIR", "data")
                .with("OPENROUTER_STORE_URL", store)
                .with("OPENROUTER_AUTH", "none")
                .with("OPENROUTER_USAGE_MAX_BYTES", "64MB") // a file is an eighth: some are full, and none is removed
                .with("OPENROUTER_MODEL_ALIASES", "pair>sandbox/billed-status-502|openai/gpt-4o-mini")
                .with("OPENROUTER_RETRY_DELAY", "10ms")
                .with("OPENROUTER_RETRY_BUDGET", "100")
                .with("OPENROUTER_CIRCUIT_BREAKER_ENABLED", "false")
                .run();
    }

    /** Whether every call that has been billed and whose id is known has its cost. */
    private boolean allAskedFor() throws IOException {
        Set<String> billed =
                sandbox.billed().stream().map(BilledCall::generationId).collect(Collectors.toSet());
        return records().stream()
                .flatMap(record -> attempts(record).stream())
                .noneMatch(attempt -> isUnresolved(attempt)
                        && billed.contains(attempt.path("generation_id").asText()));
    }

    private void balance() throws IOException, SQLException {
        List<JsonNode> records = records();
        List<BilledCall> billed = sandbox.billed();
        assertThat(billed.size()).isGreaterThan(CALLS / 3);
        assertThat(records.stream().map(record -> record.path("id").asText())).doesNotHaveDuplicates();
        assertThat(records.stream()
                        .filter(record -> record.path("outcome").asText().equals("lost")))
                .isNotEmpty();
        Map<String, BilledCall> byId = billed.stream().collect(toMap(BilledCall::generationId, call -> call));
        Map<String, BigDecimal> withoutId = new HashMap<>();
        Map<String, Integer> unresolved = new HashMap<>();
        BigDecimal booked = BigDecimal.ZERO;
        for (JsonNode record : records) {
            for (JsonNode attempt : attempts(record)) {
                BilledCall call = byId.remove(attempt.path("generation_id").asText());
                BigDecimal cost = cost(attempt);
                booked = booked.add(cost);
                if (call != null) {
                    assertThat(cost).as("%s of %s", attempt, call).isEqualByComparingTo(call.cost());
                } else if (isUnresolved(attempt)) {
                    unresolved.merge(attempt.path("model").asText(), 1, Integer::sum);
                } else {
                    withoutId.merge(attempt.path("model").asText(), cost, BigDecimal::add);
                }
            }
        }
        Map<String, List<BilledCall>> left = byId.values().stream().collect(groupingBy(BilledCall::model));
        BigDecimal unknown = BigDecimal.ZERO;
        for (Map.Entry<String, List<BilledCall>> model : left.entrySet()) {
            unknown = unknown.add(
                    notBooked(model.getKey(), model.getValue(), withoutId, unresolved.getOrDefault(model.getKey(), 0)));
        }
        assertThat(booked.add(unknown)).isEqualByComparingTo(sandbox.billedTotal());
        BigDecimal reported =
                new BigDecimal(UsageReport.of(home.resolve("data"), UsageQuery.parse(null, null, null, null))
                        .total()
                        .get("cost")
                        .toString());
        assertThat(reported).isEqualByComparingTo(booked);
        assertThat(sum("cost")).isEqualByComparingTo(booked);
        assertThat(sum("calls")).isEqualByComparingTo(BigDecimal.valueOf(records.size()));
        assertThat(home.resolve("data/store/rejected")).doesNotExist();
    }

    /** Of what the store has, each call once. */
    private BigDecimal sum(String column) throws SQLException {
        String h2 = "jdbc:h2:" + home.resolve("data/store/usage") + ";USER=openrouter";
        try (Connection connection = DriverManager.getConnection(postgres == null ? h2 : store);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select sum(" + column + ") from usage_hour")) {
            row.next();
            return row.getBigDecimal(1);
        }
    }

    /**
     * What of these calls nobody has booked. Of those of embeddings and reranks no head names an id: they are booked by their
     * answers, and as many of them as are unresolved may be missing.
     */
    private static BigDecimal notBooked(
            String model, List<BilledCall> calls, Map<String, BigDecimal> booked, int unresolved) {
        BigDecimal sum = calls.stream().map(BilledCall::cost).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal missing = sum.subtract(booked.getOrDefault(model, BigDecimal.ZERO));
        BigDecimal most =
                calls.stream().map(BilledCall::cost).max(BigDecimal::compareTo).orElse(BigDecimal.ZERO);
        assertThat(missing)
                .as("%s: %s of these are not booked, %s may be: %s", model, missing, unresolved, calls)
                .isBetween(BigDecimal.ZERO, most.multiply(BigDecimal.valueOf(unresolved)));
        return missing;
    }

    private List<JsonNode> records() throws IOException {
        List<JsonNode> records = new ArrayList<>();
        new JournalReader(home.resolve("data").resolve(Journal.DIRECTORY), null).read(records::add);
        return records;
    }

    private static List<JsonNode> attempts(JsonNode record) {
        List<JsonNode> attempts = new ArrayList<>();
        record.path("attempts").forEach(attempts::add);
        return attempts;
    }

    private static boolean isUnresolved(JsonNode attempt) {
        return attempt.path("cost_source").asText().equals("unresolved");
    }

    private static BigDecimal cost(JsonNode attempt) {
        return attempt.has("cost") ? new BigDecimal(attempt.path("cost").asText()) : BigDecimal.ZERO;
    }
}
