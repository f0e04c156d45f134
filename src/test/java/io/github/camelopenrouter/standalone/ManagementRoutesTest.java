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

import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.testing.AdminToken;
import io.github.camelopenrouter.testing.GatewayProcess;
import io.github.camelopenrouter.testing.LogRecorder;
import io.github.camelopenrouter.testing.OneRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which routes on the management port there are, and what the start says of those that there are not. */
@Timeout(60)
class ManagementRoutesTest {

    private static final String LEFT_OUT = "Left out of the management port";

    /** Two of an operator's own beside a door of the gateway's own port, one of them by a template. */
    private static final String MINE = """
            - route:
                id: mine
                from:
                  uri: platform-http:/mine
                  parameters:
                    platformHttpEngine: "#openrouter-management-engine"
                  steps:
                    - setBody:
                        constant: mine
            - routeTemplate:
                id: mine
                parameters:
                  - name: path
                from:
                  uri: platform-http:{{path}}?platformHttpEngine=#openrouter-management-engine
                  steps:
                    - setBody:
                        constant: templated
            - templatedRoute:
                routeTemplateRef: mine
                routeId: templated
                parameters:
                  - name: path
                    value: /admin/mine
            - route:
                id: gateways-own
                from:
                  uri: platform-http:/mine
                  steps:
                    - setBody:
                        constant: gateway's own
            """;

    private static final AdminToken TOKEN = AdminToken.create();

    @TempDir
    private Path directory;

    @Test
    void areTheAdminsOnlyWithAToken() throws Exception {
        try (GatewayProcess gateway = run(GatewayProcess.in(directory))) {
            assertThat(leftOut(gateway))
                    .singleElement()
                    .asString()
                    .endsWith(
                            "because there is no admin token (openrouter.admin.token-file, or openrouter.data-dir for the start's own):"
                                    + " /admin/v1/adjustments, /admin/v1/audit, /admin/v1/breakers, /admin/v1/budgets, /admin/v1/calls, /admin/v1/cooldowns, /admin/v1/cooldowns/{}, /admin/v1/defaults, /admin/v1/drain, /admin/v1/forget, /admin/v1/keys, /admin/v1/keys/bulk, /admin/v1/keys/{}, /admin/v1/keys/{}/disable, /admin/v1/keys/{}/enable, /admin/v1/keys/{}/rotate, /admin/v1/openapi.yaml, /admin/v1/organisation, /admin/v1/policy, /admin/v1/reload, /admin/v1/settings, /admin/v1/teams, /admin/v1/teams/{}, /admin/v1/usage, /admin/v1/users, /admin/v1/users/{}");
            assertThat(operator(gateway)
                            .get("/admin/v1/breakers", TOKEN.header())
                            .status())
                    .isEqualTo(404);
        }
    }

    @Test
    void standWithAToken() throws Exception {
        try (GatewayProcess gateway = run(withToken())) {
            assertThat(leftOut(gateway)).isEmpty();
            assertThat(gateway.out())
                    .contains("Doors on the management port: "
                            + "POST /admin/v1/adjustments (the jar's routes/admin/adjustments.camel.yaml); "
                            + "GET /admin/v1/audit (the jar's routes/admin/audit.camel.yaml); "
                            + "GET /admin/v1/breakers (the jar's routes/admin/breakers.camel.yaml); "
                            + "GET /admin/v1/budgets (the jar's routes/admin/budgets.camel.yaml); "
                            + "GET /admin/v1/calls (the jar's routes/admin/calls.camel.yaml); "
                            + "DELETE /admin/v1/cooldowns/{label} (the jar's routes/admin/cooldown.camel.yaml); "
                            + "GET /admin/v1/cooldowns (the jar's routes/admin/cooldowns.camel.yaml); ")
                    .contains("GET,POST,DELETE /admin/v1/drain (the jar's routes/admin/drain.camel.yaml); ")
                    .contains("POST /admin/v1/forget (the jar's routes/admin/forget.camel.yaml); ")
                    .contains("; GET,PATCH,DELETE /admin/v1/keys/{label} (the jar's routes/admin/key.camel.yaml); ")
                    .contains("; GET /observe/metrics (the jar's routes/admin/metrics.camel.yaml); ");
            assertThat(operator(gateway)
                            .get("/admin/v1/breakers", TOKEN.header())
                            .status())
                    .isEqualTo(200);
            assertThat(operator(gateway).get("/admin/v1/breakers").status()).isEqualTo(401);
            assertThat(own(gateway).get("/admin/v1/breakers", TOKEN.header()).status())
                    .isEqualTo(404);
        }
    }

