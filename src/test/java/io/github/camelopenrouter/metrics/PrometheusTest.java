/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.FakeBudgets;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.OneRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** A real Prometheus scrapes the gateway, and answers every query of the dashboard and of the alert rules. */
@Timeout(180)
class PrometheusTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Path RULES = Path.of("src/main/k8s/alert-rules.yaml");
    private static final Path DASHBOARD = Path.of("src/main/k8s/grafana-dashboard.json");
    private static final String COMPARISON = "(?s)^(.*?)\\s*(?:>=|>|<=|<|==)\\s*[0-9.]+\\s*$";

    /** Between two conditions of an alert. */
    private static final String AND = "\\s+and\\s+";

    /** Nothing here has run for as long: such a query is asked about now. */
    private static final String A_DAY_AGO = " offset 1d";

    @TempDir
    private static Path directory;

    private static TestGateway gateway;
    private static Thread traffic;
    private static volatile boolean over;
    private static Process prometheus;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        gateway = TestGateway.sandbox(
                "data-dir=" + directory.resolve("data"), "camel.management.enabled=true", "camel.management.port=0");
        new FakeBudgets()
                .with("organisation", "", "total", "1000", "10")
                .with("team", "support", "month", "500", "500")
                .bindTo(gateway.context());
        traffic = new Thread(PrometheusTest::makeCalls, "traffic");
        traffic.start();
        Optional<Path> program = PrometheusTools.FOUND.find("prometheus");
        if (program.isPresent()) {
            prometheus = run(program.get());
        }
    }

    @AfterAll
    static void stop() throws InterruptedException {
        over = true;
        traffic.join();
        if (prometheus != null) {
            prometheus.destroy();
            prometheus.waitFor();
        }
        gateway.close();
    }

    @Test
    void promtoolHasNothingToSayOfTheExposition() throws Exception {
        Path promtool = tool("promtool");
        HttpTest.await(20).until(() -> exposition().contains("\nopenrouter_spend_usd_total{"));
        Path shown = Files.writeString(directory.resolve("shown"), exposition());

        assertThat(outputOf(new ProcessBuilder(promtool.toString(), "check", "metrics").redirectInput(shown.toFile())))
                .isEmpty();
    }

    @Test
    void promtoolTakesTheAlertRules() throws Exception {
        Path promtool = tool("promtool");

        assertThat(outputOf(new ProcessBuilder(promtool.toString(), "check", "rules", RULES.toString())))
                .contains("SUCCESS: " + alerts().size() + " rules found");
    }

    /** {@code alert-rules-test.yaml} has outages, keys, clients' mistakes and the spending of days in it. */
    @Test
    void theRulesFireWhenTheyShall() throws Exception {
        Path promtool = tool("promtool");
        Path cases = Files.writeString(
                directory.resolve("cases.yaml"),
                Files.readString(Path.of("src/test/resources/metrics/alert-rules-test.yaml"))
                        .replace("alert-rules.yaml", RULES.toAbsolutePath().toString()));

        assertThat(outputOf(new ProcessBuilder(promtool.toString(), "test", "rules", cases.toString())))
                .contains("SUCCESS");
    }

    @ParameterizedTest
    @MethodSource("queries")
    void everyQueryHasASeries(String query) throws Exception {
        tool("prometheus");
        if (query.contains("jvm_gc")) {
            System.gc(); // which a short test may never need
        }

        HttpTest.await(60).until(() -> !result(query).isEmpty());
    }

    @Test
    void theRulesAreEvaluated() throws Exception {
        tool("prometheus");
        int alerts = alerts().size();

        HttpTest.await(60).until(() -> healthyRules() == alerts);
    }

    private static int healthyRules() throws IOException {
        int healthy = 0;
        for (JsonNode rule : get("/api/v1/rules").at("/data/groups/0/rules")) {
            healthy += rule.path("health").asText().equals("ok") ? 1 : 0;
        }
        return healthy;
    }

    static Stream<String> queries() throws IOException {
        List<String> queries = new ArrayList<>();
        for (Map<?, ?> alert : alerts()) {
            for (String condition : ((String) alert.get("expr")).split(AND)) {
                queries.add(condition.replaceFirst(COMPARISON, "$1").replace(A_DAY_AGO, ""));
            }
        }
        for (JsonNode panel : JSON.readTree(DASHBOARD.toFile()).path("panels")) {
            for (JsonNode target : panel.path("targets")) {
                queries.add(target.path("expr").asText().replace("$__rate_interval", "1m"));
            }
        }
        assertThat(queries).hasSizeGreaterThan(30);
        return queries.stream();
    }

    @Test
    void everyAlertSaysWhatItIsAbout() throws Exception {
        assertThat(alerts()).isNotEmpty().allSatisfy(alert -> {
            assertThat(((String) alert.get("expr")).split(AND)).allMatch(condition -> condition.matches(COMPARISON));
            assertThat(((Map<?, ?>) alert.get("annotations")).keySet().stream().map(Object::toString))
                    .contains("summary", "description");
        });
    }

    private static List<Map<?, ?>> alerts() throws IOException {
        Map<?, ?> file = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(Files.readString(RULES));
        List<Map<?, ?>> alerts = new ArrayList<>();
        for (Object group : (List<?>) file.get("groups")) {
            ((List<?>) ((Map<?, ?>) group).get("rules")).forEach(rule -> alerts.add((Map<?, ?>) rule));
        }
        return alerts;
    }

    /** Calls of each kind that a query looks for, until the end. */
    private static void makeCalls() {
        OneRequest client = new OneRequest(gateway.port());
        try {
            for (String refused : List.of("sandbox/status-502", "sandbox/status-402")) {
                client.post(Door.CHAT.path(), Door.CHAT.plain().replace("openai/gpt-4o", refused));
            }
            while (!over) {
                client.post(Door.CHAT.path(), Door.CHAT.plain());
                client.post(Door.CHAT.path(), Door.CHAT.streaming());
                client.post(Door.CHAT.path(), Door.CHAT.plain().replace("openai/gpt-4o", "made/up"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // the queries will miss them
        }
    }

    private static String exposition() throws IOException {
        return new OneRequest(gateway.managementUri("/").getPort())
                .get("/observe/metrics")
                .text();
    }

    private static JsonNode result(String query) throws IOException {
        return get("/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8))
                .at("/data/result");
    }

    private static JsonNode get(String path) throws IOException {
        return JSON.readTree(new OneRequest(port).get(path).text());
    }

    private static Process run(Path program) throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Path configuration = Files.writeString(directory.resolve("prometheus.yml"), """
                global:
                  scrape_interval: 1s
                  evaluation_interval: 1s
                rule_files:
                  - %s
                scrape_configs:
                  - job_name: openrouter
                    metrics_path: /observe/metrics
                    static_configs:
                      - targets: ["%s"]
                """.formatted(
                        RULES.toAbsolutePath(), gateway.managementUri("").getAuthority()));
        return new ProcessBuilder(
                        program.toString(),
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + directory.resolve("prometheus"),
                        "--web.listen-address=127.0.0.1:" + port,
                        "--log.level=error")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("prometheus.log").toFile())
                .start();
    }

    private static Path tool(String name) throws Exception {
        Path program = PrometheusTools.FOUND.require(name);
        if (name.equals("prometheus")) {
            HttpTest.await(60).ignoreExceptions().until(() -> !result("up == 1").isEmpty());
        }
        return program;
    }

    private static String outputOf(ProcessBuilder command) throws Exception {
        Path out = Files.createTempFile(directory, "tool", ".out");
        Process process =
                command.redirectErrorStream(true).redirectOutput(out.toFile()).start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        String said = Files.readString(out);
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }
}
