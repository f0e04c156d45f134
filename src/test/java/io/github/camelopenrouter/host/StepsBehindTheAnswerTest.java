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

import io.github.camelopenrouter.error.ForbiddenException;
import io.github.camelopenrouter.operation.OpenRouterRoutes;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.RawClient;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import io.github.camelopenrouter.testing.TokenByToken;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator's steps in {@code openrouter-response-…} see and may do, as src/docs/routes.md says. */
@Timeout(120)
class StepsBehindTheAnswerTest {

    private static final String SSE = "text/event-stream";
    private static final String JSON = "application/json";
    private static final String ANSWER = "{\"choices\":[{\"message\":{\"content\":\"Hi\"}}]}";
    private static final String EVENT = "data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n\n";
    private static final String MARK = "x-openrouter-mark";

    private static final List<Integer> SEEN = new CopyOnWriteArrayList<>();

    private static volatile Processor step;
    private static ScriptedUpstream upstream;
    private static MainHost host;

    @BeforeAll
    static void start() {
        upstream = ScriptedUpstream.start(call -> call.answer(200, JSON, ANSWER));
        host = MainHost.with(
                        "camel.main.routesIncludePattern=classpath:openrouter/routes/*.camel.yaml",
                        "openrouter.retry.delay=1ms",
                        "openrouter.keep-alive=200ms",
                        "openrouter.api-key=any",
                        "openrouter.base-url=" + upstream.baseUrl())
                .start(new Steps(), new OpenRouterRoutes());
    }

    @AfterAll
    static void stop() throws IOException {
        host.close();
        upstream.close();
    }

    @BeforeEach
    void forgetEarlierTests() {
        upstream.forget();
        upstream.script(call -> call.answer(200, JSON, ANSWER));
        SEEN.clear();
        step = exchange -> exchange.getMessage().setHeader(MARK, "seen");
    }

    private static final class Steps extends RouteConfigurationBuilder {
        @Override
        public void configuration() {
            routeConfiguration("openrouter-response-mine").interceptFrom("*").process(exchange -> {
                SEEN.add(exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class));
                step.process(exchange);
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void mayAddAHeader(Door door) throws Exception {
        upstream.script(
                call -> call.answer(200, JSON, "{\"choices\":[{}],\"output\":[{}],\"content\":[{}],\"data\":[{}]}"));

        OneRequest.Answer answer = ask(door.path(), door.plain());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header(MARK)).isEqualTo("seen");
        assertThat(SEEN).containsExactly(200);
    }

    @Test
    void holdNoTokenBack() throws Exception {
        TokenByToken.assertThrough(upstream, host.port(), Door.CHAT.path(), Door.CHAT.streaming());

        assertThat(SEEN).containsExactly(200);
    }

    /** As in a route of a host's: who asks for the text of a stream gets all of it, and takes nothing away. */
    @ParameterizedTest
    @ValueSource(strings = {"${bodyAs(String)}", "${body}", "${mandatoryBodyAs(String)}"})
    void mayReadTheTextOfAStream(String expression) throws Exception {
        String events = "data: {\"choices\":[{\"delta\":{\"content\":\"Bluebird\"}}]}\n\n"
                + "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
        upstream.script(call -> call.head(200, "text/event-stream").send(events).end());
        List<String> read = new CopyOnWriteArrayList<>();
        step = exchange -> read.add(exchange.getContext()
                .resolveLanguage("simple")
                .createExpression(expression)
                .evaluate(exchange, String.class));

        assertThat(ask(Door.CHAT.path(), Door.CHAT.streaming()).text()).isEqualTo(events);

        assertThat(read).containsExactly(events);
    }

    @Test
    void seeOneAnswerHoweverManyAttemptsThereWere() throws Exception {
        upstream.script(call -> call.answer(upstream.callCount() == 1 ? 503 : 200, JSON, ANSWER));

        assertThat(ask(Door.CHAT.path(), Door.CHAT.plain()).status()).isEqualTo(200);

        assertThat(upstream.callCount()).isEqualTo(2);
        assertThat(SEEN).containsExactly(200);
    }

    @Test
    void seeAnErrorOfOpenRoutersToo() throws Exception {
        upstream.script(call -> call.answer(404, JSON, "{\"error\":{\"message\":\"No such model\",\"code\":404}}"));

        OneRequest.Answer answer = ask(Door.CHAT.path(), Door.CHAT.plain());

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header(MARK)).isEqualTo("seen");
        assertThat(SEEN).containsExactly(404);
    }

    @Test
    void seeTheErrorInPlaceOfAnAnswer() throws Exception {
        upstream.script(ScriptedUpstream.Call::reset);

        OneRequest.Answer answer = ask(Door.CHAT.path(), Door.CHAT.plain());

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.header(MARK)).isEqualTo("seen");
        assertThat(SEEN).containsExactly(502);
    }

    @Test
    void seeNothingOfWhatTheGatewayRefusesBeforeTheCall() throws Exception {
        assertThat(ask(Door.CHAT.path(), "{}").status()).isEqualTo(400);

        assertThat(SEEN).isEmpty();
    }

    @Test
    void refuseInTheEnvelopeAndEndTheCall() throws Exception {
        upstream.script(call -> call.head(200, SSE).send(EVENT).awaitHangUp());
        step = exchange -> {
            throw new ForbiddenException("Not for you.");
        };

        OneRequest.Answer answer = ask(Door.CHAT.path(), Door.CHAT.streaming());

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text()).contains("\"message\":\"Not for you.\"");
        Awaitility.await().until(() -> upstream.activeCalls() == 0);
    }

    @Test
    void endTheCallWhoseAnswerTheyReplace() throws Exception {
        upstream.script(call -> call.head(200, SSE).send(EVENT).awaitHangUp());
        step = exchange -> exchange.getMessage().setBody("{\"mine\":true}");

        assertThat(ask(Door.CHAT.path(), Door.CHAT.streaming()).text()).isEqualTo("{\"mine\":true}");

        Awaitility.await().until(() -> upstream.activeCalls() == 0);
    }

    @Test
    void seeTheCallsOfAHostsOwnRoutes() {
        Exchange answer = host.context()
                .createProducerTemplate()
                .request(
                        "direct:openrouter-chat-completions",
                        call -> call.getMessage().setBody(Door.CHAT.plain()));

        assertThat(answer.getMessage().getHeader(MARK)).isEqualTo("seen");
    }

    /** The client has waited so long that it has its status: what a step says of status and headers comes too late. */
    @Test
    void sayNothingToAClientThatHasItsStatus() throws Exception {
        CountDownLatch signed = new CountDownLatch(1);
        upstream.script(call -> {
            assertThat(signed.await(20, TimeUnit.SECONDS)).isTrue();
            call.head(200, SSE).send(EVENT).send("data: [DONE]\n\n").end();
        });
        step = exchange -> {
            exchange.getMessage().setHeader(MARK, "late");
            exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 403);
        };
        try (RawClient client = RawClient.connect(host.port()).post(Door.CHAT.path(), Door.CHAT.streaming())) {
            RawClient.Answer answer = client.answer(); // comes with the first sign of life
            signed.countDown();

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header(MARK)).isNull();
            assertThat(answer.text()).contains(EVENT);
        }
        assertThat(SEEN).containsExactly(200);
    }

    private static OneRequest.Answer ask(String path, String body) throws IOException {
        return new OneRequest(host.port()).post(path, body);
    }
}
