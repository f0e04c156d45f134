/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelopenrouter.testing.AdminToken;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.GatewayProcess;
import io.github.camelopenrouter.testing.OneRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the page about administration shows is what the gateway does. */
@Timeout(60)
class AdminPageTest {

    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private Path directory;

    @Test
    void routeOfItsExampleStreamsOnTheManagementPort() throws Exception {
        Files.createDirectory(directory.resolve("routes"));
        Files.writeString(
                directory.resolve("routes/mine.camel.yaml"),
                Documents.read().block("yaml", "openrouter-management-engine").text());

        try (GatewayProcess gateway = GatewayProcess.in(directory).run("--sandbox")) {
            gateway.awaitAddress();
            OneRequest.Answer answer = new OneRequest(
                            gateway.managementAddress().getPort())
                    .post("/mine/v1/chat/completions", Door.CHAT.streaming());

            assertThat(answer.header("content-type")).startsWith("text/event-stream");
            assertThat(answer.text()).contains("data: {").endsWith("data: [DONE]\n\n");
        }
    }

    @Test
    void breakersOfItsExampleHaveTheirNames() throws Exception {
        AdminToken token = AdminToken.create();
        JsonNode shown =
                JSON.readTree(Documents.read().block("json", "breakers").text());

        try (GatewayProcess gateway = GatewayProcess.in(directory)
                .with("OPENROUTER_ADMIN_TOKEN_FILE", token.path())
                .run("--sandbox")) {
            int port = gateway.awaitAddress().getPort();
            new OneRequest(port).post(Door.CHAT.path(), Door.CHAT.plain());
            JsonNode told =
                    JSON.readTree(new OneRequest(gateway.managementAddress().getPort())
                            .get("/admin/v1/breakers", token.header())
                            .text());

            assertThat(told.at("/breakers/0")).isEqualTo(shown.at("/breakers/0"));
            assertThat(told.at("/breakers/1/vendor").asText()).isEqualTo("openai");
            assertThat(names(told.at("/breakers/1"))).isEqualTo(names(shown.at("/breakers/1")));
        }
    }

    /** The first of each list stands for the others. */
    @Test
    void answersOfItsExamplesHaveTheirNames() throws Exception {
        Files.writeString(
                directory.resolve("client-keys"),
                "laptop=c0e618a52e1af3374137415b36cff0e2d55fc03ec3ffe5837e2558991893dea1");
        try (GatewayProcess gateway = GatewayProcess.in(directory)
                .withData()
                .with("OPENROUTER_AUTH_KEYS", "file:client-keys")
                .run("--sandbox")) {
            int port = gateway.awaitAddress().getPort();
            new OneRequest(port)
                    .post(Door.CHAT.path(), Door.CHAT.plain(), "x-api-key: my-client-key", "x-request-id: order-4711");
            OneRequest operator = new OneRequest(gateway.managementAddress().getPort());
            String token = "Authorization: Bearer "
                    + Files.readString(directory.resolve("data/admin-token")).strip();

            assertNames("p95_ms", "/rows/0", operator.get("/admin/v1/usage?group=model", token));
            assertNames("p95_ms", "/total", operator.get("/admin/v1/usage?group=model", token));
            assertNames("order-4711", "/calls/0", operator.get("/admin/v1/calls?request_id=order-4711", token));
            assertNames("order-4711", "/calls/0/attempts/0", operator.get("/admin/v1/calls", token));
            assertNames("\"settings\"", "/settings/0", operator.get("/admin/v1/settings", token));
            assertNames("\"reloaded\"", "/reloaded/0", operator.post("/admin/v1/reload", "{}", token));
        }
    }

    private static void assertNames(String word, String place, OneRequest.Answer told) throws IOException {
        JsonNode shown = JSON.readTree(Documents.read().block("json", word).text());
        JsonNode answer = JSON.readTree(told.text());

        assertThat(names(answer)).isEqualTo(names(shown));
        assertThat(names(shown.at(place))).isNotEmpty().isEqualTo(names(answer.at(place)));
    }

    private static List<String> names(JsonNode row) {
        List<String> names = new ArrayList<>();
        row.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
