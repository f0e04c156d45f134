/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream.keys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.sandbox.Sandbox;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an operator sees of keys and groups on the management port. */
@Timeout(60)
class BalanceHealthTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static Sandbox sandbox;
    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        sandbox = Sandbox.start(0);
        gateway = TestGateway.start(
                sandbox.baseUrl(),
                "camel.management.enabled=true",
                "camel.management.port=0",
                "api-key=alive=sk-or-v1-alive,dead=sk-or-v1-bad",
                "retry.attempts=1",
                "model-aliases=pair>sandbox/fast|sandbox/echo");
    }

    @AfterAll
    static void stop() {
        gateway.close();
        sandbox.close();
    }

    @Test
    void showsEveryKeyByItsLabelAndEveryModelOfAGroup() throws Exception {
        assertThat(balance().path("message").asText()).isEqualTo("No key is in cooldown");
        for (int call = 0; call < 30; call++) {
            assertThat(ask()).isEqualTo(200);
        }
        JsonNode check = balance();
        assertThat(check.path("status").asText()).isEqualTo("UP");
        assertThat(check.path("message").asText()).isEqualTo("Keys in cooldown: dead");
        JsonNode data = check.path("data");
        assertThat(data.path("key alive").asText()).matches("cost \\d+ ms, share \\d+ %, calls 0");
        assertThat(data.path("key dead").asText())
                .matches("cost \\d+ ms, share \\d+ %, calls 0, in cooldown for (2\\d\\d|300) s");
        assertThat(data.path("model pair sandbox/fast").asText()).contains("share ");
        assertThat(data.path("model pair sandbox/echo").asText()).contains("share ");
        assertThat(check.toString()).doesNotContain("sk-or");
        assertThat(get("/observe/health/ready")).doesNotContain("balance");
    }

    private static JsonNode balance() throws IOException, InterruptedException {
        String body = get("/observe/health?data=true").replace("\\\\/", "/").replace("\\/", "/"); // as Camel escapes
        for (JsonNode check : new JsonMapper().readTree(body).path("checks")) {
            if (check.path("name").asText().equals("openrouter-balance")) {
                return check;
            }
        }
        throw new AssertionError("There is no check of the balance in " + body);
    }

    private static String get(String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(gateway.managementUri(path)).build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    private static int ask() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(gateway.uri("/v1/chat/completions"))
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"model\":\"pair\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"))
                .build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
    }
}
