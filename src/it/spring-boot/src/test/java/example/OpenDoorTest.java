/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.apache.catalina.connector.Connector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;

/** Where Boot's server can be reached from elsewhere, the doors ask for a decision before they spend anybody's key. */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(60)
class OpenDoorTest {

    private static final String CHAT = "/v1/chat/completions";
    private static final String BODY =
            "{\"model\":\"openai/gpt-4o\",\"max_tokens\":8,\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** Boot takes an empty address for none, which is all of them. */
    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", ""})
    void refusesEveryRequestWithoutADecision(String address, CapturedOutput output) throws Exception {
        try (ServletWebServerApplicationContext host = start("--server.address=" + address)) {
            HttpResponse<String> openAi = post(port(host), CHAT);
            HttpResponse<String> anthropic = post(port(host), "/anthropic/v1/messages");

            assertThat(openAi.statusCode()).isEqualTo(401);
            assertThat(openAi.body()).startsWith("{\"error\":{\"message\":").contains("authentication_error");
            assertThat(anthropic.statusCode()).isEqualTo(401);
            assertThat(anthropic.body()).startsWith("{\"type\":\"error\",").contains("authentication_error");
            assertThat(get(port(host), "/v1/models").statusCode()).isEqualTo(401);
            assertThat(output.getOut().lines().filter(line -> line.contains(" WARN ") && line.contains(CHAT)))
                    .singleElement()
                    .asString()
                    .contains("openrouter.auth=keys or openrouter.auth=none");
        }
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, --undecided", "localhost, --undecided", "0.0.0.0, --openrouter.auth=none"})
    void servesOnLoopbackOrOnceItIsDecided(String address, String decision) throws Exception {
        try (ServletWebServerApplicationContext host = start("--server.address=" + address, decision)) {
            assertThat(post(port(host), CHAT).statusCode()).isEqualTo(200);
            assertThat(get(port(host), "/v1/models").statusCode()).isEqualTo(200);
        }
    }

    /** The environment, and with it Camel, says loopback; the argument, which Boot obeys, does not. */
    @Test
    void asksBootAndNotCamelWhereTheServerIs() throws Exception {
        System.setProperty("server.address", "127.0.0.1");
        try (ServletWebServerApplicationContext host = start("--server.address=0.0.0.0")) {
            assertThat(post(port(host), CHAT).statusCode()).isEqualTo(401);
        } finally {
            System.clearProperty("server.address");
        }
    }

    @Test
    void refusesAtASecondConnectorThatTheAddressSaysNothingOf() throws Exception {
        Second second = new Second();
        try (ServletWebServerApplicationContext host = start(second, "--server.address=127.0.0.1")) {
            assertThat(post(port(host), CHAT).statusCode()).isEqualTo(200);
            assertThat(post(second.connector.getLocalPort(), CHAT).statusCode()).isEqualTo(401);
        }
    }

    private static ServletWebServerApplicationContext start(String... arguments) {
        return start(new Second(null), arguments);
    }

    private static ServletWebServerApplicationContext start(Second second, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--server.port=0");
        return (ServletWebServerApplicationContext) new SpringApplicationBuilder(Application.class)
                .initializers(context -> context.getBeanFactory().registerSingleton("second", second))
                .run(all.toArray(String[]::new));
    }

    private static int port(ServletWebServerApplicationContext host) {
        return host.getWebServer().getPort();
    }

    private HttpResponse<String> post(int port, String path) throws IOException, InterruptedException {
        return send(request(port, path)
                .header("Content-Type", "application/json")
                .header("X-Forwarded-For", "127.0.0.1")
                .POST(HttpRequest.BodyPublishers.ofString(BODY)));
    }

    private HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        return send(request(port, path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
    }

    /** Adds a connector on all addresses and any port, or does nothing. */
    private record Second(Connector connector) implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

        Second() {
            this(new Connector());
            connector.setPort(0);
        }

        @Override
        public void customize(TomcatServletWebServerFactory factory) {
            if (connector != null) {
                factory.addAdditionalTomcatConnectors(connector);
            }
        }
    }
}
