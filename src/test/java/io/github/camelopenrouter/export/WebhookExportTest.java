/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.export.Receiver.Answer;
import io.github.camelopenrouter.export.Receiver.Delivery;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.LogRecorder;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.camel.component.http.HttpEndpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The route that sends records of calls to a webhook, as the standalone gateway comes with it. */
@Timeout(60)
class WebhookExportTest {

    private static final byte[] SECRET = "canary-secret-of-the-webhook".getBytes(UTF_8);
    private static final String WHSEC = "whsec_" + Base64.getEncoder().encodeToString(SECRET);
    private static final String PATH = "/hooks/canary-path?token=canary-token";

    @TempDir
    private Path data;

    @Test
    void allArriveInOrderWhenAReceiverThatWasAwayIsBack() throws Exception {
        int port;
        try (Receiver nobody = Receiver.start()) {
            port = nobody.port();
        }
        try (LogRecorder log = LogRecorder.record();
                TestGateway gateway = start("http://127.0.0.1:" + port + PATH)) {
            Calls.make(gateway.port(), 3);
            awaitLine(log, "not taken, and tried again");
            try (Receiver receiver = Receiver.startOn(port).answering(n -> new Answer(n == 0 ? 503 : 200))) {
                Calls.make(gateway.port(), 2);
                await().until(() -> receiver.taken().size() == 5);

                assertThat(receiver.taken()).isEqualTo(Calls.recorded(data));
                assertThat(receiver.deliveries().get(0).headers().get("webhook-id"))
                        .isEqualTo(receiver.deliveries().get(1).headers().get("webhook-id"));
                assertThat(receiver.deliveries().get(0).requestLine()).isEqualTo("POST " + PATH + " HTTP/1.1");
                awaitLine(log, "Export webhook: taken again");
            }
            assertThat(log.lines()).noneMatch(line -> line.contains("canary"));
            assertThat(log.lines().stream().filter(line -> line.contains("not taken")))
                    .hasSize(1);
        }
    }

    @Test
    void aBatchThatIsRefusedIsSetAsideAndCountedAndTheRestArrives() throws Exception {
        try (Receiver receiver = Receiver.start().answering(n -> new Answer(n == 0 ? 400 : 200));
                LogRecorder log = LogRecorder.record();
                TestGateway gateway =
                        start(receiver.url() + PATH, "camel.management.enabled=true", "camel.management.port=0")) {
            Calls.make(gateway.port(), 2);
            await().until(() -> receiver.deliveries().size() >= 1);
            Calls.make(gateway.port(), 2);
            await().until(() ->
                    receiver.deliveries().stream().mapToInt(Delivery::status).anyMatch(status -> status == 200));

            Delivery refused = receiver.deliveries().get(0);
            Path aside = onlyFileIn(data.resolve("export/webhook/rejected"));
            assertThat(Files.readAllBytes(aside)).isEqualTo(refused.body());
            assertThat(permissions(aside)).isEqualTo("rw-------");
            assertThat(permissions(aside.getParent())).isEqualTo("rwx------");
            await().until(() -> Stream.concat(refused.ids().stream(), receiver.taken().stream())
                    .toList()
                    .equals(Calls.recorded(data)));
            OneRequest operator = new OneRequest(gateway.managementUri("/").getPort());
            assertThat(operator.get("/observe/metrics").text())
                    .contains("openrouter_export_rejected_total{export=\"webhook\"} 1.0");
            assertThat(log.lines())
                    .anyMatch(
                            line -> line.contains("Export webhook: refused with HTTP 400, and set aside as " + aside));
            assertThat(log.lines()).noneMatch(line -> line.contains("canary"));
        }
    }

    @Test
    void whoAsksToBeLeftAloneIsTriedAgainLater() throws Exception {
        try (Receiver receiver = Receiver.start()
                        .answering(n -> n == 0 ? new Answer(429, "Retry-After: 2") : new Answer(n == 1 ? 408 : 200));
                TestGateway gateway = start(receiver.url())) {
            Calls.make(gateway.port(), 1);
            long first = awaitDeliveries(receiver, 1);
            assertThat(gateway.context().getEndpoints())
                    .filteredOn(HttpEndpoint.class::isInstance)
                    .filteredOn(endpoint -> endpoint.getEndpointUri().startsWith("openrouter-export-http"))
                    .extracting(endpoint -> ((HttpEndpoint) endpoint).getConnectTimeout())
                    .containsExactly(10_000L);
            long second = awaitDeliveries(receiver, 2);
            awaitDeliveries(receiver, 3);

            assertThat(Duration.ofNanos(second - first)).isGreaterThan(Duration.ofMillis(1700));
            assertThat(receiver.taken()).isEqualTo(Calls.recorded(data));
            assertThat(data.resolve("export/webhook/rejected")).doesNotExist();
        }
    }

