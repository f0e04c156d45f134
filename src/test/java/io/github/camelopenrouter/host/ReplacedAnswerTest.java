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

import io.github.camelopenrouter.operation.OpenRouterRoutes;
import io.github.camelopenrouter.testing.BalanceView;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.LogRecorder;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.processor.aggregate.UseOriginalAggregationStrategy;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who replaces the body of an answer ends the call: five streams that never end leave nothing behind. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplacedAnswerTest {

    private static final int CALLS = 5;
    private static final String OPERATION = "direct:openrouter-chat-completions";
    private static final String DOOR = "?platformHttpEngine=#openrouter-engine&httpMethodRestrict=POST";
    private static final String EVENT = "data: {\"choices\":[{\"delta\":{\"content\":\"Hel\"}}]}\n\n";

    private ScriptedUpstream upstream;
    private MainHost host;

    @BeforeAll
    void start() {
        upstream = ScriptedUpstream.start(ReplacedAnswerTest::withoutEnd);
        host = MainHost.with(
                        "openrouter.api-key=a=sk-or-v1-canary-1,b=sk-or-v1-canary-2",
                        "openrouter.access-log=true",
                        "openrouter.base-url=" + upstream.baseUrl())
                .start(new Doors(), new Steps(), new OpenRouterRoutes());
    }

    @AfterAll
    void stop() throws IOException {
        host.close();
        upstream.close();
    }

    @BeforeEach
    void forgetEarlierTests() {
        upstream.forget();
    }

    private static final class Doors extends RouteBuilder {
        @Override
        public void configure() {
            from("platform-http:/replaced" + DOOR).to(OPERATION).setBody(constant("accepted"));
            from("platform-http:/replaced-behind-kamelet" + DOOR)
                    .to("kamelet:openrouter-upstream-sink?operation=chat-completions")
                    .setBody(constant("accepted"));
            from("platform-http:/replaced-in-breaker" + DOOR)
                    .circuitBreaker()
                    .to(OPERATION)
                    .end()
                    .setBody(constant("accepted"));
            from("kamelet:openrouter-gateway-source?operation=chat-completions&path=/replaced-behind-source")
                    .to("kamelet:openrouter-chat-action?model=a/b&output=tokens")
                    .setBody(constant("accepted"));
            from("platform-http:/replaced-after-failure" + DOOR)
                    .onException(IllegalStateException.class)
                    .handled(true)
                    .setHeader(Exchange.HTTP_RESPONSE_CODE, constant(500))
                    .setBody(constant("failed"))
                    .end()
                    .to(OPERATION)
                    .throwException(new IllegalStateException("a step of the host's own"));
            from("platform-http:/wrapped" + DOOR)
                    .to(OPERATION)
                    .process(exchange -> exchange.getMessage()
                            .setBody(new UpperCase(exchange.getMessage().getBody(InputStream.class))));
        }
    }

    private static final class Steps extends RouteBuilder {
        @Override
        public void configure() {
            from("direct:set-body").to(OPERATION).setBody(constant("accepted"));
            from("direct:set-nothing")
                    .to(OPERATION)
                    .process(exchange -> exchange.getMessage().setBody(null));
            from("direct:other-message")
                    .to(OPERATION)
                    .process(exchange -> exchange.setMessage(new org.apache.camel.support.DefaultMessage(exchange)));
            from("direct:choice")
                    .to(OPERATION)
                    .choice()
                    .when(header("CamelHttpResponseCode").isEqualTo(200))
                    .setBody(constant("accepted"))
                    .end();
            from("direct:caught")
                    .doTry()
                    .to(OPERATION)
                    .throwException(new IllegalStateException("a step of the host's own"))
                    .doCatch(IllegalStateException.class)
                    .setBody(constant("failed"))
                    .end();
            from("direct:completion")
                    .onCompletion()
                    .modeBeforeConsumer()
                    .setBody(constant("accepted"))
                    .end()
                    .to(OPERATION);
            from("direct:second-call")
                    .to(OPERATION)
                    .setBody(constant(Door.CHAT.streaming()))
                    .to(OPERATION)
                    .setBody(constant("accepted"));
            from("direct:fails").errorHandler(noErrorHandler()).to(OPERATION).throwException(new IOException("own"));
            from("direct:enriched").enrich(OPERATION, new UseOriginalAggregationStrategy());
            from("direct:breaker").circuitBreaker().to(OPERATION).end().setBody(constant("accepted"));
            from("direct:kamelet")
                    .to("kamelet:openrouter-chat-action?model=a/b&output=stream")
                    .setBody(constant("accepted"));
            from("direct:multicast")
                    .to(OPERATION)
                    .multicast()
                    .to("log:a", "log:b")
                    .end()
                    .setBody(constant("x"));
            from("direct:nobody").to(OPERATION);
            from("direct:redelivered")
                    .errorHandler(defaultErrorHandler().maximumRedeliveries(2))
                    .to(OPERATION)
                    .setBody(constant("accepted"));
        }
    }

    /** A step of a host's that changes every byte as it passes. */
    private static final class UpperCase extends InputStream {

        private final InputStream answer;

        UpperCase(InputStream answer) {
            this.answer = answer;
        }

        @Override
        public int read() throws IOException {
            int one = answer.read();
            return one < 0 ? one : Character.toUpperCase(one);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/replaced",
                "/replaced-behind-kamelet",
                "/replaced-in-breaker",
                "/replaced-behind-source",
                "/replaced-after-failure"
            })
    void doorEndsTheCallWhoseAnswerIsReplaced(String path) throws Exception {
        boolean fails = path.endsWith("failure");
        try (LogRecorder log = LogRecorder.record()) {
            for (int n = 0; n < CALLS; n++) {
                assertThat(new OneRequest(host.port())
                                .post(path, Door.CHAT.streaming())
                                .text())
                        .isEqualTo(fails ? "failed" : "accepted");
            }
            awaitRest();
            List<String> lines = log.lines().stream()
                    .filter(line -> line.contains(" path=" + path))
                    .toList();
            if (!path.endsWith("source")) {
                assertThat(lines)
                        .hasSize(CALLS)
                        .allMatch(line -> line.endsWith(fails ? " outcome=error" : " outcome=replaced"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "set-body",
                "set-nothing",
                "other-message",
                "choice",
                "caught",
                "completion",
                "second-call",
                "fails"
            })
    void exchangeEndsTheCallWhoseAnswerIsReplaced(String route) {
        for (int n = 0; n < CALLS; n++) {
            call(route);
        }
        awaitRest();
        assertThat(upstream.hangUps()).isEqualTo(upstream.callCount()).isGreaterThanOrEqualTo(CALLS);
    }

    /** Of these Camel tells nobody when they are done with it. */
    @ParameterizedTest
    @ValueSource(strings = {"enriched", "breaker", "kamelet", "multicast", "nobody", "redelivered"})
    void answerThatNobodyCanReadAnyMoreEndsItsCall(String route) {
        for (int n = 0; n < CALLS; n++) {
            call(route);
        }
        await().until(() -> {
            System.gc();
            return upstream.hangUps() == CALLS;
        });
        awaitRest();
    }

    @Test
    void stepThatWrapsTheAnswerReadsAllOfIt() throws Exception {
        upstream.script(call -> call.head(200, "text/event-stream")
                .send(EVENT)
                .send("data: [DONE]\n\n")
                .end());
        try {
            assertThat(new OneRequest(host.port())
                            .post("/wrapped", Door.CHAT.streaming())
                            .text())
                    .isEqualTo((EVENT + "data: [DONE]\n\n").toUpperCase());
        } finally {
            upstream.script(ReplacedAnswerTest::withoutEnd);
        }
    }

    private void call(String route) {
        host.context()
                .createProducerTemplate()
                .request("direct:" + route, call -> call.getMessage().setBody(Door.CHAT.streaming()));
    }

    private void awaitRest() {
        await().until(() -> upstream.openConnections() == 0);
        await().until(() -> connections().getTotalStats().getLeased() == 0);
        await().until(() -> new BalanceView(host.context()).isIdle());
    }

    private PoolingHttpClientConnectionManager connections() {
        CamelContext context = host.context();
        return context.getRegistry()
                .lookupByNameAndType("openrouter-connections", PoolingHttpClientConnectionManager.class);
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(20));
    }

    private static void withoutEnd(ScriptedUpstream.Call call) throws IOException {
        call.head(200, "text/event-stream").send(EVENT);
        call.awaitHangUp();
    }
}
