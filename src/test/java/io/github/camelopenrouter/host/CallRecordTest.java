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

import io.github.camelopenrouter.api.CallRecord;
import io.github.camelopenrouter.api.CallRecord.CostSource;
import io.github.camelopenrouter.api.CallRecord.Outcome;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.api.Principal;
import io.github.camelopenrouter.api.TokenUsage;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.kamelet.OpenRouterCallException;
import io.github.camelopenrouter.operation.OpenRouterRoutes;
import io.github.camelopenrouter.spi.CallListener;
import io.github.camelopenrouter.spi.ResponseEnd;
import io.github.camelopenrouter.spi.ResponseEvent;
import io.github.camelopenrouter.spi.ResponseFilter;
import io.github.camelopenrouter.spi.ResponseFilterFactory;
import io.github.camelopenrouter.spi.ResponseVerdict;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.LogRecorder;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.RawClient;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.processor.aggregate.UseLatestAggregationStrategy;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What listeners are told of a call, whichever way it came in and however it ends: one record, and the right one. */
@Timeout(120)
class CallRecordTest {

    private static final String OPERATION = "direct:openrouter-chat-completions";
    private static final String SSE = "text/event-stream";
    private static final String JSON = "application/json";
    private static final String USAGE = "\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":31,\"cost\":0.000120}";
    private static final String ANSWER = "{\"id\":\"gen-1\",\"model\":\"served/model\",\"provider\":\"Someone\","
            + "\"choices\":[{\"finish_reason\":\"stop\",\"message\":{\"content\":\"Hi\"}}]," + USAGE + "}";
    private static final String EVENT =
            "data: {\"id\":\"gen-1\",\"model\":\"served/model\",\"provider\":\"Someone\",\"choices\":[{\"index\":0,"
                    + "\"delta\":{\"content\":\"Hi\"}}]}\n\n";
    private static final String LAST = "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],"
            + USAGE + "}\n\ndata: [DONE]\n\n";
    private static final String FAILING =
            "data: {\"error\":{\"code\":502,\"type\":\"provider_error\",\"message\":\"Gone\"},\"choices\":[]}\n\n";

    private static final BlockingQueue<CallRecord> TOLD = new LinkedBlockingQueue<>();
    private static final AtomicBoolean ENDS = new AtomicBoolean();

    private static final Set<String> THREADS = ConcurrentHashMap.newKeySet();

    private static ScriptedUpstream upstream;
    private static Hosts hosts;
    private static ProducerTemplate template;

    private LogRecorder log;

    @BeforeAll
    static void start() {
        upstream = ScriptedUpstream.start(call -> call.answer(200, JSON, ANSWER));
        hosts = Hosts.start(10000);
        template = hosts.template();
    }

    /** One on Vert.x, whose doors are ours, and one whose server is another's. */
    private record Hosts(MainHost main, MainHost onOtherEngine, ProducerTemplate template) implements AutoCloseable {

        static Hosts start(int breakersMinimumCalls) {
            MainHost main = MainHost.with(settings(breakersMinimumCalls, "1s"))
                    .start(new Listening(), new OpenRouterRoutes(), new OwnDoors());
            MainHost other = MainHost.with(settings(breakersMinimumCalls, "1s"))
                    .start(new OtherEngine(), new Listening(), new OpenRouterRoutes());
            return new Hosts(main, other, main.context().createProducerTemplate());
        }

        @Override
        public void close() {
            onOtherEngine.close();
            main.close();
        }
    }

    private static String[] settings(int breakersMinimumCalls, String drain) {
        return new String[] {
            "openrouter.drain-timeout=" + drain,
            "camel.main.routesIncludePattern=classpath:openrouter/routes/chat-completions.camel.yaml",
            "openrouter.retry.delay=1ms",
            "openrouter.retry.budget=100",
            "openrouter.circuit-breaker.minimum-calls=" + breakersMinimumCalls,
            "openrouter.circuit-breaker.window=" + breakersMinimumCalls,
            "openrouter.access-log=true",
            "openrouter.auth=none",
            "openrouter.api-key=own=sk-or-v1-canary",
            "openrouter.base-url=" + upstream.baseUrl()
        };
    }