    @Test
    void areLeftOutWhereThePortIsOff() throws Exception {
        write("routes/mine.camel.yaml", MINE);

        try (GatewayProcess gateway = run(withToken().with("CAMEL_MANAGEMENT_ENABLED", "false"))) {
            assertThat(leftOut(gateway))
                    .singleElement()
                    .asString()
                    .endsWith(
                            "because the management port is off (camel.management.enabled=false):"
                                    + " /admin/mine, /admin/v1/adjustments, /admin/v1/audit, /admin/v1/breakers, /admin/v1/budgets, /admin/v1/calls, /admin/v1/cooldowns, /admin/v1/cooldowns/{}, /admin/v1/defaults, /admin/v1/drain, /admin/v1/forget, /admin/v1/keys, /admin/v1/keys/bulk, /admin/v1/keys/{}, /admin/v1/keys/{}/disable, /admin/v1/keys/{}/enable, /admin/v1/keys/{}/rotate, /admin/v1/openapi.yaml, /admin/v1/organisation, /admin/v1/policy, /admin/v1/reload, /admin/v1/settings, /admin/v1/teams, /admin/v1/teams/{}, /admin/v1/usage, /admin/v1/users, /admin/v1/users/{}, /mine, /observe/metrics");
            assertThat(gateway.out()).doesNotContain("WARN", "ERROR");
            assertThat(own(gateway).get("/mine").text()).isEqualTo("gateway's own");
            assertThat(own(gateway).get("/admin/mine", TOKEN.header()).status()).isEqualTo(404);
        }
    }

    @Test
    void standBesideOneOfTheSamePathOnTheGatewaysOwnPort() throws Exception {
        write("routes/mine.camel.yaml", MINE);

        try (GatewayProcess gateway = run(withToken())) {
            assertThat(operator(gateway).get("/mine").text()).isEqualTo("mine");
            assertThat(operator(gateway).get("/admin/mine", TOKEN.header()).text())
                    .isEqualTo("templated");
            assertThat(own(gateway).get("/mine").text()).isEqualTo("gateway's own");
        }
    }

    @Test
    void ofAnOperatorsOwnNeedTheTokenBelowAdmin() throws Exception {
        write("routes/mine.camel.yaml", MINE);

        try (GatewayProcess gateway = run(GatewayProcess.in(directory))) {
            assertThat(leftOut(gateway))
                    .singleElement()
                    .asString()
                    .contains(": /admin/mine, /admin/v1/adjustments, /admin/v1/audit,");
            assertThat(operator(gateway).get("/mine").text()).isEqualTo("mine");
            assertThat(operator(gateway).get("/admin/mine").status()).isEqualTo(404);
        }
    }

    @Test
    void elsewhereAreForWhomTheGatewaysDoorsLetIn() throws Exception {
        String key = "laptop=c0e618a52e1af3374137415b36cff0e2d55fc03ec3ffe5837e2558991893dea1";
        String guard = "      steps:\n        - process:\n            ref: openrouter-guard\n";
        write("routes/mine.camel.yaml", MINE.replace("      steps:\n", guard)); // twice is as good as once

        try (GatewayProcess gateway = run(withToken().with("OPENROUTER_AUTH_KEYS", key))) {
            assertThat(operator(gateway).get("/mine").status()).isEqualTo(401);
            assertThat(operator(gateway).get("/mine", TOKEN.header()).status()).isEqualTo(401);
            assertThat(operator(gateway)
                            .get("/mine", "x-api-key: my-client-key")
                            .text())
                    .isEqualTo("mine");
            assertThat(operator(gateway)
                            .get("/admin/mine", "x-api-key: my-client-key")
                            .status())
                    .isEqualTo(401);
            assertThat(operator(gateway).get("/admin/mine", TOKEN.header()).text())
                    .isEqualTo("templated");
        }
    }

