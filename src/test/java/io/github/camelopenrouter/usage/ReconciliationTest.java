/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.operation.OpenRouterRoutes;
import io.github.camelopenrouter.sandbox.Sandbox;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.LogRecorder;
import io.github.camelopenrouter.testing.RawClient;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What OpenRouter says that a key has cost, and what is booked here. */
@Timeout(60)
class ReconciliationTest {

    private static final String KEY = "sk-or-v1-canary-reconciled-0001";
    private static final String SHORT =
            "{\"model\":\"openai/gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"Say hello\"}]}";

    @TempDir
    private Path data;

    private final Sandbox sandbox = Sandbox.start(0);
    private TestGateway gateway;

    @AfterEach
    void stop() {
        if (gateway != null) {
            gateway.close();
        }
        sandbox.close();
    }

    /** On the exposition, too, from the first comparison on. */
    @Test
    void booksThatBalanceAreExactlyZeroAndACallPastTheGatewayIsExactlyItsCost() throws Exception {
        start("api-key=main=" + KEY, "camel.management.enabled=true", "camel.management.port=0");
        past(KEY); // before the first look: nobody is to be blamed for that
        compare();
        assertThat(found()).isEmpty();
        assertThat(metrics()).doesNotContain("openrouter_cost_unreconciled_usd");

        chat(SHORT);
        chat(Door.CHAT.streaming());
        compare();
        assertThat(found()).containsExactly(Map.entry("main", BigDecimal.ZERO));
        assertThat(metrics()).contains("openrouter_cost_unreconciled_usd{key=\"main\"} 0.0");

        BigDecimal before = sandbox.billedTotal();
        past(KEY);
        BigDecimal cost = sandbox.billedTotal().subtract(before);
        assertThat(cost).isPositive();
        chat(SHORT);
        try (LogRecorder log = LogRecorder.record()) {
            compare();
            log.assertOneWarning(
                    "The key main has cost " + cost.stripTrailingZeros().toPlainString() + " USD more");
        }
        assertThat(found().get("main")).isEqualByComparingTo(cost);

        compare();
        assertThat(found().get("main")).isEqualByComparingTo("0");
    }

    @Test
    void eachKeyIsComparedForItself() throws Exception {
        start("api-key=one=" + KEY + ",two=" + KEY + "9");
        compare();
        past(KEY + "9");
        for (int call = 0; call < 4; call++) {
            chat(SHORT);
        }
        compare();
        assertThat(found().get("one")).isEqualByComparingTo("0");
        assertThat(found().get("two")).isPositive();
    }

    /** Two gateways of a process that use one key have one use of it between them. */
    @Test
    void gatewaysThatShareAKeyAreComparedTogether() throws Exception {
        start("api-key=main=" + KEY, "b.api-key=other=" + KEY, "b.base-url=" + sandbox.baseUrl());
        gateway.context().addRoutes(new OpenRouterRoutes("b"));
        compare();
        assertThat(Files.readString(data.resolve(Reconciliation.FILE)))
                .contains("\"/main\"", "\"b/other\"")
                .doesNotContain(KEY);
        chat(SHORT);
        gateway.context()
                .createProducerTemplate()
                .requestBody("direct:openrouter-b-chat-completions", SHORT, String.class);
        compare();
        assertThat(found().values()).singleElement().isEqualTo(BigDecimal.ZERO);
    }

    /** OpenRouter has billed them by the time of the look, and the journal knows it a little later. */
    @Test
    void aCostThatNoAnswerHasToldIsWaitedFor() throws Exception {
        sandbox.generationDelay(Duration.ZERO);
        start("api-key=main=" + KEY);
        compare();
        chat(SHORT.replace("openai/gpt-4o", "sandbox/no-usage"));
        assertThat(reconciliation().look(any -> true, Duration.ofMillis(1))).isFalse();
        compare();
        assertThat(sandbox.billedTotal()).isPositive();
        assertThat(found().get("main")).isEqualByComparingTo("0");
    }

