/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import io.github.camelopenrouter.testing.TestCertificates;
import io.github.camelopenrouter.testing.TestProxy;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Calls to an upstream with a certificate of a private authority, directly and through a proxy. */
@Timeout(60)
class OutboundTlsTest {

    private static final String LOGIN = "me:p@ss";
    private static final String RIGHT = "me:p%40ss";
    private static final String KEY = "sk-or-v1-canary-0123456789";
    private static final String ANSWER = "{\"choices\":[{\"finish_reason\":\"stop\"}]}";

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    private static Path directory;

    private static TestCertificates certificates;
    private static ScriptedUpstream secure;
    private static ScriptedUpstream misnamed;
    private static ScriptedUpstream plain;
    private static TestProxy proxy;

    @BeforeAll
    static void start() throws Exception {
        certificates = TestCertificates.create(directory);
        secure = upstream(TestCertificates.LOCALHOST);
        misnamed = upstream(TestCertificates.ELSEWHERE);
        plain = ScriptedUpstream.start(call -> call.answer(200, "application/json", ANSWER));
        proxy = TestProxy.start(LOGIN);
    }

    @AfterAll
    static void stop() throws Exception {
        secure.close();
        misnamed.close();
        plain.close();
        proxy.close();
    }

    @BeforeEach
    void forget() {
        proxy.heads().clear();
    }

    @Test
    void trustsTheAuthoritiesOfTheTruststore() throws Exception {
        HttpResponse<String> answer = ask(secure.baseUrl(), truststore());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(ANSWER);
    }

    @Test
    void saysWhyItDoesNotTrustAnUnknownAuthority() throws Exception {
        HttpResponse<String> answer = ask(secure.baseUrl());

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body())
                .contains("The upstream's certificate is not trusted", "openrouter.truststore", "upstream_error");
    }

    @Test
    void refusesACertificateForAnotherHost() throws Exception {
        HttpResponse<String> answer = ask(misnamed.baseUrl(), truststore());

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body()).contains("The upstream's certificate is not for the host of openrouter.base-url.");
        assertThat(misnamed.callCount()).isZero();
    }

    @Test
    void doesNotStartWithATruststoreThatCannotBeRead() {
        assertThatThrownBy(() -> ask(secure.baseUrl(), "truststore=" + directory.resolve("missing.pem")))
                .hasStackTraceContaining("SettingException: openrouter.truststore names the file \"");
    }

    @Test
    void tunnelsThroughAProxyThatSeesNeitherKeyNorBody() throws Exception {
        HttpResponse<String> answer = ask(secure.baseUrl(), truststore(), proxySetting(RIGHT));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(proxy.heads()).hasSize(1);
        assertThat(proxy.heads().get(0))
                .startsWith("CONNECT localhost:")
                .contains("\r\nProxy-Authorization: Basic ")
                .doesNotContain(KEY);
        assertThat(lastCall(secure).headers())
                .containsEntry("Authorization", "Bearer " + KEY)
                .doesNotContainKey("Proxy-Authorization");
    }

    @Test
    void streamsThroughTheTunnelAndClosesItWhenTheClientLeaves() throws Exception {
        try (ScriptedUpstream upstream = upstream(TestCertificates.LOCALHOST);
                TestGateway gateway = TestGateway.start(upstream.baseUrl(), truststore(), proxySetting(RIGHT))) {
            upstream.script(call -> {
                call.head(200, "text/event-stream").send("data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n\n");
                call.awaitHangUp();
            });
            HttpResponse<InputStream> answer = CLIENT.send(chat(gateway, true), BodyHandlers.ofInputStream());
            assertThat(answer.body().readNBytes(22)).hasSize(22);
            ScriptedUpstream.Call call = upstream.awaitCall();
            answer.body().close();

            assertThat(call.hasHungUpWithin(Duration.ofSeconds(10))).isTrue();
        }
    }

    @Test
    void checksTheHostNameBehindAProxyToo() throws Exception {
        HttpResponse<String> answer = ask(misnamed.baseUrl(), truststore(), proxySetting(RIGHT));

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body()).contains("not for the host");
    }

    @Test
    void forwardsPlainCallsInAbsoluteForm() throws Exception {
        HttpResponse<String> answer = ask(plain.baseUrl(), proxySetting(RIGHT));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(proxy.heads())
                .singleElement()
                .asString()
                .startsWith("POST " + plain.baseUrl() + "/v1/chat/completions HTTP/1.1\r\n")
                .contains("\r\nProxy-Authorization: Basic ");
        assertThat(lastCall(plain).headers()).doesNotContainKey("Proxy-Authorization");
    }

    @Test
    void saysThatTheProxyDoesNotAcceptThePassword() throws Exception {
        for (String baseUrl : List.of(secure.baseUrl(), plain.baseUrl())) {
            HttpResponse<String> answer = ask(baseUrl, truststore(), proxySetting("me:wrong"));

            assertThat(answer.statusCode()).isEqualTo(502);
            assertThat(answer.body())
                    .contains("The proxy does not accept the user name and password of openrouter.proxy.")
                    .doesNotContain("wrong");
        }
    }

    @Test
    void saysThatTheProxyWantsAPassword() throws Exception {
        HttpResponse<String> answer = ask(secure.baseUrl(), "proxy=http://127.0.0.1:" + proxy.port());

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body()).contains("The proxy does not accept the user name and password");
    }

    @Test
    void doesNotTakeTheProxysRefusalForOpenRoutersAnswer() throws Exception {
        HttpResponse<String> answer = ask("https://nowhere.example/api", proxySetting(RIGHT));

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body())
                .contains("The proxy of openrouter.proxy does not connect to OpenRouter: it answered 403.");
    }

    private static ScriptedUpstream upstream(String certificate) throws Exception {
        return ScriptedUpstream.start(
                certificates.server(certificate).getServerSocketFactory(),
                call -> call.answer(200, "application/json", ANSWER));
    }

    private static String truststore() throws Exception {
        return "truststore=" + certificates.authority();
    }

    private static String proxySetting(String login) {
        return "proxy=http://" + login + "@127.0.0.1:" + proxy.port();
    }

    /** The calls before it belong to other tests. */
    private static ScriptedUpstream.Call lastCall(ScriptedUpstream upstream) throws Exception {
        ScriptedUpstream.Call last = upstream.awaitCall();
        for (int more = upstream.waitingCalls(); more > 0; more--) {
            last = upstream.awaitCall();
        }
        return last;
    }

    private static HttpResponse<String> ask(String upstream, String... settings) throws Exception {
        try (TestGateway gateway = TestGateway.start(upstream, settings)) {
            return CLIENT.send(chat(gateway, false), BodyHandlers.ofString());
        }
    }

    private static HttpRequest chat(TestGateway gateway, boolean stream) {
        return HttpRequest.newBuilder(gateway.uri("/v1/chat/completions"))
                .POST(BodyPublishers.ofString("{\"model\":\"a/b\",\"messages\":[{}],\"stream\":" + stream + "}"))
                .build();
    }
}
