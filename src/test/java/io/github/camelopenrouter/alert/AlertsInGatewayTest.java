/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.github.camelopenrouter.TestGateway;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From a vendor that fails to the webhook of whoever is on call. */
@Timeout(60)
class AlertsInGatewayTest {

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> told = new CopyOnWriteArrayList<>();

    @TempDir
    private Path data;

    private HttpServer receiver;

    @BeforeEach
    void listen() throws Exception {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            told.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        receiver.start();
    }

    @AfterEach
    void close() {
        receiver.stop(0);
    }

    @Test
    void whatIsWrongIsToldAndShown() throws Exception {
        String address = "http://127.0.0.1:" + receiver.getAddress().getPort() + "/";
        try (TestGateway gateway = TestGateway.asShipped(
                "data-dir=" + data,
                "alerts.webhook=" + address,
                "alerts.slack=" + address,
                "alerts.msteams=" + address,
                "alerts.pagerduty=routing-key",
                "alerts.pagerduty.url=" + address,
                "alerts.interval=100ms",
                "alerts.settle=1s",
                "alerts.spend-per-day=0.0000001",
                "alerts.upstream-credits=1000000",
                "camel.management.enabled=true",
                "camel.management.port=0")) {
            ask(gateway, "openai/gpt-4o");
            for (int call = 0; call < 25; call++) {
                ask(gateway, "sandbox/status-503");
            }

            await().until(() -> isTold("\"alert\":\"breaker-open\"")
                    && isTold("\"alert\":\"error-rate\"")
                    && isTold("\"event_action\":\"trigger\"")
                    && isTold("\"blocks\":")
                    && isTold("AdaptiveCard"));
            assertThat(told)
                    .anySatisfy(body -> assertThat(body)
                            .contains(
                                    "\"alert\":\"breaker-open\"",
                                    "\"state\":\"firing\"",
                                    "\"subject\":\"sandbox/status-503\"",
                                    "\"threshold\":null"));
            assertThat(told.stream().filter(body -> body.contains("\"alert\":\"breaker-open\"")))
                    .hasSize(1);
            assertThat(get(gateway.managementUri("/observe/metrics")))
                    .contains(
                            "openrouter_alerts_firing{alert=\"breaker-open\"} 1.0",
                            "openrouter_alert_notifications_total{receiver=\"webhook\",result=\"delivered\"}");
            assertThat(get(gateway.managementUri("/observe/health")))
                    .contains("openrouter-alerts", "What is wrong is told");
            assertThat(data.resolve("alerts/book.json")).exists();
        }
    }

    private boolean isTold(String words) {
        return told.stream().anyMatch(body -> body.contains(words));
    }

    private void ask(TestGateway gateway, String model) throws Exception {
        String body = "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
        http.send(
                HttpRequest.newBuilder(gateway.uri("/v1/chat/completions"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.discarding());
    }

    private String get(URI uri) throws Exception {
        return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body();
    }
}
