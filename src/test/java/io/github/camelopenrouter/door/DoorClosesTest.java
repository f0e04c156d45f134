/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.operation.OpenRouterRoutes;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.RawClient;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests in every stage at the moment when their door closes: none is left without an answer. */
@Timeout(60)
class DoorClosesTest {

    private static final String CHAT = Door.CHAT.path();
    private static final String FRAME =
            "\"error\":{\"code\":503,\"message\":\"The gateway is stopping.\",\"type\":\"overloaded_error\"}}\n\n";

    private ScriptedUpstream upstream;

    @BeforeEach
    void start() {
        upstream = ScriptedUpstream.start(ScriptedUpstream.Call::awaitHangUp);
    }

    @AfterEach
    void stop() throws Exception {
        upstream.close();
    }

    /** The client has status 200 and comments by then. */
    @Test
    void aStreamWithoutAnEventYetEndsWithTheFrame() throws Exception {
        try (TestGateway gateway = gateway("drain-timeout=100ms", "keep-alive=20ms");
                RawClient client = RawClient.connect(gateway.port())) {
            RawClient.Answer answer = client.post(CHAT, Door.CHAT.streaming()).answer();
            assertThat(answer.next(1)).isEqualTo(":");
            gateway.stop();
            assertThat(answer.text()).endsWith(FRAME);
        }
    }