    @AfterAll
    static void stop() throws IOException {
        assertThat(THREADS).isNotEmpty().noneMatch(thread -> thread.contains("eventloop"));
        hosts.close();
        upstream.close();
    }

    @BeforeEach
    void forgetEarlierTests() {
        upstream.forget();
        TOLD.clear();
        ENDS.set(false);
        log = LogRecorder.record();
    }

    @AfterEach
    void stopRecording() {
        log.close();
    }

    private static final class Listening extends RouteBuilder {
        @Override
        public void configure() {
            from("direct:in-breaker").circuitBreaker().to(OPERATION).end();
            from("direct:in-multicast").multicast().parallelProcessing().to(OPERATION);
            from("direct:in-split").split(body().tokenize("\n")).to(OPERATION);
            from("direct:in-enrich").enrich(OPERATION, new UseLatestAggregationStrategy());
            from("direct:in-wire-tap").wireTap(OPERATION);
            from("direct:on-another-thread").threads().to(OPERATION);
            from("direct:in-queue").to("seda:queue?waitForTaskToComplete=Always");
            from("seda:queue").to(OPERATION);
            from("direct:twice")
                    .to("direct:openrouter-chat-completions")
                    .setBody(constant("{}"))
                    .to("direct:openrouter-chat-completions");
            bindToRegistry("told", (CallListener) CallRecordTest::tell);
            bindToRegistry("ends", (ResponseFilterFactory) call -> ENDS.get() ? new Ending() : null);
            bindToRegistry("broken", (CallListener) call -> {
                throw new IllegalStateException("of no concern to the call");
            });
        }
    }

    private static final class OwnDoors extends RouteBuilder {
        @Override
        public void configure() {
            from("platform-http:/v1/rules?platformHttpEngine=#openrouter-engine")
                    .routeConfigurationId("openrouter-errors")
                    .process("openrouter-guard")
                    .process(exchange -> rule(exchange.getMessage().getBody(String.class)))
                    .to(OPERATION);
            from("platform-http:/v1/own?platformHttpEngine=#openrouter-engine")
                    .routeConfigurationId("openrouter-errors")
                    .process("openrouter-guard")
                    .enrich("kamelet:openrouter-chat-action", (request, answer) -> request)
                    .choice()
                    .when(body().contains("only"))
                    .setBody(constant("mine"))
                    .otherwise()
                    .to(OPERATION);
        }
    }

    private static void rule(String request) {
        if (request.contains("secret")) {
            throw OpenRouterException.of(403, "Not that.", null, "not_that");
        }
        if (request.contains("broken")) {
            throw new IllegalStateException("a rule's own fault");
        }
    }

    private static void tell(CallRecord call) {
        THREADS.add(Thread.currentThread().getName());
        TOLD.add(call);
    }

    /** Lets no answer through. */
    private static final class Ending implements ResponseFilter {
        @Override
        public ResponseVerdict judge(ResponseEvent event) {
            return ResponseVerdict.end("No.");
        }

        @Override
        public ResponseVerdict end(ResponseEnd end) {
            return ResponseVerdict.HOLD;
        }
    }

    private static final class OtherEngine extends RouteBuilder {
        @Override
        public void configure() {
            bindToRegistry("platform-http-engine", new HostOnOtherEngine.Doors());
        }
    }

