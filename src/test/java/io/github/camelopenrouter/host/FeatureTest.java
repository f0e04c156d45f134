/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.api.CallRecord;
import io.github.camelopenrouter.api.Principal;
import io.github.camelopenrouter.config.Section;
import io.github.camelopenrouter.config.Setting;
import io.github.camelopenrouter.config.SettingTypes;
import io.github.camelopenrouter.error.ForbiddenException;
import io.github.camelopenrouter.spi.Feature;
import io.github.camelopenrouter.spi.FeatureContext;
import io.github.camelopenrouter.spi.FeatureContext.Place;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.apache.camel.model.ModelCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A host's bean that gives each gateway of its context beans, steps, a listener and a setting. */
@Timeout(60)
class FeatureTest {

    private static final String BEAN = "camel.beans.greeting=#class:" + Greeting.class.getName();

    private static final BlockingQueue<CallRecord> TOLD = new LinkedBlockingQueue<>();
    private static final Queue<String> PASSED = new ConcurrentLinkedQueue<>();
    private static final Map<String, String> INSTALLED = new ConcurrentHashMap<>();

    private static final Setting<Duration> PATIENCE = new Section()
            .setting("greeting.patience", SettingTypes.duration("1s", "1m"), "3s", "How long a greeting waits.");

    private static final Principal GUEST = new Principal(null, "guests", "guest", Set.of());

    private ScriptedUpstream upstream;

    /** Greets whoever asks, but no strangers. */
    public static final class Greeting implements Feature {

        @Override
        public String name() {
            return "greeting";
        }

        @Override
        public List<Setting<?>> settings() {
            return List.of(PATIENCE);
        }

        @Override
        public void install(FeatureContext gateway) {
            INSTALLED.put(
                    gateway.prefix(),
                    gateway.name() + " " + gateway.setting(PATIENCE).orElseThrow());
            gateway.bean("greeting-of", gateway.name());
            gateway.health(new Greeted(gateway.prefix() + "greeting"));
            gateway.step(Place.DOOR, "strangers", Greeting::refuseStrangers);
            String prefix = gateway.prefix();
            gateway.step(Place.DOOR, "passed", exchange -> PASSED.add(prefix));
            gateway.step(Place.REQUEST, "greet", Greeting::greet);
            gateway.step(
                    Place.RESPONSE,
                    "sign",
                    exchange -> exchange.getMessage().setHeader("x-openrouter-signed", gateway.name()));
            gateway.listener(TOLD::add);
            gateway.authenticator(shown -> shown.secret().equals("guest") ? GUEST : null);
        }

        private static void refuseStrangers(Exchange exchange) {
            if ("stranger".equals(exchange.getMessage().getHeader("x-session-id"))) {
                throw new ForbiddenException(
                        "No greeting for " + Principal.of(exchange).team());
            }
        }

        private static void greet(Exchange exchange) {
            ObjectNode request = exchange.getMessage().getBody(ObjectNode.class);
            exchange.getMessage().setBody(request.put("greeting", "hello").put("model", "own"));
        }
    }

    private static final class Greeted extends AbstractHealthCheck {

        Greeted(String id) {
            super("greetings", id);
        }

