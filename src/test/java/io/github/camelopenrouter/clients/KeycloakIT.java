/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.testing.OneRequest;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;

/**
 * The realm of src/docs/oidc.md on a real Keycloak, whose unpacked distribution (org.keycloak:keycloak-quarkus-dist) {@code
 * -Dkeycloak.home} names.
 */
@Timeout(600)
@TestInstance(Lifecycle.PER_CLASS)
class KeycloakIT {

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http = HttpClient.newHttpClient();

    /** One of its own for each run: the distribution keeps them. */
    private final String realm = "company-" + UUID.randomUUID();

    private Process keycloak;
    private String server;
    private TestGateway gateway;

    @BeforeAll
    void start() throws Exception {
        String home = System.getProperty("keycloak.home", "");
        assumeTrue(Files.isExecutable(Path.of(home, "bin", "kc.sh")), "no Keycloak in -Dkeycloak.home");
        int port = freePort();
        server = "http://127.0.0.1:" + port;
        ProcessBuilder start = new ProcessBuilder(
                        home + "/bin/kc.sh", "start-dev", "--http-host=127.0.0.1", "--http-port=" + port)
                .redirectErrorStream(true)
                .redirectOutput(Files.createTempFile("keycloak", ".out").toFile());
        start.environment().put("KC_BOOTSTRAP_ADMIN_USERNAME", "admin");
        start.environment().put("KC_BOOTSTRAP_ADMIN_PASSWORD", "admin");
        start.environment().put("JAVA_OPTS_KC_HEAP", "-Xms128m -Xmx512m");
        keycloak = start.start();
        await().atMost(Duration.ofMinutes(5)).ignoreExceptions().until(() -> adminToken() != null);
        createRealm();
        gateway = TestGateway.sandbox(
                "oidc.issuer=" + server + "/realms/" + realm,
                "oidc.audience=camel-openrouter",
                "oidc.user-claim=preferred_username",
                "oidc.team-claim=groups");
    }

    @AfterAll
    void stop() {
        if (gateway != null) {
            gateway.close();
        }
        if (keycloak != null) {
            keycloak.descendants().forEach(ProcessHandle::destroyForcibly);
            keycloak.destroyForcibly();
        }
    }

    @Test
    void aServiceAccountComesInAndItsIdTokenDoesNot() throws Exception {
        JsonNode tokens =
                tokens(realm, "grant_type=client_credentials&client_id=invoice-bot&client_secret=s3cret&scope=openid");

        assertThat(models(tokens.path("access_token").asText())).isEqualTo(200);
        assertThat(models(tokens.path("id_token").asText())).isEqualTo(401);
    }

    private int models(String token) throws IOException {
        return new OneRequest(gateway.port())
                .get("/v1/models", "Authorization: Bearer " + token, "x-openrouter-team: support")
                .status();
    }

    private void createRealm() throws Exception {
        String mappers = """
                [{"name":"audience","protocol":"openid-connect","protocolMapper":"oidc-audience-mapper","config":
                  {"included.custom.audience":"camel-openrouter","access.token.claim":"true","id.token.claim":"true"}},
                 {"name":"groups","protocol":"openid-connect","protocolMapper":"oidc-group-membership-mapper","config":
                  {"claim.name":"groups","full.path":"false","access.token.claim":"true"}}]""";
        String body = """
                {"realm":"%s","enabled":true,"groups":[{"name":"support"}],
                 "clients":[{"clientId":"invoice-bot","secret":"s3cret","publicClient":false,
                  "serviceAccountsEnabled":true,"standardFlowEnabled":false,"protocolMappers":%s}],
                 "users":[{"username":"service-account-invoice-bot","enabled":true,
                  "serviceAccountClientId":"invoice-bot","groups":["/support"]}]}""".formatted(realm, mappers);
        HttpRequest create = HttpRequest.newBuilder(URI.create(server + "/admin/realms"))
                .header("Authorization", "Bearer " + adminToken())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        assertThat(http.send(create, BodyHandlers.ofString()).statusCode()).isEqualTo(201);
    }

    private String adminToken() throws Exception {
        return tokens("master", "grant_type=password&client_id=admin-cli&username=admin&password=admin")
                .path("access_token")
                .textValue();
    }

    private JsonNode tokens(String of, String form) throws Exception {
        URI url = URI.create(server + "/realms/" + of + "/protocol/openid-connect/token");
        HttpRequest request = HttpRequest.newBuilder(url)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build();
        return JSON.readTree(http.send(request, BodyHandlers.ofByteArray()).body());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
