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
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing that a client sends changes where a call goes, or gets into Camel's own names. */
@Timeout(60)
class UntrustedRequestTest {

    private static final String CHAT = "/v1/chat/completions";
    private static final String HELLO =
            "{\"model\":\"openai/gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

    private static final BlockingQueue<Map<String, Object>> SEEN = new LinkedBlockingQueue<>();

    private static ScriptedUpstream upstream;
    private static ScriptedUpstream attacker;
    private static TestGateway gateway;
    private static OneRequest client;

    @BeforeAll
    static void start() throws Exception {
        upstream = ScriptedUpstream.start(UntrustedRequestTest::answerChat);
        attacker = ScriptedUpstream.start(call -> call.answer(200, "application/json", "{\"stolen\":true}"));
        gateway = TestGateway.start(upstream.baseUrl(), "auth=none");
        gateway.context().addRoutes(probe());
        client = new OneRequest(gateway.port());
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        upstream.close();
        attacker.close();
    }

    @BeforeEach
    void forgetEarlierCalls() {
        upstream.forgetCalls();
        SEEN.clear();
    }

    private static void answerChat(ScriptedUpstream.Call call) throws IOException {
        call.answer(200, "application/json", "{\"choices\":[]}");
    }

    /** A door with a step of the host's own that looks at the headers. */
    private static RouteBuilder probe() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("platform-http:/v1/probe?platformHttpEngine=#openrouter-engine")
                        .routeId("test-probe")
                        .process(exchange ->
                                SEEN.add(new TreeMap<>(exchange.getMessage().getHeaders())))
                        .to("direct:openrouter-chat-completions");
            }
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api_base",
                "base_url",
                "api_key",
                "baseURL",
                "custom_host",
                "endpoint",
                "url",
                "host",
                "path",
                "CamelHttpUri",
                "callback_url"
            })
    void takesNoTargetFromTheBody(String field) throws Exception {
        String value = "\"" + attacker.baseUrl() + "\"";
        String body = HELLO.replace("{\"model\"", "{\"" + field + "\":" + value + ",\"model\"");
        client.post(CHAT, body);
        ScriptedUpstream.Call call = expectUsualCall("/v1/chat/completions");
        assertThat(call.text()).isEqualTo(body);
    }

    @ParameterizedTest
    @CsvSource({
        "x-portkey-custom-host,    http://%s",
        "x-openai-custom-host,     http://%s",
        "x-base-url,               http://%s",
        "x-upstream-host,          %s",
        "X-Forwarded-Host,         %s",
        "X-Original-URL,           /admin",
        "X-Rewrite-URL,            /admin",
        "X-HTTP-Method-Override,   GET",
        "CamelHttpUri,             http://%s",
        "camelhttpuri,             http://%s",
        "cAmElHtTpUrI,             http://%s",
        "CamelHttpPath,            /admin",
        "CAMELHTTPPATH,            /admin",
        "CamelHttpMethod,          DELETE",
        "camelHttpMethod,          DELETE",
        "CamelHttpQuery,           admin=true",
        "CamelHttpRawQuery,        admin=true",
        "CamelHttpHost,            %s",
        "CamelHttpPort,            1",
        "CamelRestHttpUri,         http://%s",
        "CamelDestinationOverrideUrl, http://%s",
        "CamelToEndpoint,          http://%s",
        "org.apache.camel.Uri,     http://%s",
        "CamelOpenRouterUpstreamQuery, admin=true",
        "CamelOpenRouterOperation, models",
        "CamelOpenRouterModelId,   x"
    })
    void takesNoTargetFromAHeaderAParameterOrAForm(String name, String value) throws Exception {
        String theirs = value.formatted(attacker.baseUrl().substring("http://".length()));
        client.post(CHAT, HELLO, name + ": " + theirs, name + ": " + theirs);
        expectUsualCall("/v1/chat/completions");
        client.post(CHAT + "?" + name + "=" + theirs, HELLO);
        expectUsualCall("/v1/chat/completions");
        OneRequest.Answer form =
                client.post(CHAT, name + "=" + theirs, "Content-Type: application/x-www-form-urlencoded");
        assertThat(form.status()).isEqualTo(400);
        assertThat(attacker.callCount()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../admin",
                "openrouter/../../../admin",
                "x/../../admin?y=z",
                "user:pass@evil.example/x",
                "@evil.example/x",
                "http://evil.example/x",
                "//evil.example/x",
                "a/b#fragment",
                "a/b?query=1",
                "a/b\\r\\nHost: evil.example\\r\\n\\r\\nGET /",
                "a/b%0d%0aX: y",
                "a/b{{openrouter.api-key}}",
                "${header.Authorization}",
                "{{env:PATH}}",
                "\\u0000"
            })
    void takesNoTargetFromTheModel(String model) throws Exception {
        String body = HELLO.replace("openai/gpt-4o", model);
        for (String door : new String[] {CHAT, "/openai/v1/chat/completions"}) {
            client.post(door, body);
            ScriptedUpstream.Call call = usualCallAfterTheModelList();
            assertThat(call.text()).endsWith(body.substring(body.indexOf(",\"messages\"")));
            assertThat(call.text()).doesNotContain(TestGateway.KEY);
        }
        client.post("/anthropic/v1/messages", body);
        usualCallAfterTheModelList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/models/../../admin",
                "/v1/models/..%2F..%2Fadmin",
                "/v1/models/@evil.example",
                "/v1/models/x?id=1&CamelHttpPath=/admin",
                "/v1/models?output_modalities=text&x=y"
            })
    void takesNoTargetFromTheIdOfAModel(String path) throws Exception {
        upstream.script(call -> call.answer(200, "application/json", "{\"data\":[]}", "Cache-Control: no-store"));
        client.get(path);
        upstream.script(UntrustedRequestTest::answerChat);
        client.post(CHAT, HELLO);
        usualCallAfterTheModelList();
    }

    @Test
    void takesNoTargetFromAnAbsoluteRequestLineOrTheHostHeader() throws Exception {
        byte[] body = HELLO.getBytes(StandardCharsets.UTF_8);
        String evil = attacker.baseUrl().replace("/api", "");
        client.send("POST " + evil + CHAT, body, "Content-Type: application/json");
        expectUsualCall("/v1/chat/completions");
        client.send("POST " + CHAT, body, "Host: " + evil.substring("http://".length()));
        expectUsualCall("/v1/chat/completions");
        client.send("POST http://user:pw@evil.example" + CHAT + "?x=y", body, "Host: evil.example");
        expectUsualCall("/v1/chat/completions");
        assertThat(attacker.callCount()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CamelBeanMethodName",
                "camelbeanmethodname",
                "CAMELBEANMETHODNAME",
                "cAmElExecCommandExecutable",
                "CamelExecCommandArgs",
                "CamelFileName",
                "CamelSqlQuery",
                "CamelJmsDestinationName",
                "CamelCharsetName",
                "CamelRedelivered",
                "CamelHttpResponseCode",
                "CamelSkipGzipEncoding",
                "CamelOpenRouterModelId",
                "org.apache.camel.Whatever",
                "ORG.apache.CAMEL.whatever"
            })
    void letsNoneOfCamelsHeadersIn(String name) throws Exception {
        client.post("/v1/probe?" + name + "=evil", HELLO, name + ": evil", name + ": evil", "x-harmless: 1");
        assertThat(seen())
                .containsEntry("x-harmless", "1")
                .allSatisfy((header, value) -> assertThat(header).isNotEqualToIgnoringCase(name))
                .allSatisfy((header, value) -> {
                    if (!header.equals("CamelHttpQuery")) {
                        assertThat(value.toString()).doesNotContain("evil");
                    }
                });
    }

    @Test
    void writesMethodPathAndQueryIntoCamelsNamesItself() throws Exception {
        client.post(
                "/v1/probe?a=b&CamelHttpPath=/evil",
                HELLO,
                "CamelHttpMethod: DELETE",
                "camelhttppath: /evil",
                "CAMELHTTPURI: http://evil",
                "CamelHttpQuery: evil");
        Map<String, Object> headers = seen();
        headers.keySet().removeIf(header -> !header.toLowerCase(Locale.ROOT).startsWith("camel"));
        assertThat(headers)
                .isEqualTo(Map.of(
                        "CamelHttpMethod", "POST",
                        "CamelHttpPath", "/v1/probe",
                        "CamelHttpUri", "/v1/probe",
                        "CamelHttpQuery", "a=b&CamelHttpPath=/evil"));
    }

    @Test
    void makesNoHeaderOfAParameterOrAFormField() throws Exception {
        client.post("/v1/probe?x-param=1", "x-field=1", "Content-Type: application/x-www-form-urlencoded");
        assertThat(seen()).doesNotContainKeys("x-param", "x-field");
    }

    private static Map<String, Object> seen() throws InterruptedException {
        return SEEN.poll(20, TimeUnit.SECONDS);
    }

    private static ScriptedUpstream.Call usualCallAfterTheModelList() throws InterruptedException {
        ScriptedUpstream.Call call = upstream.awaitCall();
        while (call.requestLine().startsWith("GET")) {
            assertThat(call.requestLine()).matches("GET /api/v1/models(\\?output_modalities=all)? HTTP/1.1");
            call = upstream.awaitCall();
        }
        assertThat(call.requestLine()).matches("POST /api/v1/(chat/completions|messages) HTTP/1.1");
        assertThat(call.headers()).containsEntry("Host", host());
        return call;
    }

    private static ScriptedUpstream.Call expectUsualCall(String path) throws InterruptedException {
        ScriptedUpstream.Call call = upstream.awaitCall();
        assertThat(call.requestLine()).isEqualTo("POST /api" + path + " HTTP/1.1");
        assertThat(call.headers()).containsEntry("Host", host());
        return call;
    }

    private static String host() {
        return upstream.baseUrl().replace("http://", "").replace("/api", "");
    }
}
