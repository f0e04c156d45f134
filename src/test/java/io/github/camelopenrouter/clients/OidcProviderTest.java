/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.testing.OneRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;

/** A service gets a token from a certified issuer, panva's oidc-provider, and calls the gateway with it. */
@Timeout(180)
@TestInstance(Lifecycle.PER_CLASS)
class OidcProviderTest {

    private static final String BASIC =
            "Basic " + Base64.getEncoder().encodeToString("invoice-bot:a-secret-of-the-test".getBytes(UTF_8));

    private final NpmKit kit = new NpmKit("issuer");
    private final HttpClient http = HttpClient.newHttpClient();
    private Process issuer;
    private BufferedReader said;
    private String address;
    private TestGateway gateway;

    @BeforeAll
    void start() throws IOException {
        Optional<String> missing = kit.install();
        assumeTrue(missing.isEmpty(), () -> "oidc-provider cannot be run: " + missing.orElseThrow());
        issuer = new ProcessBuilder(kit.start("issuer"))
                .directory(kit.folder().toFile())
                .redirectError(kit.folder().resolve("issuer.err").toFile())
                .start();
        said = issuer.inputReader(UTF_8);
        address = said.readLine();
        gateway = TestGateway.sandbox(
                "oidc.issuer=" + address,
                "oidc.audience=gateway",
                "oidc.team-claim=groups",
                "oidc.role-claim=roles",
                "oidc.roles=platform-admins>admin",
                "camel.management.enabled=true",
                "camel.management.port=0");
    }

    @AfterAll
    void stop() {
        if (gateway != null) {
            gateway.close();
        }
        if (issuer != null) {
            issuer.destroy();
        }
    }

    @Test
    void itsTokenLetsInAndItsNewKeysAreKnownAtOnce() throws Exception {
        String first = token();
        assertThat(models(first, "sales")).isEqualTo(200);
        assertThat(models(first, "finance")).isEqualTo(403);
        assertThat(models(first + "x", "sales")).isEqualTo(401);
        assertThat(new OneRequest(gateway.managementUri("/").getPort())
                        .get("/admin/v1/breakers", "Authorization: Bearer " + first)
                        .status())
                .isEqualTo(200);

        issuer.outputWriter(UTF_8).append("rotate\n").flush();
        assertThat(said.readLine()).isEqualTo("key-2");

        assertThat(models(token(), "support")).isEqualTo(200);
        assertThat(models(first, "sales")).isEqualTo(401);
    }

    private int models(String token, String team) throws IOException {
        return new OneRequest(gateway.port())
                .get("/v1/models", "Authorization: Bearer " + token, "x-openrouter-team: " + team)
                .status();
    }

    private String token() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/token"))
                .header("Authorization", BASIC)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("grant_type=client_credentials"))
                .build();
        byte[] answer = http.send(request, BodyHandlers.ofByteArray()).body();
        return new JsonMapper().readTree(answer).path("access_token").asText();
    }
}