    /** The ways a call comes in. */
    enum Entry {
        DOOR("/v1/chat/completions") {
            @Override
            void call(Hosts hosts, String request) throws IOException {
                new OneRequest(hosts.main().port()).post(Door.CHAT.path(), request);
            }

            @Override
            void leave(Hosts hosts, String request) throws IOException {
                try (RawClient client = RawClient.connect(hosts.main().port()).post(Door.CHAT.path(), request)) {
                    client.answer();
                    client.hangUp();
                }
            }
        },
        OTHER_ENGINE("/v1/chat/completions") {
            @Override
            void call(Hosts hosts, String request) throws Exception {
                exchange(hosts, request, true);
            }

            @Override
            void leave(Hosts hosts, String request) throws Exception {
                exchange(hosts, request, false);
            }

            private void exchange(Hosts hosts, String request, boolean read) throws Exception {
                HostOnOtherEngine.Door door =
                        HostOnOtherEngine.door(hosts.onOtherEngine().context());
                Exchange exchange = door.createExchange(false);
                exchange.getMessage().setHeader(Exchange.HTTP_PATH, Door.CHAT.path());
                exchange.getMessage().setBody(request);
                door.createUoW(exchange);
                door.getProcessor().process(exchange);
                receive(exchange, read);
                door.doneUoW(exchange);
            }
        },
        DIRECT("direct") {
            @Override
            void call(Hosts hosts, String request) throws IOException {
                receive(ask(hosts, "direct:openrouter-chat-completions", request), true);
            }

            @Override
            void leave(Hosts hosts, String request) throws IOException {
                receive(ask(hosts, "direct:openrouter-chat-completions", request), false);
            }
        },
        KAMELET("kamelet:openrouter-chat-action") {
            @Override
            void call(Hosts hosts, String request) {
                Object body =
                        ask(hosts, endpoint(request), request).getMessage().getBody();
                if (body instanceof Iterator<?> tokens) {
                    tokens.forEachRemaining(token -> {});
                }
            }

            @Override
            void leave(Hosts hosts, String request) throws Exception {
                ((AutoCloseable) ask(hosts, endpoint(request), request)
                                .getMessage()
                                .getBody())
                        .close();
            }

            private String endpoint(String request) {
                return name + (request.contains("\"stream\":true") ? "?output=tokens" : "");
            }
        },
        SINK("kamelet:openrouter-upstream-sink") {
            @Override
            void call(Hosts hosts, String request) throws IOException {
                receive(ask(hosts, name + "?operation=chat-completions", request), true);
            }

            @Override
            void leave(Hosts hosts, String request) throws IOException {
                receive(ask(hosts, name + "?operation=chat-completions", request), false);
            }
        };

        final String name;

        Entry(String name) {
            this.name = name;
        }

        /** Takes the whole answer. */
        abstract void call(Hosts hosts, String request) throws Exception;

        /** Leaves before the answer has ended. */
        abstract void leave(Hosts hosts, String request) throws Exception;

        private static Exchange ask(Hosts hosts, String endpoint, String request) {
            return hosts.template().request(endpoint, call -> call.getMessage().setBody(request));
        }

