/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response.filter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.api.CallRecord;
import io.github.camelopenrouter.api.CallRecord.Outcome;
import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.error.ForbiddenException;
import io.github.camelopenrouter.spi.CallListener;
import io.github.camelopenrouter.spi.ResponseEnd;
import io.github.camelopenrouter.spi.ResponseEvent;
import io.github.camelopenrouter.spi.ResponseFilter;
import io.github.camelopenrouter.spi.ResponseFilterFactory;
import io.github.camelopenrouter.spi.ResponseVerdict;
import io.github.camelopenrouter.testing.DoorCall;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.RawClient;
import io.github.camelopenrouter.testing.RecordedStreams;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.apache.camel.Exchange;
import org.apache.camel.spi.Registry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Filters on the calls of a gateway, seen by its clients, its upstream and those who are told of each call. */
class FiltersOverHttpTest extends HttpTest {

    private static final String SECRET = "secret";

    private final BlockingQueue<CallRecord> told = new LinkedBlockingQueue<>();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile ResponseFilterFactory factory = call -> null;

    FiltersOverHttpTest() {
        super("retry.attempts=1", "retry.delay=1ms", "retry.budget=100");
    }

    @BeforeAll
    void bind() {
        Registry registry = gateway.context().getRegistry();
        registry.bind("filters", (ResponseFilterFactory) this::filterOf);
        registry.bind("told", (CallListener) told::add);
    }

    private @Nullable ResponseFilter filterOf(Exchange call) {
        asked.incrementAndGet();
        return factory.filterOf(call);
    }

    @BeforeEach
    void forgetFilters() {
        factory = call -> null;
        asked.set(0);
        told.clear();
    }

    private static String chunk(DoorCall door, String text) {
        return switch (door) {
            case RESPONSES ->
                RecordedStreams.data("{'type':'response.output_text.delta','output_index':0,'content_index':0,'delta':'"
                        + text + "','sequence_number':1}");
            case MESSAGES ->
                RecordedStreams.named(
                        "content_block_delta",
                        "{'type':'content_block_delta','index':0,'delta':{'type':'text_delta','text':'" + text + "'}}");
            case COMPLETIONS ->
                RecordedStreams.data(
                        "{'id':'gen-1','model':'served/model','choices':[{'index':0,'text':'" + text + "'}]}");
            default ->
                RecordedStreams.data("{'id':'gen-1','model':'served/model','choices':[{'index':0,'delta':{'content':'"
                        + text + "'}}]}");
        };
    }

    private static String blockedBy(DoorCall door) {
        return switch (door) {
            case RESPONSES -> "\"incomplete_details\":{\"reason\":\"content_filter\"}";
            case MESSAGES -> "\"stop_reason\":\"refusal\"";
            default -> "\"finish_reason\":\"content_filter\"";
        };
    }

