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

import io.github.camelopenrouter.body.RequestBody;
import io.github.camelopenrouter.operation.OpenRouterRoutes;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recipes for the standalone gateway do the same in a host. */
@Timeout(120)
class OperatorsStepsInHostTest {

    private static final String RECIPES =
            "file:src/it/recipes/allow-list.camel.yaml,file:src/it/recipes/require-header.camel.yaml";

    private static final String LARGE = Door.CHAT.plain().replace("}]", ",\"name\":\"" + "n".repeat(70_000) + "\"}]");

    private ScriptedUpstream upstream;

    @BeforeEach
    void startUpstream() {
        upstream = ScriptedUpstream.start(call -> call.answer(200, "application/json", "{\"choices\":[]}"));
    }

    @AfterEach
    void stopUpstream() throws IOException {
        upstream.close();
    }

    @Test
    void recipesWorkWhereAPropertyAsksForTheRoutes() throws Exception {
        try (MainHost host = host("openrouter.routes.enabled=true").start()) {
            OneRequest client = new OneRequest(host.port());

            assertThat(client.post(Door.CHAT.path(), Door.CHAT.plain()).status())
                    .isEqualTo(400);
            assertThat(client.post(Door.CHAT.path(), Door.CHAT.plain(), "X-Cost-Center: 1")
                            .status())
                    .isEqualTo(403);
            assertThat(upstream.callCount()).isZero();
        }
    }

