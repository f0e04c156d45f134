/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.testing.AdminToken;
import io.github.camelopenrouter.testing.OneRequest;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Somebody who tries one key after the other, from the address of everybody else. */
@Timeout(60)
class AuthFailuresOverHttpTest {

    private static final String MODELS = "/v1/models";
    private static final String ADMIN = "/admin/v1/breakers";

    @Test
    void unknownKeysHaveToWaitAtBothPortsAndKnownOnesGoOn() throws Exception {
        AdminToken admin = AdminToken.create();
        try (TestGateway gateway = TestGateway.sandbox(
                "auth.keys=ci=" + sha256("known"),
                "auth.failures=4/min",
                "camel.management.enabled=true",
                "camel.management.port=0",
                admin.setting())) {
            OneRequest client = new OneRequest(gateway.port());
            OneRequest operator = new OneRequest(gateway.managementUri("/").getPort());
            assertThat(client.get(MODELS, "x-api-key: guess").status()).isEqualTo(401);
            assertThat(client.get(MODELS).status()).isEqualTo(401);
            assertThat(operator.get(ADMIN, "Authorization: Bearer guess").status())
                    .isEqualTo(401);
            assertThat(operator.get(ADMIN).status()).isEqualTo(401);

            OneRequest.Answer refused = client.get(MODELS, "x-api-key: another guess");

            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.text()).contains("rate_limit_error", "rate_limit_exceeded");
            assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 60);
            assertThat(operator.get(ADMIN, "Authorization: Bearer guess").status())
                    .isEqualTo(429);
            assertThat(client.post("/anthropic/v1/messages", "{}", "x-api-key: guess")
                            .text())
                    .contains("rate_limit_error", "request_id");
            assertThat(client.get(MODELS, "x-api-key: known").status()).isEqualTo(200);
            assertThat(operator.get(ADMIN, admin.header()).status()).isEqualTo(200);
        }
    }

    /** There is no key that somebody could guess. */
    @Test
    void anUndecidedDoorGoesOnToSayThatSomebodyHasToDecide() throws Exception {
        try (TestGateway gateway = TestGateway.sandbox("auth.failures=1/min")) {
            OneRequest client = new OneRequest(gateway.port());
            for (int n = 0; n < 3; n++) {
                assertThat(client.get(MODELS).status()).isEqualTo(200);
                assertThat(client.get(MODELS, "Host: evil.example").status()).isEqualTo(403);
            }
        }
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes()));
    }
}
