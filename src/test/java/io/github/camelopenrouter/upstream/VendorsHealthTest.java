/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelopenrouter.TestGateway;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an operator sees of the vendors on the management port. */
@Timeout(60)
class VendorsHealthTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        gateway = TestGateway.sandbox(
                "camel.management.enabled=true",
                "camel.management.port=0",
                "circuit-breaker.enabled=true",
                "circuit-breaker.minimum-calls=2");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void showsOpenBreakersAndStaysUp() throws Exception {
        assertThat(vendors().path("message").asText()).isEqualTo("No circuit breaker is open");
        for (int call = 0; call < 2; call++) {
            ask("sandbox/status-500");
        }
        JsonNode check = vendors();
        assertThat(check.path("message").asText()).isEqualTo("Open circuit breakers: sandbox/status-500");
        assertThat(check.path("status").asText()).isEqualTo("UP");
        assertThat(check.path("data").path("sandbox/status-500").asText()).isEqualTo("OPEN");
        assertThat(get("/observe/health/ready").body()).doesNotContain("vendors");
    }

    /** A client has put it in the place of a vendor. */
    @Test
    void showsNoKey() throws Exception {
        String key = "sk-or-v1-" + "0123456789abcdef".repeat(4).substring(0, 40);
        ask(key + "/gpt");

        JsonNode data = vendors().path("data");
        assertThat(data.toString()).contains("\"sk-***\"").doesNotContain(key);
    }

    private static JsonNode vendors() throws IOException, InterruptedException {
        HttpResponse<String> health = get("/observe/health?data=true");
        assertThat(health.statusCode()).isEqualTo(200);
        String body = health.body().replace("\\\\/", "/").replace("\\/", "/"); // Camel escapes slashes, in texts twice
        for (JsonNode check : new JsonMapper().readTree(body).path("checks")) {
            if (check.path("name").asText().equals("openrouter-vendors")) {
                return check;
            }
        }
        throw new AssertionError("There is no check of the vendors in " + health.body());
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        URI uri = gateway.managementUri(path);
        return CLIENT.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static void ask(String model) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(gateway.uri("/v1/chat/completions"))
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"))
                .build();
        CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
