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

import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.RawClient;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus reads at the management port after calls of all kinds. */
@Timeout(60)
class MetricsOverHttpTest {

    private static final String MODELS =
            "{\"data\":[{\"id\":\"openai/gpt-4o\"},{\"id\":\"openai/text-embedding-3-small\"},"
                    + "{\"id\":\"anthropic/claude-sonnet-4\"}]}";
    private static final String USAGE =
            "\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":31,\"total_tokens\":38,\"cost\":0.000120}";
    private static final String PLAIN = "{\"id\":\"gen-1\",\"model\":\"openai/gpt-4o\",\"choices\":"
            + "[{\"finish_reason\":\"stop\",\"message\":{\"content\":\"canary-answer\"}}]," + USAGE + "}";
    private static final String FIRST =
            "data: {\"id\":\"gen-1\",\"model\":\"openai/gpt-4o\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"}}]}\n\n";
    private static final String REST = "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
            + "data: {\"choices\":[]," + USAGE + "}\n\n" + HttpTest.DONE;

    private final CountDownLatch seen = new CountDownLatch(1);
    private final ScriptedUpstream upstream = ScriptedUpstream.start(this::answer);
    private final AtomicInteger failures = new AtomicInteger();
    private TestGateway gateway;

    @TempDir
    private Path data;

    private void answer(ScriptedUpstream.Call call) throws Exception {
        if (call.requestLine().contains("/models")) {
            call.answer(200, HttpTest.JSON, MODELS);
        } else if (failures.getAndDecrement() > 0) {
            call.answer(500, HttpTest.JSON, "{\"error\":{\"code\":500,\"message\":\"canary-failure\"}}");
        } else if (call.text().contains("\"stream\":true")) {
            call.head(200, HttpTest.SSE).send(FIRST);
            seen.await();
            call.send(REST).end();
        } else {
            call.answer(200, HttpTest.JSON, PLAIN);
        }
    }

    @AfterEach
    void stop() throws IOException {
        seen.countDown();
        gateway.close();
        upstream.close();
    }

    @Test
    void showsWhatACallWasAndCost() throws Exception {
        start();
        chat(Door.CHAT.plain());

        Exposition shown = awaitShown("openrouter_attempts_total{reason=\"first\"} 1.0");
        assertThat(shown.series())
                .contains(
                        "openrouter_requests_total{operation=\"chat-completions\",outcome=\"complete\",status=\"200\"} 1.0",
                        "openrouter_spend_usd_total{model=\"openai/gpt-4o\",team=\"\"} 1.2E-4",
                        "openrouter_breaker_state{vendor=\"openai\"} 0.0",
                        "openrouter_key_cooldown_seconds{key=\"default\"} 0.0",
                        "openrouter_upstream_connections{state=\"pending\"} 0.0");
        assertThat(shown.value(
                        "gen_ai_server_request_duration_seconds_count{error_type=\"\",gen_ai_operation_name=\"chat\","
                                + "gen_ai_provider_name=\"openai\",gen_ai_request_model=\"openai/gpt-4o\","
                                + "gen_ai_response_model=\"openai/gpt-4o\"}"))
                .isEqualTo(1);
        assertThat(shown.types())
                .containsKeys("jvm_memory_used_bytes", "jvm_threads_live_threads", "process_uptime_seconds")
                .doesNotContainKeys(
                        "gen_ai_server_time_to_first_token_seconds",
                        "openrouter_usage_lag_seconds",
                        "camel_exchanges_total");
    }

    @Test
    void showsAStreamWhileItIsOpenAndItsTokensBehindIt() throws Exception {
        start();
        try (RawClient client = RawClient.connect(gateway.port()).post(Door.CHAT.path(), Door.CHAT.streaming())) {
            RawClient.Answer answer = client.answer();
            awaitShown("openrouter_open_streams 1.0");
            assertThat(metrics().series()).contains("openrouter_upstream_connections{state=\"leased\"} 1.0");
            seen.countDown();
            answer.body().readAllBytes();
        }

        awaitShown("openrouter_open_streams 0.0");
        Exposition shown = awaitShown("gen_ai_server_time_per_output_token_seconds_count");
        assertThat(shown.value("gen_ai_server_time_to_first_token_seconds_count"))
                .isEqualTo(1);
    }

    @Test
    void showsWhyAttemptsWereMadeAgainAndOpenBreakers() throws Exception {
        failures.set(3);
        start(
                "retry.attempts=2",
                "retry.delay=1ms",
                "circuit-breaker.enabled=true",
                "circuit-breaker.window=3",
                "circuit-breaker.minimum-calls=3");
        chat(Door.CHAT.plain());

        Exposition shown = awaitShown("openrouter_attempts_total{reason=\"upstream_error\"} 2.0");
        assertThat(shown.series())
                .contains(
                        "openrouter_breaker_state{vendor=\"openai\"} 2.0",
                        "openrouter_breaker_state{vendor=\"OpenRouter\"} 0.0",
                        "openrouter_requests_total{operation=\"chat-completions\",outcome=\"error\",status=\"500\"} 1.0");
        assertThat(shown.values("error_type")).containsExactly("500");
    }

    @Test
    void showsHowTheRecordsOfCallsFare() throws Exception {
        start("data-dir=" + data);
        chat(Door.CHAT.plain());

        assertThat(awaitShown("openrouter_requests_total").series())
                .contains(
                        "openrouter_usage_dropped_total 0.0",
                        "openrouter_usage_lag_seconds 0.0",
                        "openrouter_usage_unresolved 0.0");
    }

    /** A few hundred over HTTP; what one of them does a hundred thousand do. */
    @Test
    void madeUpModelsKeysAndPathsLeaveTheSeriesAsTheyAre() throws Exception {
        start("auth=keys", "auth.keys=ci=" + "0".repeat(64));
        refused(0);
        List<String> before = ours();
        for (int number = 1; number < 200; number++) {
            refused(number);
        }

        assertThat(ours()).isEqualTo(before);
    }

    /** The JVM has more with each kind of garbage collection. */
    private List<String> ours() throws IOException {
        return metrics().series().stream()
                .filter(line -> line.matches("(openrouter|gen_ai)_.*"))
                .toList();
    }

    private void refused(int number) throws IOException {
        OneRequest client = new OneRequest(gateway.port());
        client.post("/v1/made-up-" + number, "{}");
        client.post(
                Door.CHAT.path(),
                Door.CHAT.plain().replace("gpt-4o", "gpt-" + number),
                "Authorization: Bearer sk-canary-" + number);
    }

    @Test
    void showsNeitherKeysNorPrompts() throws Exception {
        failures.set(1);
        start("metrics.keys=true", "api-key=main=" + TestGateway.KEY);
        for (int call = 0; call < 2; call++) {
            chat(Door.CHAT.plain().replace("\"Hi\"", "\"canary-prompt\""));
            chat(Door.CHAT.plain().replace("openai/gpt-4o", "sk-or-v1-canary-in-place-of-a-model"));
        }

        awaitShown("openrouter_requests_total{operation=\"chat-completions\",outcome=\"complete\",status=\"200\"} 3.0");
        assertThat(text()).doesNotContain("canary");
    }

    @Test
    void showsCamelsOwnMetersWhereTheyAreAskedFor() throws Exception {
        start("metrics.camel=true");
        chat(Door.CHAT.plain());

        assertThat(awaitShown("openrouter_requests_total").values("routeId")).isEmpty();
        assertThat(text()).contains("routeId=\"openrouter-chat-completions\"");
    }

    @Test
    void isNotThereWhereMetricsAreOff() throws Exception {
        start("metrics=false");

        OneRequest.Answer answer = operator().get("/observe/metrics");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text()).contains("unknown_path");
    }

    @Test
    void isTextOfPrometheusForNobodyToKeep() throws Exception {
        start();

        OneRequest.Answer answer = operator().get("/observe/metrics", "x-openrouter-echo: x");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type")).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
        assertThat(answer.header("cache-control")).isEqualTo("no-store");
        assertThat(answer.header("x-openrouter-echo")).isNull();
        assertThat(operator().post("/observe/metrics", "{}").status()).isEqualTo(405);
        assertThat(new OneRequest(gateway.port()).get("/observe/metrics").status())
                .isEqualTo(404);
    }

    private void start(String... settings) {
        String[] all = Arrays.copyOf(settings, settings.length + 2);
        all[settings.length] = "camel.management.enabled=true";
        all[settings.length + 1] = "camel.management.port=0";
        gateway = TestGateway.start(upstream.baseUrl(), all);
    }

    private void chat(String body) throws IOException {
        new OneRequest(gateway.port()).post(Door.CHAT.path(), body);
    }

    private OneRequest operator() {
        return new OneRequest(gateway.managementUri("/").getPort());
    }

    private String text() throws IOException {
        return operator().get("/observe/metrics").text();
    }

    private Exposition metrics() throws IOException {
        return new Exposition(text());
    }

    private Exposition awaitShown(String beginning) {
        return HttpTest.await(20)
                .until(this::metrics, shown -> shown.series().stream().anyMatch(line -> line.startsWith(beginning)));
    }
}