    private CallRecord told() throws InterruptedException {
        CallRecord call = told.poll(20, TimeUnit.SECONDS);
        assertThat(call).isNotNull();
        assertThat(told.poll(50, TimeUnit.MILLISECONDS)).isNull();
        return call;
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "EMBEDDINGS")
    void aStreamThatIsEndedCutsTheUpstreamAtOnce(DoorCall door) throws Exception {
        factory = call -> TestFilter.endsAt(SECRET);
        upstream.script(call -> {
            call.head(200, SSE).send(chunk(door, "hello")).send(chunk(door, SECRET));
            call.awaitHangUp();
        });
        HttpResponse<String> answer = door.call(gateway, true);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .startsWith(chunk(door, "hello"))
                .doesNotContain(SECRET)
                .contains(blockedBy(door));
        ScriptedUpstream.Call call = upstream.awaitCall();
        assertThat(call.hasHungUpWithin(Duration.ofSeconds(20))).isTrue();
        CallRecord record = told();
        assertThat(record.outcome()).isEqualTo(Outcome.BLOCKED);
        assertThat(record.outcome().word()).isEqualTo("blocked");
        assertThat(record.status()).isEqualTo(200);
        assertThat(record.attempts()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "EMBEDDINGS")
    void aPlainAnswerThatIsEndedIsOneOfItsApi(DoorCall door) throws Exception {
        factory = call -> TestFilter.judges(body -> ResponseVerdict.end("No."));
        upstream.script(call -> call.answer(
                200,
                JSON,
                "{\"id\":\"gen-1\",\"model\":\"served/model\",\"usage\":{\"cost\":0.000120},\"choices\":[]}"));
        HttpResponse<String> answer = door.call(gateway, false);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains(blockedBy(door), "\"usage\":{\"cost\":0.000120}", "gen-1");
        assertThat(DoorCall.json(answer.body()).isObject()).isTrue();
        CallRecord record = told();
        assertThat(record.outcome()).isEqualTo(Outcome.BLOCKED);
        assertThat(record.usage().cost()).isEqualTo("0.000120");
        assertThat(record.model().served()).isEqualTo("served/model");
    }

    @Test
    void theFactoryKnowsTheCall() throws Exception {
        BlockingQueue<Object> known = new LinkedBlockingQueue<>();
        factory = call -> {
            known.add(call.getProperty(OpenRouterConstants.OPERATION));
            known.add(call.getProperty(OpenRouterConstants.STREAM));
            known.add(call.getProperty(OpenRouterConstants.REQUESTED_MODEL));
            return null;
        };
        upstream.script(call ->
                call.head(200, SSE).send(chunk(DoorCall.CHAT, "hi")).send(DONE).end());
        assertThat(DoorCall.CHAT.call(gateway, "openrouter/a/b", true).body()).endsWith(DONE);
        assertThat(known).containsExactly(Operation.CHAT_COMPLETIONS, true, "openrouter/a/b");
    }

    @Test
    void aCallHasOneFilterHoweverManyAttemptsItTakes() throws Exception {
        TestFilter filter = TestFilter.passes();
        factory = call -> filter;
        upstream.script(call -> {
            if (upstream.callCount() == 1) {
                call.head(200, SSE)
                        .send(": hi\n\n")
                        .send(RecordedStreams.data("{'error':{'code':503},'choices':[]}"))
                        .end();
            } else {
                call.head(200, SSE)
                        .send(chunk(DoorCall.CHAT, "hello"))
                        .send(DONE)
                        .end();
            }
        });
        assertThat(DoorCall.CHAT.call(gateway, true).body()).isEqualTo(chunk(DoorCall.CHAT, "hello") + DONE);
        assertThat(asked).hasValue(1);
        assertThat(filter.seen).containsExactly("TEXT 0/0/0 hello");
        assertThat(told().outcome()).isEqualTo(Outcome.COMPLETE);
    }

    @Test
    void errorsOfOpenRoutersAreNoneOfItsBusiness() throws Exception {
        TestFilter filter = TestFilter.judges(event -> ResponseVerdict.end("No."));
        factory = call -> filter;
        upstream.script(call -> call.answer(402, JSON, "{\"error\":{\"code\":402,\"message\":\"Pay\"}}"));
        HttpResponse<String> answer = DoorCall.CHAT.call(gateway, false);
        assertThat(answer.statusCode()).isEqualTo(402);
        assertThat(answer.body()).contains("Pay");
        assertThat(told().outcome()).isEqualTo(Outcome.ERROR);
    }

    @Test
    void aFactoryThatRefusesCostsNothing() throws Exception {
        factory = call -> {
            throw new ForbiddenException("Not for you.");
        };
        HttpResponse<String> answer = DoorCall.CHAT.call(gateway, true);
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("Not for you.");
        assertThat(upstream.callCount()).isZero();
        assertThat(told().outcome()).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void aFactoryThatFailsIsAFaultOfTheGateway() throws Exception {
        factory = call -> {
            throw new IllegalStateException(SECRET);
        };
        HttpResponse<String> answer = DoorCall.CHAT.call(gateway, true);
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).doesNotContain(SECRET);
        assertThat(upstream.callCount()).isZero();
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return packed.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anEncodedAnswerIsBlockedWhereAFilterInsists(boolean stream) throws Exception {
        factory = call -> TestFilter.passes();
        byte[] packed = gzip(chunk(DoorCall.CHAT, SECRET));
        upstream.script(call -> call.head(200, stream ? SSE : JSON, "Content-Encoding: gzip", "X-Generation-Id: gen-7")
                .send(packed)
                .end());
        HttpResponse<String> answer = DoorCall.CHAT.call(gateway, stream);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-encoding")).isEmpty();
        assertThat(DoorCall.contentType(answer)).startsWith(stream ? SSE : JSON);
        assertThat(answer.body()).contains("could not be checked", blockedBy(DoorCall.CHAT));
        assertThat(answer.body().endsWith(DONE)).isEqualTo(stream);
        assertThat(told().outcome()).isEqualTo(Outcome.BLOCKED);
    }

    @Test
    void anEncodedAnswerPassesWhereNoFilterInsists() throws Exception {
        factory = call -> TestFilter.passes().thatDoesNotInsist();
        byte[] packed = gzip("{\"choices\":[]}");
        upstream.script(call ->
                call.head(200, JSON, "Content-Encoding: gzip").send(packed).end());
        HttpResponse<InputStream> answer = DoorCall.CHAT.open(gateway, false);
        assertThat(answer.body().readAllBytes()).isEqualTo(packed);
        assertThat(answer.headers().firstValue("content-encoding")).contains("gzip");
    }

    @Test
    void theClientIsKeptAliveWhileItsAnswerIsHeld() throws Exception {
        CountDownLatch aliveSeen = new CountDownLatch(1);
        upstream.script(call -> {
            call.head(200, SSE).send(chunk(DoorCall.CHAT, "who?"));
            aliveSeen.await(20, TimeUnit.SECONDS);
            call.send(chunk(DoorCall.CHAT, "me!")).send(DONE).end();
        });
        try (TestGateway other = TestGateway.start(upstream.baseUrl(), "keep-alive=50ms")) {
            ResponseFilterFactory untilAnswered = call ->
                    TestFilter.judges(event -> isSaid(event, "?") ? ResponseVerdict.HOLD : ResponseVerdict.PASS);
            other.context().getRegistry().bind("filters", untilAnswered);
            HttpResponse<InputStream> answer = DoorCall.CHAT.open(other, true);
            String alive = ": keep-alive\n\n";
            assertThat(DoorCall.read(answer, alive.length())).isEqualTo(alive);
            aliveSeen.countDown();
            assertThat(DoorCall.readAll(answer).replace(alive, ""))
                    .isEqualTo(chunk(DoorCall.CHAT, "who?") + chunk(DoorCall.CHAT, "me!") + DONE);
        }
    }

    private static boolean isSaid(ResponseEvent event, String text) {
        return event.texts().stream().anyMatch(said -> said.text().contains(text));
    }

    @Test
    void aClientThatLeavesWhileItsAnswerIsHeldFreesTheUpstream() throws Exception {
        TestFilter filter = TestFilter.holdsUntilTheEnd(ResponseVerdict.PASS);
        factory = call -> filter;
        upstream.script(call -> {
            call.head(200, SSE).send(chunk(DoorCall.CHAT, SECRET));
            call.awaitHangUp();
        });
        try (RawClient client = client().post(DoorCall.CHAT.path(), DoorCall.CHAT.body("a/b", true))) {
            await(20).until(() -> !filter.seen.isEmpty());
            client.hangUp();
        }
        assertThat(upstream.awaitCall().hasHungUpWithin(Duration.ofSeconds(20))).isTrue();
        assertThat(told().outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(filter.ends).containsExactly(ResponseEnd.ABANDONED);
    }

    @Test
    void anUpstreamThatBreaksWhileItsAnswerIsHeldLeaksNothing() throws Exception {
        factory = call -> TestFilter.holdsUntilTheEnd(ResponseVerdict.HOLD);
        upstream.script(call -> {
            call.head(200, SSE).send(chunk(DoorCall.CHAT, SECRET));
            call.reset();
        });
        HttpResponse<String> answer = DoorCall.CHAT.call(gateway, true);
        assertThat(answer.body()).doesNotContain(SECRET).contains("\"finish_reason\":\"error\"");
        assertThat(told().outcome()).isEqualTo(Outcome.TRUNCATED);
    }

    @Test
    void answersThatAreEndedDoNotOpenTheVendorsBreaker() throws Exception {
        try (TestGateway other = TestGateway.start(
                upstream.baseUrl(),
                "circuit-breaker.enabled=true",
                "circuit-breaker.minimum-calls=4",
                "circuit-breaker.window=4")) {
            other.context().getRegistry().bind("filters", (ResponseFilterFactory) call -> TestFilter.endsAt(SECRET));
            upstream.script(call -> {
                call.head(200, SSE).send(chunk(DoorCall.CHAT, SECRET));
                call.awaitHangUp();
            });
            for (int call = 0; call < 8; call++) {
                assertThat(DoorCall.CHAT.call(other, true).body()).contains(blockedBy(DoorCall.CHAT));
            }
            upstream.script(call -> call.head(200, SSE)
                    .send(chunk(DoorCall.CHAT, "hi"))
                    .send(DONE)
                    .end());
            assertThat(DoorCall.CHAT.call(other, true).body()).isEqualTo(chunk(DoorCall.CHAT, "hi") + DONE);
            await(20).until(() -> upstream.activeCalls() == 0);
        }
    }

    @Test
    void filtersStandInTheOrderThatTheirBeansAskFor() throws Exception {
        try (TestGateway other = TestGateway.start(upstream.baseUrl())) {
            Registry registry = other.context().getRegistry();
            registry.bind("a", replacing("2", "3", 0));
            registry.bind("b", replacing("1", "2", -1));
            registry.bind("c", replacing("3", "4", 0));
            upstream.script(call -> call.answer(200, JSON, "{\"choices\":[{\"message\":{\"content\":\"1\"}}]}"));
            JsonNode answer = DoorCall.json(DoorCall.CHAT.call(other, false).body());
            assertThat(answer.at("/choices/0/message/content").asText()).isEqualTo("4");
        }
    }

    private static ResponseFilterFactory replacing(String part, String by, int order) {
        return new ResponseFilterFactory() {
            @Override
            public ResponseFilter filterOf(Exchange call) {
                return TestFilter.replaces(part, by);
            }

            @Override
            public int getOrder() {
                return order;
            }
        };
    }
}
