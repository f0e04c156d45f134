/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.GatewayProcess;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The routes on the page of exports do as they stand there what the services that they are for ask for. */
@Timeout(90)
class ExportsPageTest {

    private static final Path PAGE = Path.of("src/docs/exports.md");
    private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path home;

    private final Map<String, List<JsonNode>> got = new ConcurrentHashMap<>();

    @Test
    void routesSendRecordsAsDatadogSplunkAndLangfuseTakeThem() throws Exception {
        Path routes = Files.createDirectories(home.resolve("routes"));
        Matcher examples = YAML.matcher(Files.readString(PAGE));
        int count = 0;
        while (examples.find()) {
            Files.writeString(routes.resolve("example-" + count++ + ".camel.yaml"), examples.group(1));
        }
        assertThat(count).isEqualTo(3);
        try (ScriptedUpstream service = ScriptedUpstream.start(this::answer);
                GatewayProcess gateway = GatewayProcess.in(home)
                        .withData()
                        .with("DATADOG_URL", "http://127.0.0.1:" + service.port())
                        .with("DD_API_KEY", "canary-datadog")
                        .with("SPLUNK_URL", "http://127.0.0.1:" + service.port())
                        .with("SPLUNK_TOKEN", "canary-splunk")
                        .with("LANGFUSE_URL", "http://127.0.0.1:" + service.port())
                        .with("LANGFUSE_AUTH", "Y2FuYXJ5OmxhbmdmdXNl")
                        .run("--sandbox")) {
            OneRequest client = new OneRequest(gateway.awaitAddress().getPort());
            client.post(Door.CHAT.path(), "{\"model\":1}"); // refused, and so without tokens
            client.post(Door.CHAT.path(), Door.CHAT.plain());
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(List.of(
                                    got("datadog").size(),
                                    got("splunk").size(),
                                    got("langfuse").size()))
                            .as(gateway::console)
                            .containsExactly(2, 2, 1));

            JsonNode record = got("datadog").get(1);
            assertThat(record.path("schema").asText()).isEqualTo("camel-openrouter/usage/1");
            assertThat(got("splunk").get(1).path("event")).isEqualTo(record);
            JsonNode generation = got("langfuse").get(0);
            assertThat(generation.path("id").asText())
                    .isEqualTo(record.path("id").asText() + "-"
                            + record.path("rev").asText());
            assertThat(generation.path("type").asText()).isEqualTo("generation-create");
            assertThat(generation.path("timestamp").asText())
                    .isEqualTo(record.path("time").asText());
            JsonNode body = generation.path("body");
            assertThat(body.path("model").asText())
                    .isEqualTo(record.path("model").path("served").asText());
            assertThat(body.path("usageDetails").path("output").asLong())
                    .isEqualTo(record.path("tokens").path("completion").asLong())
                    .isPositive();
            assertThat(body.path("costDetails").path("total").decimalValue())
                    .isEqualByComparingTo(record.path("spend").asText());
            gateway.terminate();
            gateway.awaitExit();
            assertThat(gateway.console()).doesNotContain("canary", "ERROR");
        }
    }

    private List<JsonNode> got(String service) {
        return got.getOrDefault(service, List.of());
    }

    private void keep(String service, Iterable<JsonNode> entries) {
        got.merge(service, new ArrayList<>(), (all, none) -> all);
        List<JsonNode> all = new ArrayList<>(got(service));
        entries.forEach(all::add);
        got.put(service, List.copyOf(all));
    }

    /** What is asked for is answered as the services' own documents say, all else with 400. */
    private synchronized void answer(ScriptedUpstream.Call call) throws IOException {
        JsonNode json = Receiver.JSON.readTree(call.body());
        Map<String, String> headers = call.headers();
        boolean isJson = headers.getOrDefault("Content-Type", "").startsWith("application/json");
        switch (isJson ? call.requestLine() : "") {
            case "POST /api/v2/logs?ddsource=openrouter&service=camel-openrouter HTTP/1.1" -> {
                boolean right =
                        "canary-datadog".equals(headers.get("DD-API-KEY")) && json.isArray() && json.size() <= 1000;
                if (right) {
                    keep("datadog", json);
                }
                call.answer(right ? 202 : 403, "application/json", "{}");
            }
            case "POST /services/collector/event HTTP/1.1" -> {
                boolean right = "Splunk canary-splunk".equals(headers.get("Authorization"))
                        && json.path("event").isObject();
                if (right) {
                    keep("splunk", List.of(json));
                }
                call.answer(right ? 200 : 403, "application/json", "{\"text\":\"Success\",\"code\":0}");
            }
            case "POST /api/public/ingestion HTTP/1.1" -> {
                boolean right = "Basic Y2FuYXJ5OmxhbmdmdXNl".equals(headers.get("Authorization"))
                        && json.path("batch").isArray();
                if (right) {
                    keep("langfuse", json.path("batch"));
                }
                call.answer(right ? 207 : 401, "application/json", "{\"successes\":[],\"errors\":[]}");
            }
            default -> call.answer(400, "application/json", "{}");
        }
    }
}