    /** A redirect would send records, and what is in the path, to somebody whom nobody has named. */
    @Test
    void aRedirectIsNotFollowed() throws Exception {
        try (Receiver elsewhere = Receiver.start();
                Receiver receiver = Receiver.start()
                        .answering(n -> n == 0 ? new Answer(307, "Location: " + elsewhere.url()) : new Answer(200));
                TestGateway gateway = start(receiver.url())) {
            Calls.make(gateway.port(), 1);
            awaitDeliveries(receiver, 2);
            assertThat(elsewhere.deliveries()).isEmpty();
        }
    }

    @Test
    void aStopReadsTheJournalToItsEndAndTheNextStartGoesOnBehindIt() throws Exception {
        Calls.write(data, "usage-2026-01-01.1.jsonl", 130);
        try (Receiver receiver = Receiver.start()) {
            try (TestGateway gateway = start(receiver.url())) {
                Calls.make(gateway.port(), 2);
            }
            assertThat(receiver.taken()).isEqualTo(Calls.recorded(data)).hasSize(132);
            assertThat(receiver.deliveries().get(0).ids()).hasSize(100);
            assertThat(permissions(data.resolve("export/webhook/position"))).isEqualTo("rw-------");

            try (TestGateway gateway = start(receiver.url())) {
                Calls.make(gateway.port(), 2);
            }
            assertThat(receiver.taken()).isEqualTo(Calls.recorded(data)).hasSize(134);
        }
    }

    @Test
    void aReceiverThatIsAwayHoldsNoStop() throws Exception {
        try (Receiver receiver = Receiver.start().answering(n -> new Answer(503))) {
            long before;
            try (TestGateway gateway = start(receiver.url())) {
                Calls.make(gateway.port(), 2);
                awaitDeliveries(receiver, 1);
                before = System.nanoTime();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(8));
            receiver.answering(n -> new Answer(200));
            try (TestGateway gateway = start(receiver.url())) {
                await().until(() -> receiver.taken().size() == 2);
                assertThat(gateway.hasFailed()).isFalse();
            }
            assertThat(receiver.taken()).isEqualTo(Calls.recorded(data));
        }
    }

    /** What a route of exports says of errors is about its own. */
    @Test
    void theGatewayRetriesAsItDoesWithoutExports() throws Exception {
        try (Receiver receiver = Receiver.start();
                ScriptedUpstream upstream = ScriptedUpstream.start(call -> call.answer(503, "application/json", "{}"));
                TestGateway gateway = TestGateway.start(
                        upstream.baseUrl(),
                        "data-dir=" + data,
                        "export.webhook=" + receiver.url(),
                        "retry.attempts=1",
                        "retry.delay=1ms")) {
            assertThat(new OneRequest(gateway.port())
                            .post(Door.CHAT.path(), Door.CHAT.plain())
                            .status())
                    .isEqualTo(503);
            assertThat(upstream.callCount()).isEqualTo(2);
            awaitDeliveries(receiver, 1);
            assertThat(gateway.context().getCamelContextExtension().getErrorHandlerFactory())
                    .isNull();
        }
    }

    /** By hand, from the words of the specification. */
    @Test
    void signsAsStandardWebhooksSay() throws Exception {
        try (Receiver receiver = Receiver.start();
                TestGateway gateway = start(receiver.url(), "export.webhook.secret=" + WHSEC)) {
            Calls.make(gateway.port(), 1);
            awaitDeliveries(receiver, 1);
            Delivery delivery = receiver.deliveries().get(0);
            long sent = Long.parseLong(delivery.headers().get("webhook-timestamp"));
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
            byte[] signature = mac.doFinal(
                    (delivery.headers().get("webhook-id") + "." + sent + "." + new String(delivery.body(), UTF_8))
                            .getBytes(UTF_8));

            assertThat(delivery.headers())
                    .containsEntry(
                            "webhook-signature", "v1," + Base64.getEncoder().encodeToString(signature))
                    .containsEntry("Content-Type", "application/json");
            assertThat(sent).isBetween(System.currentTimeMillis() / 1000 - 60, System.currentTimeMillis() / 1000);
            assertThat(String.join("\n", delivery.headers().keySet())).doesNotContainIgnoringCase("camel");
        }
    }

    private TestGateway start(String url, String... more) {
        return TestGateway.sandbox(
                Stream.concat(Stream.of("data-dir=" + data, "export.webhook=" + url), Stream.of(more))
                        .toArray(String[]::new));
    }

    private static void awaitLine(LogRecorder log, String words) {
        await().until(() -> log.lines().stream().anyMatch(line -> line.contains(words)));
    }

    private static long awaitDeliveries(Receiver receiver, int number) {
        await().pollInterval(Duration.ofMillis(10))
                .until(() -> receiver.deliveries().size() >= number);
        return System.nanoTime();
    }

    private static Path onlyFileIn(Path directory) throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> found = files.toList();
            assertThat(new LinkedHashSet<>(found)).hasSize(1);
            return found.get(0);
        }
    }

    private static String permissions(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
