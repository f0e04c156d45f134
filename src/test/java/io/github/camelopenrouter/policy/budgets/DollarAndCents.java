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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelopenrouter.api.Sha256;
import io.github.camelopenrouter.testing.GatewayProcess;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.OneRequest.Answer;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A team with a dollar, gateways that it calls, and an OpenRouter that bills a cent for each answer. */
final class DollarAndCents {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final BigDecimal CENT = new BigDecimal("0.01");

    /** A cent for each request, or a cent for ten tokens. */
    private static final String MODELS = """
            {"data":[{"id":"openai/flat","context_length":8000,"pricing":{"prompt":"0","completion":"0","request":"0.01"}},
              {"id":"openai/words","context_length":100000,"pricing":{"prompt":"0","completion":"0.001"}}]}""";

    /** What OpenRouter has billed, by generation. */
    private final Map<String, BigDecimal> billed = new ConcurrentHashMap<>();

    private final AtomicInteger generations = new AtomicInteger();

    /** How long a stream takes whose client stays. */
    private volatile Stream streams = call -> call.hasHungUpWithin(Duration.ofMillis(300));

    /** Waits for the end of a stream. */
    interface Stream {
        /** @return whether its client has gone before */
        boolean hasBeenLeft(ScriptedUpstream.Call call) throws Exception;
    }

    void streamsUntil(Stream end) {
        streams = end;
    }

    int generations() {
        return generations.get();
    }

    void answer(ScriptedUpstream.Call call) throws Exception {
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
            if (!streams.hasBeenLeft(call)) {
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

    BigDecimal ledger() {
        return billed.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** @param store its address, empty for a gateway that counts by itself */
    static GatewayProcess start(Path home, String store, ScriptedUpstream upstream) throws IOException {
        Path policy = Files.writeString(
                Files.createDirectories(home).resolve("policy.yaml"),
                "teams: { t: { budgets: [{ usd: '1.00', period: total }] } }\nkeys:\n  k: { team: t, sha256: "
                        + Sha256.hex("k-k") + " }\n  ops: { roles: [operator], sha256: " + Sha256.hex("k-ops")
                        + " }\n");
        GatewayProcess.Start start = GatewayProcess.in(home)
                .withData()
                .with("OPENROUTER_API_KEY", "sk-or-v1-test")
                .with("OPENROUTER_BASE_URL", upstream.baseUrl())
                .with("OPENROUTER_CONNECT_AT_START", "false")
                .with("OPENROUTER_POLICY_FILE", policy.toString())
                .with("OPENROUTER_MAX_CONCURRENT_REQUESTS", "1000")
                .with("OPENROUTER_RETRY_ATTEMPTS", "0")
                .with("OPENROUTER_CIRCUIT_BREAKER_ENABLED", "false")
                .with("OPENROUTER_ALERTS", "false");
        return (store.isEmpty() ? start : start.with("OPENROUTER_STORE_URL", store)).run();
    }

    static String body(boolean flat, boolean stream) {
        return "{\"model\":\"openai/" + (flat ? "flat" : "words") + "\",\"max_tokens\":30,\"stream\":" + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    }

    static Answer call(int port, boolean flat) throws IOException {
        return new OneRequest(port).post("/v1/chat/completions", body(flat, false), "Authorization: Bearer k-k");
    }

    private static JsonNode standing(GatewayProcess process) throws IOException {
        Answer answer = new OneRequest(process.managementAddress().getPort())
                .get("/admin/v1/budgets?scope=team", "Authorization: Bearer k-ops");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return JSON.readTree(answer.body()).path("budgets").path(0);
    }

    static BigDecimal amount(GatewayProcess process, String field) throws IOException {
        return new BigDecimal(standing(process).path(field).asText());
    }

    record Processes(List<GatewayProcess> list) implements AutoCloseable {

        static Processes sharing(String store, Path home, ScriptedUpstream upstream) throws IOException {
            return new Processes(List.of(
                    start(home.resolve("one"), store, upstream), start(home.resolve("other"), store, upstream)));
        }

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