        @Override
        protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
            builder.up();
        }
    }

    @BeforeEach
    void start() {
        TOLD.clear();
        PASSED.clear();
        INSTALLED.clear();
        upstream = ScriptedUpstream.start(call -> call.answer(200, "application/json", "{\"choices\":[]}"));
    }

    @AfterEach
    void stop() throws IOException {
        upstream.close();
    }

    @Test
    void standsInTheRoutesOfEachGatewayUnderItsPrefix() throws Exception {
        try (MainHost host = host("openrouter.greeting.patience=5s")) {
            assertThat(INSTALLED).containsEntry("openrouter-", " PT5S").containsEntry("openrouter-b-", "b PT3S");
            assertThat(host.context().getRegistry().lookupByName("openrouter-b-greeting-of"))
                    .isEqualTo("b");
            assertThat(host.context().getRegistry().findByType(String.class)).isEmpty();
            assertThat(host.context().getRegistry().lookupByNameAndType("openrouter-greeting", HealthCheck.class))
                    .isNotNull();
            for (String id :
                    List.of("openrouter-upstream-greet", "openrouter-b-upstream-greet", "openrouter-b-messages-sign")) {
                assertThat(((ModelCamelContext) host.context()).getProcessorDefinition(id))
                        .as(id)
                        .isNotNull();
            }
        }
    }

    @Test
    void seesTheDecodedRequestAndTheAnswer() throws Exception {
        try (MainHost host = host()) {
            OneRequest.Answer answer = ask(host, "x-api-key: guest");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("x-openrouter-signed")).isEmpty();
            assertThat(upstream.awaitCall().text()).contains("\"greeting\":\"hello\"", "\"model\":\"a/own\"");
            CallRecord call = TOLD.poll(20, TimeUnit.SECONDS);
            assertThat(call.client()).isEqualTo(new CallRecord.Client(null, "guests", "guest", null));
            assertThat(call.model()).isEqualTo(new CallRecord.Model("openai/gpt-4o", "a/own", null));
        }
    }

    @Test
    void refusesBehindTheGuardBeforeTheUpstreamIsTouched() throws Exception {
        try (MainHost host = host()) {
            OneRequest.Answer refused = ask(host, "x-api-key: guest", "x-session-id: stranger");

            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.text()).contains("No greeting for guests");
            assertThat(ask(host, "x-api-key: other", "x-session-id: stranger").status())
                    .isEqualTo(401);
            assertThat(upstream.callCount()).isZero();
            HttpTest.await(20)
                    .until(() -> TOLD.stream().anyMatch(call -> call.outcome() == CallRecord.Outcome.REFUSED));
        }
    }

    /** A door that names its guard twice, and one that leads to another gateway's operation. */
    @ParameterizedTest
    @CsvSource({"/twice, openrouter-", "/other, openrouter- openrouter-b-"})
    void stepsOfADoorAreDoneOnceByEachGatewayThatServesIt(String path, String gateways) throws Exception {
        try (MainHost host = host("openrouter.b.auth=none")) {
            host.context().addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("platform-http:/twice?platformHttpEngine=#openrouter-engine")
                            .process("openrouter-guard")
                            .process("openrouter-guard")
                            .to("direct:openrouter-chat-completions");
                    from("platform-http:/other?platformHttpEngine=#openrouter-engine")
                            .process("openrouter-guard")
                            .to("direct:openrouter-b-chat-completions");
                }
            });

            new OneRequest(host.port()).post(path, Door.CHAT.plain(), "x-api-key: guest");

            assertThat(PASSED).containsExactlyElementsOf(List.of(gateways.split(" ")));
        }
    }

    @Test
    void listenerOfOneGatewayIsToldOfItsCallsOnce() throws Exception {
        try (MainHost host = host()) {
            host.context()
                    .createProducerTemplate()
                    .requestBody("direct:openrouter-b-chat-completions", Door.CHAT.plain(), String.class);

            assertThat(TOLD.poll(20, TimeUnit.SECONDS).gateway()).isEqualTo("b");
            assertThat(TOLD).isEmpty();
        }
    }

    @Test
    void wrongSettingStopsTheStartWithItsSentence() {
        assertThatThrownBy(() -> host("openrouter.b.greeting.patience=soon"))
                .hasStackTraceContaining(
                        "openrouter.b.greeting.patience is \"soon\", but must be a duration from 1s to 1m");
    }

    @Test
    void twoOfOneNameStopTheStart() {
        assertThatThrownBy(() -> host("camel.beans.another=#class:" + Greeting.class.getName()))
                .hasStackTraceContaining("Two features are called greeting: remove one of the beans.");
    }

    private MainHost host(String... settings) {
        return MainHost.with(Stream.concat(
                                Stream.of(
                                        BEAN,
                                        "camel.main.routesIncludePattern=classpath:openrouter/routes/*.camel.yaml",
                                        "openrouter.routes.enabled=true",
                                        "openrouter.b.routes.enabled=true",
                                        "openrouter.api-key=any",
                                        "openrouter.b.api-key=other",
                                        "openrouter.auth=keys",
                                        "openrouter.model-aliases=own>a/own",
                                        "openrouter.base-url=" + upstream.baseUrl(),
                                        "openrouter.b.base-url=" + upstream.baseUrl()),
                                Stream.of(settings))
                        .toArray(String[]::new))
                .start();
    }

    private static OneRequest.Answer ask(MainHost host, String... headers) throws IOException {
        return new OneRequest(host.port()).post(Door.CHAT.path(), Door.CHAT.plain(), headers);
    }
}