        private static void receive(Exchange exchange, boolean read) throws IOException {
            if (exchange.getMessage().getBody() instanceof InputStream answer) {
                try (answer) {
                    if (read) {
                        answer.readAllBytes();
                    }
                } catch (IOException e) {
                    assertThat(read).isTrue(); // the answer broke off
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void tellsAPlainAnswer(Entry entry) throws Exception {
        upstream.script(call -> call.answer(200, JSON, ANSWER, "X-Generation-Id: gen-1"));
        Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);

        entry.call(hosts, Door.CHAT.plain());

        CallRecord call = told(entry, Outcome.COMPLETE);
        assertThat(call.operation()).isEqualTo(Operation.CHAT_COMPLETIONS);
        assertThat(call.stream()).isFalse();
        assertThat(call.status()).isEqualTo(200);
        assertThat(call.model().served()).isEqualTo("served/model");
        assertThat(call.upstreamKey()).isEqualTo("own");
        assertThat(call.error()).isNull();
        assertThat(call.provider()).isEqualTo("Someone");
        assertThat(call.finishReason()).isEqualTo("stop");
        assertThat(call.cost()).isEqualTo("0.000120");
        assertThat(call.costSource()).isEqualTo(CostSource.ANSWER);
        assertThat(call.parent()).isNull();
        assertThat(call.time()).isBetween(before, Instant.now());
        assertThat(call.bytes().response()).isEqualTo(ANSWER.length());
        assertThat(call.bytes().request())
                .isEqualTo(entry == Entry.DOOR ? Long.valueOf(Door.CHAT.plain().length()) : null);
        assertThat(call.times().queued() != null).isEqualTo(entry == Entry.DOOR);
        assertThat(call.times().overhead())
                .isBetween(Duration.ZERO, call.times().total());
        assertThat(call.usage())
                .isEqualTo(new TokenUsage(7L, null, null, 31L, null, 38L, new BigDecimal("0.000120"), null, null));
        assertThat(call.attempts()).singleElement().satisfies(attempt -> {
            assertThat(attempt.status()).isEqualTo(200);
            assertThat(attempt.model()).isEqualTo(call.model().sent());
            assertThat(attempt.vendor()).isEqualTo(call.vendor());
            assertThat(attempt.upstreamKey()).isEqualTo("own");
            assertThat(attempt.generationId()).isEqualTo("gen-1");
            assertThat(attempt.provider()).isEqualTo("Someone");
            assertThat(attempt.cost()).isEqualTo("0.000120");
            assertThat(attempt.time()).isBetween(Duration.ZERO, call.times().total());
        });
        assertThat(call.times().firstToken())
                .isBetween(Duration.ZERO, call.times().total());
        assertThat(UUID.fromString(call.id()).version()).isEqualTo(7);
    }

    @ParameterizedTest
    @EnumSource
    void tellsAStreamWithWhatItsLastEventSays(Entry entry) throws Exception {
        upstream.script(call -> call.head(200, SSE).send(EVENT).send(LAST).end());

        entry.call(hosts, Door.CHAT.streaming());

        CallRecord call = told(entry, Outcome.COMPLETE);
        assertThat(call.stream()).isTrue();
        assertThat(call.model().served()).isEqualTo("served/model");
        assertThat(call.usage().cost()).isEqualTo("0.000120");
        assertThat(call.finishReason()).isEqualTo("stop");
        assertThat(call.bytes().response()).isEqualTo(EVENT.length() + LAST.length());
    }

    @ParameterizedTest
    @EnumSource
    void tellsAPlainAnswerThatAFilterHasEnded(Entry entry) throws Exception {
        ENDS.set(true);
        upstream.script(call -> call.answer(200, JSON, ANSWER));

        entry.call(hosts, Door.CHAT.plain());

        CallRecord call = told(entry, Outcome.BLOCKED);
        assertThat(call.status()).isEqualTo(200);
        assertThat(call.model().served()).isEqualTo("served/model");
        assertThat(call.usage().cost()).isEqualTo("0.000120");
    }

    @ParameterizedTest
    @EnumSource
    void tellsAStreamThatAFilterHasEnded(Entry entry) throws Exception {
        ENDS.set(true);
        upstream.script(call -> {
            call.head(200, SSE).send(EVENT);
            call.awaitHangUp();
        });

        swallowing(() -> entry.call(hosts, Door.CHAT.streaming()));

        CallRecord call = told(entry, Outcome.BLOCKED);
        assertThat(call.stream()).isTrue();
        assertThat(call.model().served()).isEqualTo("served/model");
        assertThat(upstream.awaitCall().hasHungUpWithin(Duration.ofSeconds(20))).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void tellsAnErrorOfOpenRouters(Entry entry) throws Exception {
        upstream.script(call -> call.answer(
                402,
                JSON,
                "{\"error\":{\"code\":402,\"type\":\"payment\",\"message\":\"Pay\"}}",
                "X-Generation-Id: gen-2"));

        entry.call(hosts, Door.CHAT.plain());

        CallRecord call = told(entry, Outcome.ERROR);
        assertThat(call.status()).isEqualTo(402);
        assertThat(call.error()).isEqualTo(new CallRecord.Error("402", "payment"));
        assertThat(call.attempts()).singleElement().satisfies(attempt -> {
            assertThat(attempt.generationId()).isEqualTo("gen-2");
            assertThat(attempt.status()).isEqualTo(402);
        });
        assertThat(call.times().firstToken()).isNull();
        assertThat(call.cost()).isNull();
        assertThat(call.costSource()).isEqualTo(CostSource.UNRESOLVED);
    }

    @ParameterizedTest
    @EnumSource
    void tellsEachAttempt(Entry entry) throws Exception {
        upstream.script(call -> {
            if (upstream.callCount() == 1) {
                call.answer(503, JSON, "{\"error\":{\"code\":503}}");
            } else if (upstream.callCount() == 2) {
                call.head(200, SSE, "X-Generation-Id: gen-2").send(FAILING).end();
            } else {
                call.head(200, SSE).send(EVENT).send(LAST).end();
            }
        });

        entry.call(hosts, Door.CHAT.streaming());

        CallRecord call = told(entry, Outcome.COMPLETE);
        assertThat(call.attempts()).extracting(CallRecord.Attempt::status).containsExactly(503, 502, 200);
        assertThat(call.attempts())
                .extracting(CallRecord.Attempt::costSource)
                .containsExactly(CostSource.NONE, CostSource.UNRESOLVED, CostSource.ANSWER);
        assertThat(call.cost()).isEqualTo("0.000120");
        assertThat(call.costSource()).isEqualTo(CostSource.UNRESOLVED);
    }

    @ParameterizedTest
    @EnumSource
    void tellsACallThatNobodyAnswered(Entry entry) throws Exception {
        upstream.script(ScriptedUpstream.Call::reset);

        entry.call(hosts, Door.CHAT.plain());

        CallRecord call = told(entry, Outcome.ERROR);
        assertThat(call.status()).isEqualTo(502);
        assertThat(call.error()).isNotNull();
        assertThat(call.attempts()).extracting(CallRecord.Attempt::status).containsExactly(null, null, null);
    }

    @ParameterizedTest
    @EnumSource
    void tellsAStreamThatBreaksOff(Entry entry) throws Exception {
        upstream.script(call -> call.head(200, SSE).send(EVENT).reset());

        swallowing(() -> entry.call(hosts, Door.CHAT.streaming()));

        assertThat(told(entry, Outcome.TRUNCATED).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource
    void tellsAStreamThatEndsWithAnError(Entry entry) throws Exception {
        upstream.script(call -> call.head(200, SSE).send(EVENT).send(FAILING).end());

        swallowing(() -> entry.call(hosts, Door.CHAT.streaming()));

        assertThat(told(entry, Outcome.ERROR).error()).isEqualTo(new CallRecord.Error("502", "provider_error"));
    }

    @ParameterizedTest
    @EnumSource
    void tellsWhoLeavesBeforeTheEnd(Entry entry) throws Exception {
        upstream.script(call -> call.head(200, SSE).send(EVENT).awaitHangUp());

        entry.leave(hosts, Door.CHAT.streaming());

        assertThat(told(entry, Outcome.CANCELLED).stream()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void tellsWhatTheGatewayRefuses(Entry entry) throws Exception {
        entry.call(hosts, "{\"model\":\"a/b\",\"messages\":[]}");

        CallRecord call = told(entry, Outcome.REFUSED);
        assertThat(call.status()).isEqualTo(400);
        assertThat(call.attempts()).isEmpty();
        assertThat(upstream.callCount()).isZero();
    }

    /** A step between the door and the operation refuses, or fails. */
    @ParameterizedTest
    @CsvSource({"secret, 403, not_that", "broken, 500, internal_error"})
    void tellsWhatIsRefusedInFrontOfAnOperation(String request, int status, String code) throws Exception {
        new OneRequest(hosts.main().port()).post("/v1/rules", "{\"" + request + "\":1}");

        CallRecord call = TOLD.poll(20, TimeUnit.SECONDS);
        assertThat(call).isNotNull();
        assertThat(call.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(call.door()).isEqualTo("/v1/rules");
        assertThat(call.operation()).isNull();
        assertThat(call.status()).isEqualTo(status);
        assertThat(call.error()).extracting(CallRecord.Error::code).isEqualTo(code);
        assertThat(call.attempts()).isEmpty();
        assertThat(call.bytes().request()).isEqualTo(request.length() + 6L);
        assertThat(TOLD).isEmpty();
    }

    /** A request whose route asks a model on the way to its own call: two calls, one for the other's sake. */
    @Test
    void tellsWhichCallHadAnotherMade() throws Exception {
        upstream.script(call -> call.answer(200, JSON, ANSWER));

        new OneRequest(hosts.main().port()).post("/v1/own", Door.CHAT.plain());

        CallRecord step = TOLD.poll(20, TimeUnit.SECONDS);
        CallRecord call = TOLD.poll(20, TimeUnit.SECONDS);
        assertThat(step).isNotNull();
        assertThat(call).isNotNull();
        assertThat(step.door()).isEqualTo("kamelet:openrouter-chat-action");
        assertThat(step.parent()).isEqualTo(call.id()).isNotEqualTo(step.id());
        assertThat(call.door()).isEqualTo("/v1/own");
        assertThat(call.parent()).isNull();
        assertThat(call.time()).isBefore(step.time());
        assertThat(call.times().overhead())
                .isLessThan(call.times().total().minus(step.times().total()));
    }

    /** The Kamelet's call has a record of its own, so the request whose only call it was has none. */
    @Test
    void tellsOnceOfACallThatFailsInAKamelet() throws Exception {
        upstream.script(call -> call.answer(402, JSON, "{\"error\":{\"code\":402,\"message\":\"Pay\"}}"));

        new OneRequest(hosts.main().port()).post("/v1/own", Door.CHAT.plain());
        new OneRequest(hosts.main().port()).post("/v1/rules", "{\"secret\":1}");

        assertThat(TOLD.poll(20, TimeUnit.SECONDS))
                .extracting(CallRecord::door)
                .isEqualTo("kamelet:openrouter-chat-action");
        assertThat(TOLD.poll(20, TimeUnit.SECONDS)).extracting(CallRecord::door).isEqualTo("/v1/rules");
    }

    /** With a key of the operator's at the vendor, the vendor takes its share beside OpenRouter. */
    @Test
    void tellsWhatACallCostsAltogether() {
        upstream.script(call -> call.answer(
                200,
                JSON,
                ANSWER.replace(
                        "\"cost\":",
                        "\"is_byok\":true,\"cost_details\":{\"upstream_inference_cost\":0.01},\"cost\":")));

        template.request(OPERATION, call -> call.getMessage().setBody(Door.CHAT.plain()));

        CallRecord call = TOLD.remove();
        assertThat(call.cost()).isEqualTo("0.000120");
        assertThat(call.upstreamCost()).isEqualTo("0.01");
        assertThat(call.spend()).isEqualTo("0.010120");
        assertThat(call.usage().byok()).isTrue();
    }

    /** A request that a host answers itself is no call. */
    @Test
    void tellsNothingOfARequestThatIsNoCall() throws Exception {
        upstream.script(call -> call.answer(200, JSON, ANSWER));

        new OneRequest(hosts.main().port()).post("/v1/own", "{\"model\":\"a/b\",\"messages\":[\"only\"]}");
        new OneRequest(hosts.main().port()).post("/v1/rules", "{\"secret\":1}");

        assertThat(TOLD.poll(20, TimeUnit.SECONDS))
                .extracting(CallRecord::door)
                .isEqualTo("kamelet:openrouter-chat-action");
        assertThat(TOLD.poll(20, TimeUnit.SECONDS)).extracting(CallRecord::door).isEqualTo("/v1/rules");
    }

    /** Whom a host's route or a door's guard has named, a Kamelet's call too. */
    @ParameterizedTest
    @ValueSource(strings = {OPERATION, "kamelet:openrouter-chat-action"})
    void tellsWhoCalls(String endpoint) {
        upstream.script(call -> call.answer(200, JSON, ANSWER));

        template.request(endpoint, call -> {
            new Principal("bot", "support", "ann", Set.of()).putOn(call);
            call.getMessage().setBody(Door.CHAT.plain());
        });

        assertThat(TOLD.remove().client()).isEqualTo(new CallRecord.Client("bot", "support", "ann", null));
    }

    /** Only hashes of persons and sessions. */
    @Test
    void tellsForWhomWithoutTheirNames() {
        upstream.script(call -> call.answer(200, JSON, ANSWER));
        String request = Door.CHAT.plain().replaceFirst("\\{", "{\"user\":\"ann@example.org\",\"session_id\":\"s-1\",");

        template.request(OPERATION, call -> call.getMessage().setBody(request));

        CallRecord call = TOLD.remove();
        assertThat(call.client().endUser()).hasSize(32).doesNotContain("ann");
        assertThat(call.session()).hasSize(16).doesNotContain("s-1");
        assertThat(call.toString()).doesNotContain("ann@example.org").doesNotContain("s-1\"");
    }

    /** A client that leaves while nothing has come: nobody gets a status, of a Kamelet's call on the way neither. */
    @ParameterizedTest
    @CsvSource({"/v1/chat/completions, /v1/chat/completions", "/v1/own, kamelet:openrouter-chat-action"})
    void tellsWhoLeavesBeforeThereIsAnAnswer(String door, String caller) throws Exception {
        upstream.script(ScriptedUpstream.Call::awaitHangUp);
        try (RawClient client = RawClient.connect(hosts.main().port()).post(door, Door.CHAT.plain())) {
            upstream.awaitCall();
            client.hangUp();
        }

        CallRecord call = TOLD.poll(20, TimeUnit.SECONDS);
        assertThat(call).isNotNull();
        assertThat(call.outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(call.door()).isEqualTo(caller);
        assertThat(call.status()).isNull();
        assertThat(call.attempts()).hasSize(1);
        assertThat(call.costSource()).isEqualTo(CostSource.UNRESOLVED);
    }

    /** Camel's EIPs work on copies of the exchange, some of which no unit of work belongs to. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "in-breaker",
                "in-multicast",
                "in-split",
                "in-enrich",
                "in-wire-tap",
                "on-another-thread",
                "in-queue"
            })
    void tellsACallWithinOneOfCamelsEips(String route) throws Exception {
        upstream.script(call -> call.answer(200, JSON, ANSWER));

        template.request("direct:" + route, call -> call.getMessage().setBody(Door.CHAT.plain()));

        assertThat(told(Entry.DIRECT, Outcome.COMPLETE).attempts()).hasSize(1);
    }

    /** Of the door's own call, and of one that a Kamelet makes on its way. */
    @ParameterizedTest
    @ValueSource(strings = {"/v1/chat/completions", "/v1/own"})
    void tellsAnAnswerThatTheStoppingGatewayEnds(String door) throws Exception {
        upstream.script(call -> call.head(200, SSE).send(EVENT).awaitHangUp());
        MainHost stopping =
                MainHost.with(settings(10000, "0ms")).start(new Listening(), new OpenRouterRoutes(), new OwnDoors());
        try (RawClient client = RawClient.connect(stopping.port()).post(door, Door.CHAT.streaming())) {
            upstream.awaitCall();
            stopping.close();
            client.answer(); // whatever it is told
        }

        CallRecord call = TOLD.poll(20, TimeUnit.SECONDS);
        assertThat(call).isNotNull();
        assertThat(call.outcome()).isEqualTo(Outcome.DRAINED);
    }

    @ParameterizedTest
    @EnumSource
    void tellsWhatAnOpenBreakerOfAnyEntryRefuses(Entry entry) throws Exception {
        upstream.script(call -> call.answer(500, JSON, "{\"error\":{\"code\":500}}"));
        try (Hosts breaking = Hosts.start(1)) {
            entry.call(breaking, Door.CHAT.plain());
            TOLD.poll(20, TimeUnit.SECONDS);
            int before = upstream.callCount();

            entry.call(breaking, Door.CHAT.plain());

            CallRecord call = TOLD.poll(20, TimeUnit.SECONDS);
            assertThat(call).isNotNull();
            assertThat(call.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(call.status()).isEqualTo(503);
            assertThat(call.attempts()).isEmpty();
            assertThat(call.costSource()).isEqualTo(CostSource.NONE);
            assertThat(upstream.callCount()).isEqualTo(before);
        }
    }

    /** A call that a circuit breaker has refused was never made, by whichever gateway. */
    @Test
    void tellsWhatAnOpenBreakerRefuses() throws Exception {
        upstream.script(call -> call.answer(500, JSON, "{\"error\":{\"code\":500}}"));
        String[] settings = {
            "openrouter.b.retry.attempts=0",
            "openrouter.b.circuit-breaker.minimum-calls=1",
            "openrouter.b.api-key=any",
            "openrouter.b.base-url=" + upstream.baseUrl()
        };
        try (MainHost named = MainHost.with(settings).start(new Listening(), new OpenRouterRoutes("b"))) {
            ProducerTemplate calls = named.context().createProducerTemplate();
            for (int i = 0; i < 2; i++) {
                calls.request(
                        "direct:openrouter-b-chat-completions",
                        call -> call.getMessage().setBody(Door.CHAT.plain()));
            }
        }

        assertThat(TOLD).extracting(CallRecord::gateway).containsExactly("b", "b");
        assertThat(TOLD).extracting(CallRecord::status).containsExactly(500, 503);
        assertThat(TOLD).extracting(CallRecord::outcome).containsExactly(Outcome.ERROR, Outcome.REFUSED);
        assertThat(TOLD).extracting(call -> call.attempts().size()).containsExactly(1, 0);
    }

    /** Each call of a route has a record of its own, and what is left of the first is none of the second's. */
    @Test
    void tellsTwoCallsOfOneExchangeApart() {
        upstream.script(call -> call.answer(200, JSON, ANSWER));

        template.request("direct:twice", call -> call.getMessage().setBody(Door.CHAT.plain()));

        assertThat(TOLD).extracting(CallRecord::outcome).containsExactly(Outcome.COMPLETE, Outcome.REFUSED);
        assertThat(TOLD).extracting(call -> call.model().sent()).containsExactly("openai/gpt-4o", null);
        assertThat(TOLD).extracting(call -> call.attempts().size()).containsExactly(1, 0);
    }

    private CallRecord told(Entry entry, Outcome outcome) throws InterruptedException {
        CallRecord call = TOLD.poll(20, TimeUnit.SECONDS);
        assertThat(call).isNotNull();
        assertThat(call.door()).isEqualTo(entry.name);
        assertThat(call.outcome()).isEqualTo(outcome);
        Awaitility.await()
                .untilAsserted(() -> assertThat(log.lines())
                        .filteredOn(line ->
                                line.contains("camelopenrouter.access ") && line.contains(" path=" + entry.name + " "))
                        .hasSize(1)
                        .allSatisfy(line -> assertThat(line)
                                .contains(" id=" + (call.requestId() == null ? call.id() : call.requestId()) + " ")
                                .contains(" outcome=" + lineOutcome(outcome))));
        assertThat(TOLD).isEmpty();
        return call;
    }

    /** The line of a door of ours says what the client got. */
    private static String lineOutcome(Outcome outcome) {
        return outcome == Outcome.REFUSED ? "" : outcome.word();
    }

    private interface Step {
        void run() throws Exception;
    }

    /** The Kamelet's own way to tell of an answer that broke off, or that a filter has ended. */
    private static void swallowing(Step step) throws Exception {
        try {
            step.run();
        } catch (OpenRouterCallException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }
}
