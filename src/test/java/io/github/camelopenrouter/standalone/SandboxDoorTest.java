/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.testing.OneRequest;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sandbox's bills as a client of the gateway sees them. */
@Timeout(60)
class SandboxDoorTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CHAT =
            "{\"model\":\"sandbox/fast\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
    /** The hash of {@code my-client-key}. */
    private static final String KEYS =
            "auth.keys=laptop=c0e618a52e1af3374137415b36cff0e2d55fc03ec3ffe5837e2558991893dea1";

    private static final String KEY = "Authorization: Bearer my-client-key";

    private static JsonNode json(OneRequest.Answer answer) throws Exception {
        return JSON.readTree(answer.body());
    }

    @Test
    void aCallIsBilledWhereItsClientCanReadIt() throws Exception {
        try (TestGateway gateway = TestGateway.sandbox()) {
            OneRequest client = new OneRequest(gateway.port());
            BigDecimal cost = json(client.post("/v1/chat/completions", CHAT))
                    .at("/usage/cost")
                    .decimalValue();

            OneRequest.Answer billed = client.get("/sandbox/billed");

            assertThat(billed.header("Content-Type")).isEqualTo("application/json");
            assertThat(new BigDecimal(json(billed).path("total").asText())).isEqualByComparingTo(cost);
            assertThat(json(billed).at("/calls/0/state").asText()).isEqualTo("complete");
            assertThat(billed.header("X-Sandbox")).isNull();
        }
    }

    @Test
    void aClientSaysWhenACostIsKnown() throws Exception {
        try (TestGateway gateway = TestGateway.sandbox()) {
            OneRequest client = new OneRequest(gateway.port());
            String path = "/v1/generation?id="
                    + json(client.post("/v1/chat/completions", CHAT)).path("id").asText();

            client.post("/sandbox/generation-delay?seconds=3600", "");
            assertThat(client.get(path).status()).isEqualTo(404);
            client.post("/sandbox/generation-delay?seconds=0", "");
            assertThat(client.get(path).status()).isEqualTo(200);
            OneRequest.Answer refused = client.post("/sandbox/generation-delay?seconds=soon", "");
            assertThat(refused.status()).isEqualTo(400);
            assertThat(json(refused).at("/error/message").asText()).startsWith("seconds: ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /sandbox/billed", "POST /sandbox/generation-delay?seconds=1"})
    void onlyClientsOfTheGatewayAreLetIn(String door) throws Exception {
        try (TestGateway gateway = TestGateway.sandbox(KEYS)) {
            OneRequest client = new OneRequest(gateway.port());

            OneRequest.Answer refused = client.send(door, new byte[0]);
            assertThat(refused.status()).isEqualTo(401);
            assertThat(json(refused).at("/error/type").asText()).isEqualTo("authentication_error");
            assertThat(client.send(door, new byte[0], KEY).status()).isEqualTo(200);
        }
    }
}
