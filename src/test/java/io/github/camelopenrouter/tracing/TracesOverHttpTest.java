/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.tracing;

import static io.github.camelopenrouter.tracing.Collector.attribute;
import static io.github.camelopenrouter.tracing.Collector.id;
import static io.github.camelopenrouter.tracing.Collector.of;
import static io.github.camelopenrouter.tracing.Collector.only;
import static io.github.camelopenrouter.tracing.Collector.parent;
import static io.github.camelopenrouter.tracing.Collector.trace;
import static io.opentelemetry.proto.trace.v1.Span.SpanKind.SPAN_KIND_CLIENT;
import static io.opentelemetry.proto.trace.v1.Span.SpanKind.SPAN_KIND_INTERNAL;
import static io.opentelemetry.proto.trace.v1.Span.SpanKind.SPAN_KIND_SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.RawClient;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From the client's trace to the upstream's: what a collector gets to see of calls by the doors. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TracesOverHttpTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CLIENTS_SPAN = "00f067aa0ba902b7";
    private static final String TRACEPARENT = "traceparent: 00-" + TRACE + "-" + CLIENTS_SPAN + "-01";
    private static final String USAGE = "\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":31,\"total_tokens\":38,"
            + "\"prompt_tokens_details\":{\"cached_tokens\":5},\"cost\":0.000120}";
    private static final String PLAIN =
            "{\"id\":\"gen-1\",\"model\":\"openai/gpt-4o-2024\",\"provider\":\"Azure\",\"choices\":"
                    + "[{\"finish_reason\":\"stop\",\"message\":{\"content\":\"canary-answer\"}}]," + USAGE + "}";
    private static final String FIRST =
            "data: {\"id\":\"gen-1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"canary-answer\"}}]}\n\n";
    private static final String STREAM = FIRST
            + "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
            + "data: {\"choices\":[]," + USAGE + "}\n\n" + HttpTest.DONE;
    private static final String OVERLOADED = "{\"error\":{\"code\":503,\"message\":\"busy\"}}";
    private static final String GENERATION = "X-Generation-Id: gen-1";

    private Collector collector;
    private ScriptedUpstream upstream;
    private TestGateway gateway;

    @BeforeAll
    void start() throws IOException {
        collector = new Collector();
        upstream = ScriptedUpstream.start(call -> call.answer(200, HttpTest.JSON, PLAIN, GENERATION));
        gateway = TestGateway.start(
                upstream.baseUrl(),
                "otel.exporter.otlp.endpoint=" + collector.endpoint(),
                "otel.bsp.schedule.delay=20",
                "otel.resource.attributes=deployment.environment.name=test",
                "tracing.ratio=1",
                "retry.attempts=2",
                "retry.delay=1ms",
                "model-aliases=pair>openai/gpt-4o|google/gemini-2.0-flash",
                "api-key=one=" + TestGateway.KEY + ",two=" + TestGateway.KEY + "9");
    }

    @BeforeEach
    void forgetEarlierTests() {
        upstream.forget();
        upstream.script(call -> call.answer(200, HttpTest.JSON, PLAIN, GENERATION));
        collector.forget();
    }

    @AfterAll
    void stop() throws IOException {
        gateway.close();
        upstream.close();
        collector.close();
    }

    @Test
    void aCallIsLinkedFromItsClientToTheUpstreamAndEndsWithItsUsage() throws Exception {
        assertThat(post(Door.CHAT.plain(), TRACEPARENT, "tracestate: vendor=abc")
                        .status())
                .isEqualTo(200);
        List<Span> all = collector.await(3);
        Span door = only(all, SPAN_KIND_SERVER);
        Span operation = only(all, SPAN_KIND_INTERNAL);
        Span attempt = only(all, SPAN_KIND_CLIENT);

        assertThat(all).allMatch(span -> trace(span).equals(TRACE));
        assertThat(parent(door)).isEqualTo(CLIENTS_SPAN);
        assertThat(parent(operation)).isEqualTo(id(door));
        assertThat(parent(attempt)).isEqualTo(id(operation));
        Map<String, String> sent = upstream.awaitCall().headers();
        assertThat(sent).containsEntry("traceparent", "00-" + TRACE + "-" + id(attempt) + "-01");
        assertThat(sent).containsEntry("tracestate", "vendor=abc");

        assertThat(door.getName()).isEqualTo("POST /v1/chat/completions");
        assertThat(attribute(door, "http.response.status_code")).isEqualTo("200");
        assertThat(attribute(door, "http.request.method")).isEqualTo("POST");
        assertThat(attribute(door, "url.path")).isEqualTo("/v1/chat/completions");
        assertThat(operation.getName()).isEqualTo("chat-completions");
        assertThat(attribute(operation, "openrouter.outcome")).isEqualTo("complete");
        assertThat(attribute(operation, "openrouter.spend")).isEqualTo("1.2E-4");
        assertThat(attribute(operation, "openrouter.call_id")).isEqualTo(attribute(door, "openrouter.call_id"));
        assertThat(attribute(attempt, "gen_ai.operation.name")).isEqualTo("chat");
        assertThat(attribute(attempt, "gen_ai.request.model")).isEqualTo("openai/gpt-4o");
        assertThat(attribute(attempt, "gen_ai.response.model")).isEqualTo("openai/gpt-4o-2024");
        assertThat(attribute(attempt, "gen_ai.provider.name")).isEqualTo("openai");
        assertThat(attribute(attempt, "gen_ai.response.id")).isEqualTo("gen-1");
        assertThat(attribute(attempt, "gen_ai.response.finish_reasons")).isEqualTo("stop");
        assertThat(attribute(attempt, "gen_ai.usage.input_tokens")).isEqualTo("7");
        assertThat(attribute(attempt, "gen_ai.usage.output_tokens")).isEqualTo("31");
        assertThat(attribute(attempt, "gen_ai.usage.cache_read.input_tokens")).isEqualTo("5");
        assertThat(attribute(attempt, "server.address")).isEqualTo("127.0.0.1");
        assertThat(attribute(attempt, "openrouter.cost")).isEqualTo("1.2E-4");
        assertThat(attribute(attempt, "openrouter.provider")).isEqualTo("Azure");
        assertThat(attribute(attempt, "openrouter.upstream_key")).isIn("one", "two");
        assertThat(attribute(attempt, "error.type")).isNull();
        assertThat(attempt.getStartTimeUnixNano()).isGreaterThanOrEqualTo(operation.getStartTimeUnixNano());
        assertThat(attempt.getEndTimeUnixNano())
                .isBetween(attempt.getStartTimeUnixNano(), operation.getEndTimeUnixNano());
        assertThat(collector.resource().toString()).contains("camel-openrouter", "deployment.environment.name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/messages", "/v1/responses", "/v1/rerank"})
    void otherDoorsAreTracedAlike(String path) throws Exception {
        upstream.script(call -> call.answer(200, HttpTest.JSON, "{\"model\":\"a/b\"," + USAGE + "}"));
        String asked = switch (path) {
            case "/v1/messages" -> "\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]";
            case "/v1/responses" -> "\"input\":\"x\"";
            default -> "\"query\":\"x\",\"documents\":[\"x\"]";
        };
        assertThat(send(path, "{\"model\":\"a/b\"," + asked + "}", TRACEPARENT).status())
                .isEqualTo(200);
        List<Span> all = collector.await(3);
        assertThat(all).hasSize(3).allMatch(span -> trace(span).equals(TRACE));
        assertThat(only(all, SPAN_KIND_SERVER).getName()).startsWith("POST ");
        assertThat(attribute(only(all, SPAN_KIND_CLIENT), "gen_ai.request.model"))
                .isEqualTo("a/b");
    }

    @Test
    void aStreamEndsItsSpansWithTheUsageOfItsEnd() throws Exception {
        upstream.script(call -> {
            call.head(200, HttpTest.SSE, GENERATION).send(STREAM);
            call.end();
        });
        assertThat(post(Door.CHAT.streaming(), TRACEPARENT).text()).contains("[DONE]");
        List<Span> all = collector.await(3);
        Span attempt = only(all, SPAN_KIND_CLIENT);
        assertThat(attribute(attempt, "gen_ai.usage.output_tokens")).isEqualTo("31");
        assertThat(attribute(attempt, "gen_ai.response.finish_reasons")).isEqualTo("stop");
        assertThat(attribute(only(all, SPAN_KIND_INTERNAL), "openrouter.stream"))
                .isEqualTo("true");
    }

    /** With another key, for the first one has been limited. */
    @Test
    void eachAttemptHasASpanOfItsOwn() throws Exception {
        String limited =
                "X-RateLimit-Reset: " + Instant.now().plus(1, ChronoUnit.HOURS).toEpochMilli();
        upstream.script(call -> {
            if (upstream.callCount() == 1) {
                call.answer(503, HttpTest.JSON, OVERLOADED, "X-Generation-Id: gen-0");
            } else if (upstream.callCount() == 2) {
                call.answer(429, HttpTest.JSON, OVERLOADED.replace("503", "429"), limited);
            } else {
                call.answer(200, HttpTest.JSON, PLAIN, GENERATION);
            }
        });
        assertThat(post(Door.CHAT.plain(), TRACEPARENT).status()).isEqualTo(200);
        List<Span> all = collector.await(5);
        List<Span> attempts = of(all, SPAN_KIND_CLIENT);
        assertThat(attempts)
                .extracting(span -> attribute(span, "http.response.status_code"))
                .containsExactly("503", "429", "200");
        assertThat(attempts).extracting(span -> attribute(span, "error.type")).containsExactly("503", "429", null);
        assertThat(attempts)
                .extracting(span -> attribute(span, "gen_ai.usage.input_tokens"))
                .containsExactly(null, null, "7");
        assertThat(attempts)
                .extracting(span -> attribute(span, "http.request.resend_count"))
                .containsExactly(null, "1", "2");
        assertThat(attempts.get(1).getStartTimeUnixNano())
                .isGreaterThanOrEqualTo(attempts.get(0).getEndTimeUnixNano());
        assertThat(attribute(attempts.get(0), "gen_ai.response.id")).isEqualTo("gen-0");
        assertThat(attribute(attempts.get(1), "openrouter.upstream_key"))
                .isNotEqualTo(attribute(attempts.get(2), "openrouter.upstream_key"));
        for (Span attempt : attempts) {
            assertThat(upstream.awaitCall().headers())
                    .containsEntry("traceparent", "00-" + TRACE + "-" + id(attempt) + "-01");
        }
        assertThat(attribute(only(all, SPAN_KIND_INTERNAL), "openrouter.attempts"))
                .isEqualTo("3");
    }

    @Test
    void anAttemptOfAnotherModelNamesThatModel() throws Exception {
        upstream.script(call -> {
            if (upstream.callCount() == 1) {
                call.answer(503, HttpTest.JSON, OVERLOADED);
            } else {
                call.answer(200, HttpTest.JSON, PLAIN, GENERATION);
            }
        });
        assertThat(post(Door.CHAT.plain().replace("openai/gpt-4o", "pair"), TRACEPARENT)
                        .status())
                .isEqualTo(200);
        List<Span> all = collector.await(4);
        assertThat(of(all, SPAN_KIND_CLIENT))
                .extracting(span -> attribute(span, "gen_ai.request.model"))
                .containsExactlyInAnyOrder("openai/gpt-4o", "google/gemini-2.0-flash");
        assertThat(of(all, SPAN_KIND_CLIENT))
                .extracting(span -> attribute(span, "gen_ai.provider.name"))
                .containsExactlyInAnyOrder("openai", "google");
        assertThat(attribute(only(all, SPAN_KIND_INTERNAL), "gen_ai.request.model"))
                .isEqualTo("pair");
    }

    @Test
    void anAnswerThatBreaksOffIsAnErrorOfItsSpans() throws Exception {
        upstream.script(call -> {
            call.head(200, HttpTest.SSE, GENERATION).send(FIRST);
            call.reset();
        });
        post(Door.CHAT.streaming(), TRACEPARENT);
        List<Span> all = collector.await(3);
        Span attempt = only(all, SPAN_KIND_CLIENT);
        assertThat(attribute(attempt, "gen_ai.response.id")).isEqualTo("gen-1");
        assertThat(attribute(only(all, SPAN_KIND_INTERNAL), "openrouter.outcome"))
                .isEqualTo("truncated");
        assertThat(attempt.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
    }

    @Test
    void aClientThatLeavesEndsItsSpansAndIsNoError() throws Exception {
        upstream.script(call -> {
            call.head(200, HttpTest.SSE, GENERATION).send(FIRST);
            call.awaitHangUp();
        });
        try (RawClient client = open("/v1/chat/completions", Door.CHAT.streaming(), TRACEPARENT)) {
            client.answer().body().readNBytes(10);
        }
        List<Span> all = collector.await(3);
        Span operation = only(all, SPAN_KIND_INTERNAL);
        assertThat(attribute(operation, "openrouter.outcome")).isEqualTo("cancelled");
        assertThat(operation.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_UNSET);
    }

    @Test
    void whatTheGatewayRefusesHasNoAttempt() throws Exception {
        assertThat(post("{}", TRACEPARENT).status()).isEqualTo(400);
        List<Span> all = collector.await(2);
        assertThat(all).hasSize(2);
        assertThat(attribute(only(all, SPAN_KIND_INTERNAL), "error.type")).isEqualTo("invalid_request_error");
        assertThat(attribute(only(all, SPAN_KIND_SERVER), "http.response.status_code"))
                .isEqualTo("400");
        assertThat(only(all, SPAN_KIND_SERVER).getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_UNSET);
    }

    @Test
    void theListOfModelsHasASpanOfItsDoorAndNoCall() throws Exception {
        upstream.script(call -> call.answer(200, HttpTest.JSON, "{\"data\":[]}"));
        try (RawClient client = RawClient.connect(gateway.port())) {
            client.send("GET /v1/models HTTP/1.1\r\nHost: localhost\r\n" + TRACEPARENT + "\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(200);
        }
        Span door = only(collector.await(1), SPAN_KIND_SERVER);
        assertThat(parent(door)).isEqualTo(CLIENTS_SPAN);
        assertThat(attribute(door, "http.response.status_code")).isEqualTo("200");
    }

    /** Its flags are 03: kept, and of a random id (source: W3C, "Trace Context Level 2"). */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "00-" + TRACE + "-" + CLIENTS_SPAN,
                "00-00000000000000000000000000000000-" + CLIENTS_SPAN + "-01",
                "00-" + TRACE + "-0000000000000000-01",
                "ff-" + TRACE + "-" + CLIENTS_SPAN + "-01",
                "00-" + TRACE + "-" + CLIENTS_SPAN + "-01-more",
                "00-" + TRACE + "-" + CLIENTS_SPAN + "-01, 00-" + TRACE + "-" + CLIENTS_SPAN + "-01",
                "nonsense"
            })
    void aTraceparentThatCannotBeReadBeginsATraceOfOurOwn(String malformed) throws Exception {
        assertThat(post(Door.CHAT.plain(), "traceparent: " + malformed, "tracestate: vendor=abc")
                        .status())
                .isEqualTo(200);
        List<Span> all = collector.await(3);
        assertThat(parent(only(all, SPAN_KIND_SERVER))).isEmpty();
        assertThat(trace(all.get(0))).isNotEqualTo(TRACE);
        Map<String, String> sent = upstream.awaitCall().headers();
        assertThat(sent)
                .containsEntry(
                        "traceparent", "00-" + trace(all.get(0)) + "-" + id(only(all, SPAN_KIND_CLIENT)) + "-03");
        assertThat(sent).doesNotContainKey("tracestate");
    }

    @Test
    void twoTraceparentsAreNone() throws Exception {
        assertThat(post(Door.CHAT.plain(), TRACEPARENT, TRACEPARENT).status()).isEqualTo(200);
        assertThat(parent(only(collector.await(3), SPAN_KIND_SERVER))).isEmpty();
        assertThat(upstream.awaitCall().headerLines())
                .filteredOn(line -> line.toLowerCase(Locale.ROOT).startsWith("traceparent"))
                .hasSize(1);
    }

    /** Whoever began the trace has decided, and what it said goes up as it is. */
    @Test
    void aTraceThatItsClientDoesNotKeepIsNotKeptHere() throws Exception {
        String unsampled = TRACEPARENT.replace("-01", "-00");
        assertThat(post(Door.CHAT.plain(), unsampled).status()).isEqualTo(200);
        assertThat(upstream.awaitCall().headers()).containsEntry("traceparent", unsampled.substring(13));
        assertThat(post(Door.CHAT.plain(), TRACEPARENT).status()).isEqualTo(200);
        assertThat(collector.await(3)).hasSize(3);
    }

    @Test
    void noSpanHasAPromptAnAnswerOrAKey() throws Exception {
        upstream.script(
                call -> call.answer(
                        400,
                        HttpTest.JSON,
                        "{\"error\":{\"code\":\"canary-prompt is bad\",\"type\":\"canary-prompt is bad\",\"message\":\"canary-prompt\"}}"));
        String body =
                "{\"model\":\"openai/gpt-4o\",\"user\":\"canary-user\",\"messages\":[{\"role\":\"user\",\"content\":\"canary-prompt\"}]}";
        post(body, TRACEPARENT, "Authorization: Bearer sk-canary-client", "x-session-id: canary-session");
        upstream.script(call -> call.answer(200, HttpTest.JSON, PLAIN, GENERATION));
        post(body, TRACEPARENT, "x-api-key: sk-canary-client");
        collector.await(6);
        assertThat(collector.text())
                .contains("openai/gpt-4o")
                .doesNotContain("canary-prompt", "canary-answer", "canary-user", "canary-client", "canary-session")
                .doesNotContain(TestGateway.KEY);
    }

    /** Pasted where a model belongs, as an upstream's answer has it, and longer than any text of a span. */
    @ParameterizedTest
    @ValueSource(strings = {"", "vendor/", "openai/gpt-4o "})
    void noSpanHasAKeyThatWasTakenForAModel(String before) throws Exception {
        String key = before + "sk-or-v1-canary0123456789abcdef";
        upstream.script(call -> call.answer(
                200,
                HttpTest.JSON,
                PLAIN.replace("openai/gpt-4o-2024", key)
                        .replace("Azure", key)
                        .replace("\"stop\"", "\"sk-canary-reason\""),
                "X-Generation-Id: " + key));
        assertThat(post(Door.CHAT.plain().replace("openai/gpt-4o", key), TRACEPARENT)
                        .status())
                .isEqualTo(200);
        List<Span> all = collector.await(3);
        assertThat(only(all, SPAN_KIND_CLIENT).getName()).isEqualTo("chat " + before + "sk-***");
        assertThat(attribute(only(all, SPAN_KIND_INTERNAL), "gen_ai.request.model"))
                .isEqualTo(before + "sk-***");
        assertThat(collector.text()).doesNotContain("canary");
    }

    @Test
    void aModelOfFiveMegabytesIsCutInNamesAndAttributes() throws Exception {
        String model = "m".repeat(5 << 20);
        post(Door.CHAT.plain().replace("openai/gpt-4o", model), TRACEPARENT);
        List<Span> all = collector.await(3);
        assertThat(only(all, SPAN_KIND_CLIENT).getName()).isEqualTo("chat " + "m".repeat(256));
        assertThat(collector.text()).hasSizeLessThan(8_000);
    }

    private record Got(int status, String text) {}

    private Got post(String body, String... headers) throws IOException {
        return send("/v1/chat/completions", body, headers);
    }

    private Got send(String path, String body, String... headers) throws IOException {
        try (RawClient client = open(path, body, headers)) {
            RawClient.Answer answer = client.answer();
            return new Got(answer.status(), text(answer));
        }
    }

    /** As far as it comes. */
    private static String text(RawClient.Answer answer) {
        try {
            return answer.text();
        } catch (IOException e) {
            return "";
        }
    }

    private RawClient open(String path, String body, String... headers) throws IOException {
        RawClient client = RawClient.connect(gateway.port());
        client.post(path, body, headers);
        return client;
    }
}
