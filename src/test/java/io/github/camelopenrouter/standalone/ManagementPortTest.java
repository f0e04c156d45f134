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
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.testing.GatewayProcess;
import io.github.camelopenrouter.testing.OneRequest;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The second port: what probes and operators see there, and what stops the start. */
@Timeout(60)
class ManagementPortTest {

    private static TestGateway gateway;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() {
        gateway = TestGateway.sandbox("camel.management.enabled=true", "camel.management.port=0");
        gateway.context().getRegistry().bind("moody-vendor", new MoodyVendor());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/observe/health/live", "/observe/health/ready", "/observe/health"})
    void saysThatTheGatewayIsWell(String path) throws Exception {
        OneRequest.Answer answer = management(path);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type")).isEqualTo("application/json");
        assertThat(json(answer).get("status").asText()).isEqualTo("UP");
    }

    @Test
    void showsTheDetailsOfEveryCheckButAsksOnlyItsOwnForReadiness() throws Exception {
        assertThat(management("/observe/health").text()).contains("moody-vendor", "vendor.state", "open", "context");
        assertThat(management("/observe/health/ready").text())
                .contains("context")
                .doesNotContain("moody-vendor");
        assertThat(management("/observe/health/live").text()).doesNotContain("context", "moody-vendor");
    }

    @Test
    void tellsWhatRuns() throws Exception {
        JsonNode info = json(management("/observe/info"));

        assertThat(info.at("/camel/version").asText()).isNotEmpty();
        assertThat(info.at("/java/version").asText()).isEqualTo(System.getProperty("java.version"));
    }

    @Test
    void showsNothingOfItOnTheMainPort() throws Exception {
        assertThat(new OneRequest(gateway.port()).get("/observe/health").status())
                .isEqualTo(404);
        assertThat(management("/v1/models").status()).isEqualTo(404);
        assertThat(management("/health").status()).isEqualTo(404);
    }

    @Test
    void refusesAPortThatIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String port = String.valueOf(taken.getLocalPort());

            assertRefusal(
                    GatewayProcess.in(directory).with("CAMEL_MANAGEMENT_PORT", port),
                    "cannot listen on http://127.0.0.1:" + port,
                    "CAMEL_MANAGEMENT_PORT");
        }
    }

    @Test
    void refusesThePortOfTheGatewayItself() throws Exception {
        String port = freePort();

        assertRefusal(
                GatewayProcess.in(directory).with("CAMEL_SERVER_PORT", port).with("CAMEL_MANAGEMENT_PORT", port),
                "are both " + port);
    }

    @Test
    void isNotThereWhenSwitchedOff() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                GatewayProcess gateway = GatewayProcess.in(directory)
                        .with("CAMEL_MANAGEMENT_ENABLED", "false")
                        .with("CAMEL_MANAGEMENT_PORT", String.valueOf(taken.getLocalPort()))
                        .run("--sandbox")) {
            int port = gateway.awaitAddress().getPort();

            assertThat(gateway.out()).contains("no management port").doesNotContain("WARN", "ERROR");
            assertThat(new OneRequest(port).get("/observe/health").status()).isEqualTo(404);
        }
    }

    private static String freePort() throws Exception {
        try (ServerSocket free = new ServerSocket(0)) {
            return String.valueOf(free.getLocalPort());
        }
    }

    private static void assertRefusal(GatewayProcess.Start start, String... words) throws Exception {
        try (GatewayProcess refused = start.run("--sandbox")) {
            assertThat(refused.awaitExit()).isEqualTo(1);
            assertThat(refused.out()).isEmpty();
            assertThat(refused.err()).matches("[^\\r\\n]+[.]\\R").contains(words);
        }
    }

    private static OneRequest.Answer management(String path) throws Exception {
        return new OneRequest(gateway.managementUri("/").getPort())
                .get(path + (path.endsWith("health") ? "?data=true" : ""));
    }

    private static JsonNode json(OneRequest.Answer answer) throws Exception {
        return new JsonMapper().readTree(answer.text());
    }

    /** A check as others may add it: details for operators, no say in anything. */
    private static final class MoodyVendor extends AbstractHealthCheck {

        MoodyVendor() {
            super("camel-openrouter", "moody-vendor");
        }

        @Override
        public boolean isReadiness() {
            return false;
        }

        @Override
        protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
            builder.unknown().detail("vendor.state", "open");
        }
    }
}
