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

import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.RawClient;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Route;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The gateway as a composition in YAML: the source Kamelet, steps of the host's own, the sink Kamelet. No Java at all. */
@Timeout(120)
class GatewayCompositionTest {

    private static final String EVENT = "data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n\n";
    private static final String DONE = "data: [DONE]\n\n";
    private static final String ROUTES = """
            - route:
                id: team-chat
                from:
                  uri: kamelet:openrouter-gateway-source
                  parameters:
                    operation: chat-completions
                  steps:
                    - choice:
                        when:
                          - simple: ${body} contains 'not/offered'
                            steps:
                              - setHeader:
                                  name: CamelHttpResponseCode
                                  constant: 404
                              - setHeader:
                                  name: Content-Type
                                  constant: application/json
                              - setBody:
                                  constant: '{"error":{"message":"Not offered here.","type":"not_found_error","param":"model","code":null}}'
                              - stop: {}
                          - simple: ${body} contains 'fails/here'
                            steps:
                              - throwException:
                                  exceptionType: java.lang.IllegalStateException
                                  message: secret of the inside
                    - to: kamelet:openrouter-upstream-sink
            - route:
                id: team-messages
                errorHandler:
                  noErrorHandler: {}
                from:
                  uri: kamelet:openrouter-gateway-source?operation=messages&path=/team/messages
                  steps:
                    - throwException:
                        exceptionType: java.lang.IllegalStateException
                        message: secret of the inside
            - route:
                id: team-models
                from:
                  uri: kamelet:openrouter-gateway-source?operation=models
                  steps:
                    - to: kamelet:openrouter-upstream-sink
            - route:
                id: team-search
                from:
                  uri: kamelet:openrouter-gateway-source?operation=messages&path=/team/search
                  steps:
                    - setProperty:
                        name: asked
                        simple: ${bodyAs(String)}
                    - setBody:
                        constant: '{"model":"a/vectors","input":"what for"}'
                    - to: kamelet:openrouter-upstream-sink?operation=embeddings
                    - convertBodyTo:
                        type: String
                    - setBody:
                        simple: ${exchangeProperty.asked}
                    - to: kamelet:openrouter-upstream-sink
            - route:
                id: team-both
                from:
                  uri: kamelet:openrouter-gateway-source
                  parameters:
                    operation: chat-completions
                    path: /team/first, /team/second
                  steps:
                    - to: kamelet:openrouter-upstream-sink
            - route:
                id: team-health
                from:
                  uri: kamelet:openrouter-gateway-source?operation=health&path=/team/health
                  steps:
                    - setHeader:
                        name: CamelHttpResponseCode
                        constant: 503
            - route:
                id: b-embeddings
                from:
                  uri: kamelet:openrouter-gateway-source?operation=embeddings&instance=b
                  steps:
                    - to: kamelet:openrouter-upstream-sink?instance=b
            """;