    @Test
    void whatWasFoundIsRememberedOverARestartForItsOwnerAlone() throws Exception {
        start("api-key=main=" + KEY);
        compare();
        past(KEY);
        compare();
        BigDecimal known = found().get("main");
        Path file = data.resolve(Reconciliation.FILE);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        gateway.close();
        past(KEY);

        start("api-key=main=" + KEY);
        assertThat(found().get("main")).isEqualByComparingTo(known).isPositive();
        compare();
        assertThat(found().get("main")).isPositive();
    }

    /** The use of the new key begins with what others have done with it. */
    @Test
    void aKeyThatWasReplacedIsComparedFromItsFirstLookOn() throws Exception {
        start("api-key=main=" + KEY);
        compare();
        gateway.close();
        past(KEY + "9");
        start("api-key=main=" + KEY + "9");
        compare();
        assertThat(found()).isEmpty();
        chat(SHORT);
        compare();
        assertThat(found().get("main")).isEqualByComparingTo("0");
    }

    @Test
    void aLookWaitsForWhatIsUnderWay() throws Exception {
        start("api-key=main=" + KEY);
        try (RawClient client = RawClient.connect(gateway.port())) {
            client.post(
                    "/v1/chat/completions",
                    SHORT.replace("openai/gpt-4o", "sandbox/endless").replace("{\"model", "{\"stream\":true,\"model"));
            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(reconciliation().look(any -> true, Duration.ofMillis(1))).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-30T00:04:59Z, 2026-11-30T00:05:00Z, true",
        "2026-11-30T00:05:00Z, 2026-12-01T00:04:59Z, false",
        "2026-11-30T12:00:00Z, 2026-12-01T00:05:00Z, true",
        "2026-11-30T12:00:00Z, 2026-11-30T23:59:59Z, false",
        "2026-11-30T12:00:00Z, 2026-12-07T00:00:00Z, true"
    })
    void aKeyIsLookedAtOnceADay(Instant last, Instant now, boolean due) {
        assertThat(Reconciliation.isDue(last, now)).isEqualTo(due);
    }

    @Test
    void withoutAJournalTheStartStops() {
        assertThatThrownBy(() -> TestGateway.start(sandbox.baseUrl(), "usage.reconcile=key")
                        .close())
                .rootCause()
                .hasMessage("openrouter.usage.reconcile=key compares with the journal, and there is none: set"
                        + " openrouter.data-dir.");
    }

    private void start(String... settings) {
        String[] all = new String[settings.length + 2];
        all[0] = "data-dir=" + data;
        all[1] = "usage.reconcile=key";
        System.arraycopy(settings, 0, all, 2, settings.length);
        gateway = TestGateway.start(sandbox.baseUrl(), all);
    }

    /** As soon as the moment is a good one. */
    private void compare() {
        HttpTest.await(20).until(() -> reconciliation().look(any -> true, Duration.ofMillis(50)));
    }

    private Map<String, BigDecimal> found() {
        return reconciliation().unreconciled();
    }

    private Reconciliation reconciliation() {
        return gateway.context().getRegistry().lookupByNameAndType("openrouter-reconciliation", Reconciliation.class);
    }

    private String metrics() throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(gateway.managementUri("/observe/metrics"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private void chat(String body) throws IOException {
        post(gateway.port(), "/v1/chat/completions", body);
    }

    private void past(String key) throws IOException {
        post(
                URI.create(sandbox.baseUrl()).getPort(),
                "/api/v1/chat/completions",
                SHORT,
                "Authorization: Bearer " + key);
    }

    private static void post(int port, String path, String body, String... headers) throws IOException {
        try (RawClient client = RawClient.connect(port)) {
            RawClient.Answer answer = client.post(path, body, headers).answer();
            answer.text();
            assertThat(answer.status()).isEqualTo(200);
        }
    }
}
