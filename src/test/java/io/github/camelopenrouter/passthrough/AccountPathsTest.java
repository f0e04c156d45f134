/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.passthrough;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.host.MainHost;
import io.github.camelopenrouter.operation.OpenRouterRoutes;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may see the account behind the gateway's key. */
@Timeout(120)
class AccountPathsTest {

    private static final String KEYS = "auth.keys=app=" + sha256("gw-key");
    private static final String BEARER = "Authorization: Bearer gw-key";
    private static final String ACCOUNT = "{\"data\":{\"total_credits\":100.50,\"total_usage\":25.75}}";

    private ScriptedUpstream upstream;

    private static String sha256(String key) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void start() {
        upstream = ScriptedUpstream.start(call -> call.answer(200, "application/json", ACCOUNT));
    }

    @AfterEach
    void stop() throws IOException {
        upstream.close();
    }

    static Stream<String> paths() {
        return Stream.of("/v1/key", "/v1/credits", "/v1/generation?id=gen-1", "/v1/activity");
    }

    @ParameterizedTest
    @MethodSource("paths")
    void areOpenOnLoopbackWhereNoKeysAreInForce(String path) throws Exception {
        try (TestGateway gateway = TestGateway.start(upstream.baseUrl())) {
            OneRequest.Answer answer = new OneRequest(gateway.port()).get(path);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).isEqualTo(ACCOUNT);
            assertThat(upstream.awaitCall().requestLine()).isEqualTo("GET /api" + path + " HTTP/1.1");
        }
    }

    @Test
    void areNotOpenRoutersToClientsWithKeys() throws Exception {
        try (TestGateway gateway = TestGateway.start(upstream.baseUrl(), KEYS)) {
            for (String path : paths().toList()) {
                OneRequest.Answer answer = new OneRequest(gateway.port()).get(path, BEARER);

                assertThat(answer.status()).as(path).isIn(404, 503); // nothing is recorded here
                assertThat(answer.text()).doesNotContain(ACCOUNT);
            }
            assertThat(new OneRequest(gateway.port()).get("/v1/key").status()).isEqualTo(401);
            assertThat(upstream.callCount()).isZero();
            assertThat(new OneRequest(gateway.port())
                            .get("/v1/providers", BEARER)
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void areClosedOnAnAddressThatOthersReach() throws Exception {
        try (TestGateway gateway = TestGateway.start(upstream.baseUrl(), "camel.server.host=0.0.0.0", "auth=none")) {
            assertThat(new OneRequest(gateway.port()).get("/v1/credits").status())
                    .isEqualTo(403);
            assertThat(upstream.callCount()).isZero();
        }
    }

    @Test
    void areOpenToEveryClientWhereTheOperatorSaysSo() throws Exception {
        try (TestGateway gateway = TestGateway.start(upstream.baseUrl(), KEYS, "account-paths=pass")) {
            assertThat(new OneRequest(gateway.port()).get("/v1/credits", BEARER).status())
                    .isEqualTo(200);
            assertThat(new OneRequest(gateway.port()).get("/v1/credits").status())
                    .isEqualTo(401);
        }
    }

    @Test
    void needTheOperatorsWordForAHostsOwnCalls() {
        try (TestGateway gateway = TestGateway.start(upstream.baseUrl())) {
            Object status = gateway.context()
                    .createProducerTemplate()
                    .request(
                            "direct:openrouter-pass-through",
                            call -> call.setProperty("CamelOpenRouterPassThrough", "credits"))
                    .getMessage()
                    .getHeader("CamelHttpResponseCode");

            assertThat(status).isEqualTo(403);
            assertThat(upstream.callCount()).isZero();
        }
    }

    @Test
    void areEachGatewaysOwnMatter() throws Exception {
        try (MainHost host = MainHost.with(
                        "openrouter.b.api-key=any",
                        "openrouter.b.account-paths=pass",
                        "openrouter.b.base-url=" + upstream.baseUrl(),
                        "openrouter.c.api-key=any",
                        "openrouter.c.base-url=" + upstream.baseUrl())
                .start(new OpenRouterRoutes("b"), new OpenRouterRoutes("c"))) {
            assertThat(status(host, "direct:openrouter-b-pass-through")).isEqualTo(200);
            assertThat(status(host, "direct:openrouter-c-pass-through")).isEqualTo(403);
        }
    }

    private static Object status(MainHost host, String operation) {
        return host.context()
                .createProducerTemplate()
                .request(operation, call -> call.setProperty("CamelOpenRouterPassThrough", "credits"))
                .getMessage()
                .getHeader("CamelHttpResponseCode");
    }
}
