/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.RawConnection;
import io.github.camelopenrouter.testing.TestCertificates;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.support.RoutePolicySupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of clients that come while the gateway is starting: a route of the test's own holds the start. */
@Timeout(60)
class GateTest {

    private static final int BEFORE_ALL_DOORS = 1;
    private static final int AFTER_ALL_DOORS = 1_000_000;
    private static final String HEALTH = "GET /health HTTP/1.1\nHost: localhost\n\n";

    @ParameterizedTest
    @ValueSource(ints = {BEFORE_ALL_DOORS, AFTER_ALL_DOORS})
    void whoComesBeforeTheDoorsStandWaitsAndIsServed(int place) throws Exception {
        try (HeldStart start = new HeldStart(place);
                RawConnection health = start.client().send(HEALTH);
                RawConnection head =
                        start.client().send("HEAD /health HTTP/1.1\nHost: localhost\nConnection: close\n\n");
                RawConnection chat = start.client().send(post(Door.CHAT));
                RawConnection messages = start.client().send(post(Door.MESSAGES));
                RawConnection lost = start.client().send("GET /nowhere HTTP/1.1\nHost: localhost\n\n")) {
            assertThat(start.probe("live")).isEqualTo(200);
            assertThat(start.probe("ready")).isEqualTo(503);
            assertThat(health.hasAnswer()).isFalse();

            start.goOn();

            assertThat(health.answer().status()).isEqualTo(200);
            assertThat(head.answer().status()).isEqualTo(200);
            assertThat(chat.answer().status()).isEqualTo(200);
            assertThat(messages.answer().status()).isEqualTo(200);
            assertThat(lost.answer().status()).isEqualTo(404);
            assertThat(start.probe("ready")).isEqualTo(200);
        }
    }

    /** Probes have to get through, so nobody waits there. */
    @Test
    void whoAsksTheManagementPortForMoreThanHealthIsToldToComeBack() throws Exception {
        try (HeldStart start = new HeldStart(BEFORE_ALL_DOORS)) {
            OneRequest.Answer early = start.management("/admin/v1/breakers");
            assertThat(early.status()).isEqualTo(503);
            assertThat(early.text()).contains("loading_routes");

            start.goOn();

            assertThat(start.management("/admin/v1/breakers").status()).isEqualTo(404);
        }
    }

    @Test
    void connectionThatWaitedIsOneLikeAnyOther() throws Exception {
        try (HeldStart start = new HeldStart(BEFORE_ALL_DOORS, "timeout.client-idle=100ms");
                RawConnection client = start.client().send(HEALTH + post(Door.CHAT))) {
            start.goOn();

            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(client.ends()).isTrue();
        }
    }

    @Test
    void handshakeWaitsToo(@TempDir Path directory) throws Exception {
        TestCertificates certificates = TestCertificates.create(directory);
        try (HeldStart start = new HeldStart(
                        BEFORE_ALL_DOORS,
                        "tls.certificate=" + certificates.certificate(TestCertificates.LOCALHOST),
                        "tls.key=" + certificates.key(TestCertificates.LOCALHOST));
                RawConnection client = RawConnection.open(start.port(), certificates.client())) {
            FutureTask<Integer> status =
                    new FutureTask<>(() -> client.send(HEALTH).answer().status());
            new Thread(status).start();
            assertThat(start.probe("live")).isEqualTo(200);
            assertThat(status).isNotDone();

            start.goOn();

            assertThat(status.get(20, TimeUnit.SECONDS)).isEqualTo(200);
        }
    }

    @Test
    void nextStartOnTheSamePortHasItsClientsWaitAgain() throws Exception {
        String port;
        try (HeldStart first = new HeldStart(BEFORE_ALL_DOORS)) {
            first.goOn();
            port = "camel.server.port=" + first.port();
        }
        try (HeldStart second = new HeldStart(BEFORE_ALL_DOORS, port);
                RawConnection client = second.client().send(HEALTH)) {
            assertThat(second.probe("ready")).isEqualTo(503);

            second.goOn();

            assertThat(client.answer().status()).isEqualTo(200);
        }
    }

    @Test
    void whoWaitsForAStartThatFailsGetsNoAnswer() throws Exception {
        try (HeldStart start = new HeldStart(BEFORE_ALL_DOORS);
                RawConnection client = start.client().send(HEALTH)) {
            start.fail();

            assertThatThrownBy(client::answer).isInstanceOf(IOException.class);
        }
    }

    private static String post(Door door) {
        return "POST " + door.path() + " HTTP/1.1\nHost: localhost\nContent-Length: "
                + door.plain().length() + "\n\n" + door.plain();
    }

    /** A gateway whose server listens and whose doors, or the ends of whose start, are still to come. */
    private static final class HeldStart extends RouteBuilder implements AutoCloseable {

        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);
        private final int place;
        private final TestGateway gateway;
        private volatile boolean failing;

        HeldStart(int place, String... settings) throws Exception {
            this.place = place;
            String[] all = new String[settings.length + 2];
            all[0] = "camel.management.enabled=true";
            all[1] = "camel.management.port=0";
            System.arraycopy(settings, 0, all, 2, settings.length);
            gateway = TestGateway.startingWith(this, all);
            assertThat(reached.await(50, TimeUnit.SECONDS)).isTrue();
        }

        @Override
        public void configure() {
            RoutePolicySupport holding = new RoutePolicySupport() {
                @Override
                public void onStart(Route route) {
                    hold();
                }
            };
            from("direct:held").startupOrder(place).routePolicy(holding).stop();
        }

        private void hold() {
            reached.countDown();
            try {
                assertThat(goOn.await(50, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (failing) {
                throw new IllegalStateException("This start fails");
            }
        }

        int port() {
            return gateway.context().hasServices(VertxPlatformHttpServer.class).stream()
                    .map(VertxPlatformHttpServer::getServer)
                    .mapToInt(server -> server.actualPort())
                    .filter(port -> port != gateway.managementUri("/").getPort())
                    .findFirst()
                    .orElseThrow();
        }

        RawConnection client() throws IOException {
            return RawConnection.open(port());
        }

        int probe(String name) throws IOException {
            return management("/observe/health/" + name).status();
        }

        OneRequest.Answer management(String path) throws IOException {
            return new OneRequest(gateway.managementUri("/").getPort()).get(path);
        }

        void goOn() {
            goOn.countDown();
            gateway.awaitStart();
        }

        void fail() {
            failing = true;
            goOn.countDown();
            assertThatThrownBy(gateway::awaitStart).hasStackTraceContaining("This start fails");
            gateway.close();
        }

        @Override
        public void close() {
            goOn.countDown();
            gateway.close();
        }
    }
}