    /** As in the shipped image: what answers there without a decision are health and information alone. */
    @Test
    void onAnAddressOfOthersAreUndecidedUntilSomebodyDecides() throws Exception {
        write("routes/mine.camel.yaml", MINE);

        try (GatewayProcess gateway = run(withToken().with("CAMEL_MANAGEMENT_HOST", "0.0.0.0"))) {
            assertThat(operator(gateway).get("/observe/health/live").status()).isEqualTo(200);
            assertThat(operator(gateway).get("/mine").status()).isEqualTo(401);
            assertThat(operator(gateway).get("/admin/mine").status()).isEqualTo(401);
            assertThat(operator(gateway)
                            .get("/admin/mine", TOKEN.header(), "Host: gateway.example")
                            .text())
                    .isEqualTo("templated");
        }
    }

    @Test
    void areClosedByAFileOfTheirNameWithoutRoutes() throws Exception {
        write("routes/mine.camel.yaml", MINE);
        write("routes/admin/breakers.camel.yaml", "# closed");

        try (GatewayProcess gateway = run(withToken())) {
            assertThat(operator(gateway)
                            .get("/admin/v1/breakers", TOKEN.header())
                            .status())
                    .isEqualTo(404);
            assertThat(operator(gateway)
                            .get("/admin/v1/cooldowns", TOKEN.header())
                            .status())
                    .isEqualTo(200);
            assertThat(operator(gateway).get("/admin/mine", TOKEN.header()).status())
                    .isEqualTo(200);
            assertThat(gateway.out()).contains("No routes, and so no doors, in routes/admin/breakers.camel.yaml");
        }
    }

    @Test
    void areLeftOutAlsoWhenTheyComeLater() throws Exception {
        try (TestGateway gateway = TestGateway.sandbox("camel.management.enabled=true", "camel.management.port=0");
                LogRecorder log = LogRecorder.record()) {
            PluginHelper.getRoutesLoader(gateway.context()).loadRoutes(ResourceHelper.fromString("mine.yaml", MINE));

            assertThat(log.lines())
                    .filteredOn(line -> line.contains(LEFT_OUT))
                    .singleElement()
                    .asString()
                    .endsWith(": /admin/mine");
            assertThat(gateway.context().getRoute("templated")).isNull();
            assertThat(gateway.context().getRoute("mine")).isNotNull();
        }
    }

    @Test
    void areReadFromADirectoryOfTheirOwn() throws Exception {
        write("routes/mine.camel.yaml", MINE);
        write("routes/admin/breakers.camel.yaml", MINE.replace("mine", "yours").replace("templated\n", "other\n"));

        assertRefusal(
                withToken(), "routes/mine.camel.yaml takes the route id", "from routes/admin/breakers.camel.yaml");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short"})
    void stopTheStartWithATokenThatIsNone(String text) throws Exception {
        write("token", text);

        assertRefusal(
                GatewayProcess.in(directory).with("OPENROUTER_ADMIN_TOKEN_FILE", "token"),
                "openrouter.admin.token-file names the file \"token\"",
                "32 to 512");
    }

    private GatewayProcess.Start withToken() {
        return GatewayProcess.in(directory).with("OPENROUTER_ADMIN_TOKEN_FILE", TOKEN.path());
    }

    private static GatewayProcess run(GatewayProcess.Start start) {
        return start.run("--sandbox");
    }

    private static List<String> leftOut(GatewayProcess gateway) {
        gateway.awaitAddress();
        return gateway.out().lines().filter(line -> line.contains(LEFT_OUT)).toList();
    }

    private static OneRequest operator(GatewayProcess gateway) {
        gateway.awaitAddress();
        return new OneRequest(gateway.managementAddress().getPort());
    }

    private static OneRequest own(GatewayProcess gateway) {
        URI address = gateway.awaitAddress();
        return new OneRequest(address.getPort());
    }

    private static void assertRefusal(GatewayProcess.Start start, String... words) throws Exception {
        try (GatewayProcess refused = run(start)) {
            assertThat(refused.awaitExit()).isEqualTo(1);
            assertThat(refused.out()).isEmpty();
            assertThat(refused.err()).matches("[^\\r\\n]+[.]\\R").contains(words);
        }
    }

    private void write(String file, String text) throws IOException {
        Path path = directory.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