    /** The doors are read before the operations are added: the error handling that they name has to be there by then. */
    @Test
    void refusalsAtTheDoorAreEnvelopesWhereAPropertyAsksForTheRoutes() throws Exception {
        String keys = "openrouter.auth.keys=laptop=" + "0".repeat(64);
        try (MainHost host = MainHost.with(
                        "camel.main.routesIncludePattern=classpath:openrouter/routes/*.camel.yaml",
                        "openrouter.routes.enabled=true",
                        "openrouter.api-key=any",
                        keys)
                .start()) {
            OneRequest.Answer refused = new OneRequest(host.port()).post(Door.CHAT.path(), Door.CHAT.plain());

            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.text()).contains("\"type\":\"authentication_error\"");
        }
    }

    @Test
    void recipesWorkWhereJavaAddsTheRoutes() {
        try (MainHost host = host().start(new OpenRouterRoutes())) {
            Exchange answer = host.context()
                    .createProducerTemplate()
                    .request(
                            "direct:openrouter-chat-completions",
                            call -> call.getMessage().setBody(Door.CHAT.plain()));

            assertThat(answer.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE))
                    .isEqualTo(403);
        }
    }

    @Test
    void anOpenBreakerOfTheOperatorsOwnIsNotTakenForOneOfOurs() {
        CircuitBreaker own = CircuitBreaker.ofDefaults("operators");
        own.transitionToForcedOpenState();
        RouteConfigurationBuilder steps = new RouteConfigurationBuilder() {
            @Override
            public void configuration() {
                routeConfiguration("openrouter-upstream-own").interceptFrom("*").process(exchange -> {
                    throw CallNotPermittedException.createCallNotPermittedException(own);
                });
            }
        };
        try (MainHost host = MainHost.with("openrouter.api-key=any", "openrouter.base-url=" + upstream.baseUrl())
                .start(steps, new OpenRouterRoutes())) {
            Exchange answer = host.context()
                    .createProducerTemplate()
                    .request(
                            "direct:openrouter-chat-completions",
                            call -> call.getMessage().setBody(Door.CHAT.plain()));

            assertThat(answer.getProperty(Exchange.EXCEPTION_CAUGHT)).isInstanceOf(CallNotPermittedException.class);
            assertThat(answer.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE))
                    .isEqualTo(500);
            assertThat(upstream.callCount()).isZero();
        }
    }

    /** Camel's own expressions search a request, and its converters make bytes of it. */
    @Test
    void aLargeRequestIsReadByEveryStep() throws Exception {
        List<Object> read = new CopyOnWriteArrayList<>();
        RouteConfigurationBuilder steps = new RouteConfigurationBuilder() {
            @Override
            public void configuration() {
                routeConfiguration("openrouter-upstream-own")
                        .interceptFrom("*")
                        .filter(simple("${body} contains 'nnn'"))
                        .process(exchange -> read.add(exchange.getMessage().getBody(byte[].class)));
            }
        };
        try (MainHost host = plainHost().start(steps, new OpenRouterRoutes())) {
            chat(host, LARGE);

            assertThat(read).containsExactly(upstream.awaitCall().body());
        }
    }

    /** A host may look at what is sent to an endpoint of ours without a place of ours for it. */
    @ParameterizedTest
    @ValueSource(strings = {"direct:openrouter-upstream", "direct:openrouter-attempt", "openrouter-http*"})
    void aLargeRequestIsSearchedOnItsWayToAnyEndpoint(String endpoint) throws Exception {
        List<String> found = new CopyOnWriteArrayList<>();
        RouteBuilder guard = new RouteBuilder() {
            @Override
            public void configure() {
                interceptSendToEndpoint(endpoint)
                        .filter(simple("${body} contains 'nnn'"))
                        .process(exchange -> found.add(exchange.getMessage().getBody(String.class)));
                from("direct:ask").to("direct:openrouter-chat-completions");
            }
        };
        try (MainHost host = plainHost().start(guard, new OpenRouterRoutes())) {
            chat(host, LARGE);

            assertThat(found).containsExactly(LARGE);
            assertThat(upstream.awaitCall().text()).isEqualTo(LARGE);
        }
    }

    @Test
    void aLargeRequestIsReadByATracerAndSentWhole() throws Exception {
        List<Object> seen = new CopyOnWriteArrayList<>();
        RouteBuilder tracer = new RouteBuilder() {
            @Override
            public void configure() {
                getCamelContext()
                        .getCamelContextExtension()
                        .addInterceptStrategy((context, node, target, next) ->
                                "openrouter-attempt-call".equals(node.getId()) ? new BodyTrace(target, seen) : target);
            }
        };
        try (MainHost host = plainHost().start(tracer, new OpenRouterRoutes())) {
            chat(host, LARGE);

            assertThat(seen).containsExactly(RequestBody.class, LARGE);
            assertThat(upstream.awaitCall().text()).isEqualTo(LARGE);
        }
    }

    /** By a setting of Camel's, or by a step that is meant for the host's own calls. */
    @Test
    void aHeaderThatAHostAddsToEveryExchangeStaysInside() throws Exception {
        RouteBuilder marking = new RouteBuilder() {
            @Override
            public void configure() {
                interceptSendToEndpoint("http*").setHeader("X-Host", constant("own"));
                from("direct:ask").to("direct:openrouter-chat-completions");
            }
        };
        try (MainHost host = MainHost.with(
                        "camel.main.useBreadcrumb=true",
                        "openrouter.api-key=any",
                        "openrouter.base-url=" + upstream.baseUrl())
                .start(marking, new OpenRouterRoutes())) {
            chat(host, Door.CHAT.plain());

            assertThat(upstream.awaitCall().headers())
                    .containsKey("User-Agent")
                    .doesNotContainKeys("breadcrumbId", "X-Host");
        }
    }

    private static void chat(MainHost host, String request) {
        host.context()
                .createProducerTemplate()
                .request(
                        "direct:openrouter-chat-completions",
                        call -> call.getMessage().setBody(request));
    }

    private MainHost plainHost() {
        return MainHost.with("openrouter.api-key=any", "openrouter.base-url=" + upstream.baseUrl());
    }

    private MainHost host(String... more) {
        String[] settings = {
            "camel.main.routesIncludePattern=classpath:openrouter/routes/*.camel.yaml," + RECIPES,
            "openrouter.api-key=any",
            "openrouter.base-url=" + upstream.baseUrl(),
            more.length == 0 ? "openrouter.retry.attempts=0" : more[0]
        };
        return MainHost.with(settings);
    }

    /** Notes the body's type and its text. */
    private static final class BodyTrace extends DelegateAsyncProcessor {

        private final List<Object> seen;

        BodyTrace(Processor target, List<Object> seen) {
            super(target);
            this.seen = seen;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            Message message = exchange.getMessage();
            seen.add(message.getBody().getClass());
            seen.add(message.getBody(String.class));
            return super.process(exchange, callback);
        }
    }
}