    @Test
    void aStreamOnTheManagementPortEndsWithItToo() throws Exception {
        upstream.script(call -> {
            call.head(200, "text/event-stream").send("data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n\n");
            call.awaitHangUp();
        });
        try (TestGateway gateway = gateway(
                "drain-timeout=100ms",
                "admin.hosts=gateway",
                "camel.management.enabled=true",
                "camel.management.port=0")) {
            gateway.context().addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("platform-http:/mine?platformHttpEngine=#" + ManagementEngine.NAME)
                            .to("direct:openrouter-chat-completions");
                }
            });
            int port = gateway.managementUri("/").getPort();
            try (RawClient client = RawClient.connect(port)) {
                RawClient.Answer answer =
                        client.post("/mine", Door.CHAT.streaming()).answer();
                assertThat(answer.status() + answer.next(5)).isEqualTo("200data:");
                gateway.stop();
                assertThat(answer.text()).endsWith(FRAME);
            }
        }
    }

    @Test
    void aQueuedRequestIsToldToo() throws Exception {
        try (TestGateway gateway = gateway("drain-timeout=100ms", "max-concurrent-requests=1", "queue-timeout=1h");
                RawClient running = RawClient.connect(gateway.port()).post(CHAT, Door.CHAT.plain());
                RawClient queued = RawClient.connect(gateway.port())) {
            upstream.awaitCall();
            queued.post(CHAT, Door.CHAT.plain());
            HttpTest.await(10).until(() -> engine(gateway.context()).admission().queued() == 1);
            StreamingEngine engine = engine(gateway.context());
            gateway.stop();
            assertStopped(running);
            assertStopped(queued);
            assertThat(engine.freeSlots()).isEqualTo(1);
        }
    }

    /** Nobody can give last words to a client that does not read: it must not hold up the stop. */
    @Test
    void aClientThatReadsNothingIsCutOffSoon() throws Exception {
        String large = "data: " + "x".repeat(1024 * 1024) + "\n\n";
        upstream.script(call -> {
            call.head(200, "text/event-stream");
            for (int n = 0; n < 64; n++) {
                call.send(large);
            }
        });
        try (TestGateway gateway = gateway("drain-timeout=100ms", "timeout.write=off");
                RawClient client = RawClient.withReceiveBuffer(16 * 1024, gateway.port())) {
            client.post(CHAT, Door.CHAT.streaming());
            upstream.awaitCall();
            gateway.stop();
            assertThat(gateway.context().isStopped()).isTrue();
            HttpTest.await(10).until(() -> upstream.activeCalls() == 0);
        }
    }

    @Test
    void aDoorThatOpensAgainServes() throws Exception {
        upstream.script(call -> call.answer(200, "application/json", "{\"choices\":[]}"));
        try (TestGateway gateway = gateway("drain-timeout=100ms");
                RawClient client = RawClient.connect(gateway.port())) {
            String route = chatRoute(gateway);
            gateway.context().getRouteController().suspendRoute(route);
            assertReloading(RawClient.connect(gateway.port()).post(CHAT, Door.CHAT.plain()));
            assertReloading(RawClient.connect(gateway.port()).post("/litellm/chat/completions", Door.CHAT.plain()));
            gateway.context().getRouteController().resumeRoute(route);
            assertThat(client.post(CHAT, Door.CHAT.plain()).answer().status()).isEqualTo(200);
        }
    }

    /** As {@code --dev} does it with a door whose file has changed. */
    @Test
    void aStreamWhoseDoorGoesAloneIsToldSo() throws Exception {
        try (TestGateway gateway = gateway("drain-timeout=100ms", "keep-alive=20ms");
                RawClient client = RawClient.connect(gateway.port())) {
            RawClient.Answer answer = client.post(CHAT, Door.CHAT.streaming()).answer();
            assertThat(answer.next(1)).isEqualTo(":");
            gateway.context().getRouteController().stopRoute(chatRoute(gateway));
            assertThat(answer.text())
                    .endsWith(FRAME.replace("The gateway is stopping.", "The door is being reloaded."));
        }
    }

    private static String chatRoute(TestGateway gateway) {
        return gateway.context().getRoutes().stream()
                .filter(candidate -> candidate.getEndpoint().getEndpointUri().contains("/v1/chat/completions"))
                .filter(candidate -> !candidate.getEndpoint().getEndpointUri().contains("/openai/"))
                .findFirst()
                .orElseThrow()
                .getRouteId();
    }

    /** A host's own shutdown may be shorter than {@code openrouter.drain-timeout}: it is the host's to decide. */
    @Test
    void theShutdownOfAHostIsNotHeldUp() throws Exception {
        upstream.script(call -> {
            call.head(200, "text/event-stream").send("data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n\n");
            call.awaitHangUp();
        });
        CamelContext host = new DefaultCamelContext();
        VertxPlatformHttpServer server = startHost(host);
        try (RawClient client = RawClient.connect(server.getServer().actualPort())) {
            RawClient.Answer answer = client.post(CHAT, Door.CHAT.streaming()).answer();
            assertThat(answer.status() + answer.next(5)).isEqualTo("200data:");
            host.getShutdownStrategy().setTimeUnit(TimeUnit.MILLISECONDS);
            host.getShutdownStrategy().setTimeout(500);
            host.stop();
            assertThat(answer.text()).endsWith(FRAME);
        }
    }

    private VertxPlatformHttpServer startHost(CamelContext host) throws Exception {
        PropertiesComponent properties = (PropertiesComponent) host.getPropertiesComponent();
        properties.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
        Properties given = new Properties();
        given.put("openrouter.base-url", upstream.baseUrl());
        given.put("openrouter.api-key", TestGateway.KEY);
        properties.setInitialProperties(given);
        VertxPlatformHttpServerConfiguration configuration = new VertxPlatformHttpServerConfiguration();
        configuration.setBindPort(0);
        VertxPlatformHttpServer server = new VertxPlatformHttpServer(configuration);
        host.addService(server);
        StreamingEngine engine = new StreamingEngine(patientOptions(), false);
        engine.setCamelContext(host);
        host.addService(engine);
        host.getRegistry().bind("openrouter-engine", engine);
        host.addRoutes(new OpenRouterRoutes());
        host.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("platform-http:" + CHAT + "?platformHttpEngine=#openrouter-engine&httpMethodRestrict=POST")
                        .to("direct:openrouter-chat-completions");
            }
        });
        host.start();
        return server;
    }

    private static EngineOptions patientOptions() {
        Duration minutes = Duration.ofMinutes(5);
        AdmissionLimits limits = new AdmissionLimits("The gateway", 10, "concurrent", 10, "queued");
        ByteLimit bytes = new ByteLimit(1_000_000, "bytes");
        return new EngineOptions(
                bytes,
                limits,
                minutes,
                bytes,
                minutes,
                minutes,
                minutes,
                minutes,
                minutes,
                Set.of(),
                List.of(),
                TrustedProxies.NONE,
                false);
    }

    private static void assertStopped(RawClient client) throws Exception {
        try (client) {
            RawClient.Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("connection")).isEqualTo("close");
            assertThat(answer.text()).contains("The gateway is stopping.");
        }
    }

    private TestGateway gateway(String... settings) {
        return TestGateway.start(upstream.baseUrl(), settings);
    }

    private static StreamingEngine engine(CamelContext context) {
        return context.getRegistry().lookupByNameAndType("openrouter-engine", StreamingEngine.class);
    }

    private static void assertReloading(RawClient client) throws Exception {
        RawClient.Answer between = client.answer();
        assertThat(between.status()).isEqualTo(503);
        assertThat(between.header("retry-after")).isEqualTo("1");
        assertThat(between.text()).contains("\"The door is being reloaded.\"", "\"code\":\"reloading\"");
    }
}
