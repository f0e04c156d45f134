/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.testing.RawConnection;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import io.github.camelopenrouter.testing.TestCertificates;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The gateway as an HTTPS server, with handshakes of the JDK's own client. */
@Timeout(60)
class InboundTlsTest {

    @TempDir
    private static Path directory;

    private static TestCertificates certificates;
    private static ScriptedUpstream upstream;
    private static TestGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        certificates = TestCertificates.create(directory);
        upstream = ScriptedUpstream.start(call -> call.answer(500, "text/plain", "no script"));
        gateway = TestGateway.start(
                upstream.baseUrl(),
                "tls.certificate=" + certificates.certificate(TestCertificates.LOCALHOST),
                "tls.key=" + certificates.key(TestCertificates.LOCALHOST));
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        upstream.close();
    }

    @Test
    void streamsOverTls() throws Exception {
        String event = "data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n\n";
        CountDownLatch seen = new CountDownLatch(1);
        upstream.script(call -> {
            call.head(200, "text/event-stream").send(event);
            assertThat(seen.await(20, TimeUnit.SECONDS)).isTrue();
            call.send("data: [DONE]\n\n").end();
        });
        HttpRequest request = HttpRequest.newBuilder(uri("/v1/chat/completions"))
                .POST(BodyPublishers.ofString("{\"model\":\"a/b\",\"stream\":true,\"messages\":[{}]}"))
                .build();
        HttpResponse<InputStream> answer = client().send(request, BodyHandlers.ofInputStream());
        try (InputStream body = answer.body()) {
            assertThat(new String(body.readNBytes(event.length()), StandardCharsets.UTF_8))
                    .isEqualTo(event);
            seen.countDown();
            assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("data: [DONE]\n\n");
        }
    }

    @Test
    void saysThatItListensWithHttps() {
        assertThat(gateway.uri("/")).hasScheme("https");
    }

    @Test
    void speaksHttp11ToAClientThatOffersHttp2() throws Exception {
        HttpResponse<String> answer =
                client().send(HttpRequest.newBuilder(uri("/health")).build(), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void agreesOnACurrentVersion(String version) throws Exception {
        try (SSLSocket socket = socket(version)) {
            socket.startHandshake();

            assertThat(socket.getSession().getProtocol()).isEqualTo(version);
        }
    }

    @Test
    void showsTheChainOfItsCertificate() throws Exception {
        try (SSLSocket socket = socket("TLSv1.3")) {
            socket.startHandshake();

            assertThat(socket.getSession().getPeerCertificates()).hasSize(2);
        }
    }

    @Test
    void isNotTrustedByClientsThatDoNotKnowTheAuthority() throws Exception {
        try (SSLSocket socket =
                (SSLSocket) SSLContext.getDefault().getSocketFactory().createSocket("localhost", gateway.port())) {
            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLHandshakeException.class);
        }
    }

    @Test
    void givesNoAnswerToPlainHttp() throws Exception {
        try (RawConnection plain = RawConnection.open(gateway.port())) {
            plain.send("GET /health HTTP/1.1\nHost: localhost\n\n");

            assertThatThrownBy(plain::answer).isInstanceOf(IOException.class);
        }
    }

    @Test
    void refusesOverTlsToo() throws Exception {
        try (RawConnection client = RawConnection.open(gateway.port(), certificates.client())) {
            client.send("GET /health HTTP/1.1\nX-Much: " + "a".repeat(100_000) + "\n\n");

            assertThat(client.answer().status()).isEqualTo(431);
            assertThat(client.ends()).isTrue();
        }
    }

    private static URI uri(String path) {
        return URI.create("https://localhost:" + gateway.port() + path);
    }

    private static HttpClient client() throws Exception {
        return HttpClient.newBuilder().sslContext(certificates.client()).build();
    }

    private static SSLSocket socket(String version) throws Exception {
        SSLSocket socket =
                (SSLSocket) certificates.client().getSocketFactory().createSocket("localhost", gateway.port());
        socket.setEnabledProtocols(new String[] {version});
        return socket;
    }
}