    private static Path routes;
    private static ScriptedUpstream upstream;
    private static MainHost host;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        routes = Files.writeString(directory.resolve("team.camel.yaml"), ROUTES);
        upstream = ScriptedUpstream.start(ScriptedUpstream.Call::reset);
        host = startHost();
    }

    private static MainHost startHost() {
        return MainHost.with(
                        "camel.main.routesIncludePattern=file:" + routes,
                        "openrouter.api-key=key-of-a",
                        "openrouter.base-url=" + upstream.baseUrl(),
                        "openrouter.retry.attempts=0",
                        "openrouter.b.api-key=key-of-b",
                        "openrouter.b.base-url=" + upstream.baseUrl(),
                        "openrouter.b.auth.keys=ci=ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb")
                .start();
    }

    @AfterAll
    static void stop() throws Exception {
        host.close();
        upstream.close();
    }

    @BeforeEach
    void forgetEarlierTests() {
        upstream.forget();
    }

    @Test
    void streamsTokenByToken() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        upstream.script(call -> {
            call.head(200, "text/event-stream").send(EVENT);
            assertThat(seen.await(20, TimeUnit.SECONDS)).isTrue();
            call.send(DONE).end();
        });
        try (RawClient client = client().post(Door.CHAT.path(), Door.CHAT.streaming())) {
            RawClient.Answer answer = client.answer();
            assertThat(answer.header("Content-Type")).isEqualTo("text/event-stream");
            assertThat(answer.next(EVENT.length())).isEqualTo(EVENT);
            seen.countDown();
            assertThat(answer.text()).isEqualTo(DONE);
        }
    }

    @Test
    void answersWhatTheClientCameForAfterACallOfAnotherOperation() throws Exception {
        upstream.script(call -> call.answer(200, "application/json", "{\"data\":[],\"content\":[]}"));

        OneRequest.Answer answer = new OneRequest(host.port())
                .post("/team/search", "{\"model\":\"a/b\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(upstream.awaitCall().requestLine()).contains("/v1/embeddings");
        assertThat(upstream.awaitCall().requestLine()).contains("/v1/messages");
    }

    @Test
    void endsTheCallWhenTheClientLeavesBeforeTheAnswer() throws Exception {
        upstream.script(ScriptedUpstream.Call::awaitHangUp);
        RawClient client = client().post(Door.CHAT.path(), Door.CHAT.plain());
        ScriptedUpstream.Call call = upstream.awaitCall();
        client.hangUp();
        assertThat(call.hasHungUpWithin(Duration.ofSeconds(5))).isTrue();
    }

    @Test
    void endsTheCallWhenTheClientLeavesMidStream() throws Exception {
        upstream.script(call -> {
            call.head(200, "text/event-stream").send(EVENT);
            call.awaitHangUp();
        });
        RawClient client = client().post(Door.CHAT.path(), Door.CHAT.streaming());
        client.answer().next(EVENT.length());
        client.hangUp();
        assertThat(upstream.awaitCall().hasHungUpWithin(Duration.ofSeconds(5))).isTrue();
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> host.context().getInflightRepository().size() == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/chat/completions", "/team/second"})
    void stopWaitsForAStreamThatRuns(String path) throws Exception {
        MainHost stopping = startHost();
        upstream.script(call -> {
            call.head(200, "text/event-stream").send(EVENT);
            Awaitility.await().until(() -> stopping.context().isStopping());
            call.send(DONE).end();
        });
        try (RawClient client = RawClient.connect(stopping.port()).post(path, Door.CHAT.streaming())) {
            RawClient.Answer answer = client.answer();
            assertThat(answer.next(EVENT.length())).isEqualTo(EVENT);
            Thread stop = new Thread(stopping::close, "stop");
            stop.start();
            assertThat(answer.text()).isEqualTo(DONE);
            stop.join();
        }
    }

    @Test
    void answersOfTheUpstreamKeepStatusAndHeaders() throws Exception {
        upstream.script(call -> call.answer(
                429, "application/json", "{\"error\":{\"message\":\"slow down\"}}", "Retry-After: 7", "Server: x"));
        OneRequest.Answer answer = request().post(Door.CHAT.path(), Door.CHAT.plain());
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("Retry-After")).isEqualTo("7");
        assertThat(answer.header("Server")).isNull();
        assertThat(answer.text()).isEqualTo("{\"error\":{\"message\":\"slow down\"}}");
    }

    @Test
    void stepBetweenRefusesAModel() throws Exception {
        OneRequest.Answer answer =
                request().post(Door.CHAT.path(), Door.CHAT.plain().replace("openai/gpt-4o", "not/offered"));
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text()).contains("Not offered here.");
        assertThat(upstream.callCount()).isZero();
    }

    @Test
    void stepThatFailsIsAnsweredInTheEnvelopeAndTellsNothing() throws Exception {
        OneRequest.Answer answer =
                request().post(Door.CHAT.path(), Door.CHAT.plain().replace("openai/gpt-4o", "fails/here"));
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.text()).startsWith("{\"error\":{\"message\":").doesNotContain("secret");
    }

    @Test
    void errorsOfMessagesAreAnthropics() throws Exception {
        OneRequest.Answer answer = request().post("/team/messages", "{}");
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.text()).startsWith("{\"type\":\"error\",\"error\":{").doesNotContain("secret");
    }

    @Test
    void refusalsOfTheGatewayAreInTheEnvelope() throws Exception {
        OneRequest.Answer answer = request().post(Door.CHAT.path(), "{\"model\":\"a/b\"}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("\"param\":\"messages\"");
    }

    @Test
    void modelsAreListed() throws Exception {
        upstream.script(call -> call.answer(200, "application/json", "{\"data\":[{\"id\":\"a/one\"}]}"));
        assertThat(request().get("/v1/models").text()).contains("a/one");
        assertThat(request().send("POST /v1/models", new byte[0]).status()).isEqualTo(405);
    }

    @Test
    void eachPathTakesItsMethodAloneAndEndsWithItsRoute() throws Exception {
        upstream.script(call -> call.answer(200, "application/json", "{\"choices\":[]}"));
        for (String path : List.of("/team/first", "/team/second")) {
            assertThat(request().post(path, Door.CHAT.plain()).status()).isEqualTo(200);
            assertThat(request().get(path).status()).isEqualTo(405);
            assertThat(request().post(path + "/more", Door.CHAT.plain()).status())
                    .isEqualTo(404);
        }
        String door = host.context().getRoutes().stream()
                .filter(route -> route.getEndpoint().getEndpointUri().matches("platform-http:.*/team/first.*"))
                .map(Route::getRouteId)
                .findFirst()
                .orElseThrow();
        host.context().getRouteController().stopRoute(door);
        assertThat(request().post("/team/second", Door.CHAT.plain()).status()).isEqualTo(404);
        host.context().getRouteController().startRoute(door);
        assertThat(request().post("/team/second", Door.CHAT.plain()).status()).isEqualTo(200);
    }

    @Test
    void stepsMayChangeTheHealth() throws Exception {
        OneRequest.Answer answer = request().get("/team/health");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.text()).isEqualTo("{\"status\":\"UP\"}");
    }

    @Test
    void clientsOfAnInstanceShowItsKeys() throws Exception {
        upstream.script(call -> call.answer(200, "application/json", "{\"data\":[]}"));
        String body = Door.EMBEDDINGS.plain();
        OneRequest.Answer refused = request().post(Door.EMBEDDINGS.path(), body);
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.text()).contains("authentication_error");
        assertThat(request()
                        .post(Door.EMBEDDINGS.path(), body, "Authorization: Bearer a")
                        .status())
                .isEqualTo(200);
        assertThat(upstream.awaitCall().headers().get("Authorization")).isEqualTo("Bearer key-of-b");
    }

    @Test
    void noKeyStandsInARouteOrEndpoint() throws Exception {
        upstream.script(call -> call.answer(200, "application/json", "{\"choices\":[]}"));
        request().post(Door.CHAT.path(), Door.CHAT.plain());
        assertThat(host.context().getRoutes()).extracting(Route::getRouteId).noneMatch(id -> id.contains("key-of-"));
        assertThat(host.context().getEndpoints())
                .noneMatch(endpoint -> endpoint.getEndpointUri().contains("key-of-"));
    }

    private static RawClient client() throws Exception {
        return RawClient.connect(host.port());
    }

    private static OneRequest request() {
        return new OneRequest(host.port());
    }
}
