/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenrouter.config.SettingsTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The Compose file: by docker-compose itself where it is installed, which needs no engine for that; by its words everywhere. */
class ComposeTest {

    private static final String FILE =
            Manifest.DIRECTORY.resolve("docker-compose.yaml").toString();

    private static JsonNode compose;
    private static JsonNode gateway;

    @BeforeAll
    static void read() throws IOException {
        compose = Manifest.read("docker-compose.yaml");
        gateway = compose.at("/services/gateway");
    }

    @Test
    void composeAcceptsIt() throws Exception {
        Command command = compose().with("OPENROUTER_SECRETS", "/etc/openrouter");

        JsonNode read = Manifest.parse(command.run("-f", FILE, "config"));

        assertThat(read.at("/secrets/api-key/file").textValue()).isEqualTo("/etc/openrouter/api-key");
        assertThat(read.at("/services/gateway/healthcheck/test/3").textValue()).contains("\\r\\n\\r\\n");
    }

    @Test
    void composeAsksForTheDirectoryOfTheSecrets() {
        Command command = compose().with("OPENROUTER_SECRETS", "");

        assertThatThrownBy(() -> command.run("-f", FILE, "config"))
                .hasMessageContaining("names the directory with api-key");
    }

    @Test
    void imageIsTheOneOfTheDeployment() throws IOException {
        assertThat(gateway.path("image").textValue())
                .isEqualTo(Manifest.read("base/deployment.yaml")
                        .at("/spec/template/spec/containers/0/image")
                        .textValue());
        assertThat(Manifest.DIRECTORY
                        .resolve(gateway.at("/build/context").textValue())
                        .resolve("pom.xml"))
                .isRegularFile();
        assertThat(Manifest.DIRECTORY
                        .resolve(gateway.at("/build/context").textValue())
                        .resolve(gateway.at("/build/dockerfile").textValue()))
                .isRegularFile();
    }

    @Test
    void environmentNamesSettingsAndMountedSecrets() {
        Map<String, String> environment = Manifest.as(gateway.path("environment"), StringMap.class);

        assertThat(environment.keySet())
                .allSatisfy(name -> assertThat(SettingsTable.markdown()).contains("`" + name + "`"));
        for (JsonNode secret : gateway.path("secrets")) {
            assertThat(environment.values()).anyMatch(value -> value.endsWith("/run/secrets/" + secret.textValue()));
            assertThat(compose.at("/secrets").has(secret.textValue())).isTrue();
        }
        assertThat(gateway.path("secrets")).hasSize(2);
    }

    /** Whoever is not on this machine goes by way of something that asks for TLS and a name. */
    @Test
    void portsAreTheGatewaysAndOfThisMachineAlone() throws IOException {
        List<String> ports = new ArrayList<>();
        gateway.path("ports").forEach(port -> ports.add(port.textValue()));

        int http = ShippedProperties.port("camel.server.port");
        int management = ShippedProperties.port("camel.management.port");
        assertThat(ports)
                .containsExactly("127.0.0.1:%1$d:%1$d".formatted(http), "127.0.0.1:%1$d:%1$d".formatted(management));
        assertThat(gateway.at("/healthcheck/test/3").textValue()).contains("/dev/tcp/127.0.0.1/" + management + " ");
    }

    @Test
    void containerHasNoRightsAndTheTimeToDrain() {
        assertThat(gateway.path("read_only").booleanValue()).isTrue();
        assertThat(gateway.at("/cap_drop/0").textValue()).isEqualTo("ALL");
        assertThat(gateway.at("/security_opt/0").textValue()).isEqualTo("no-new-privileges:true");
        assertThat(Long.parseLong(gateway.path("stop_grace_period").textValue().replace("s", "")))
                .isBetween(StopTime.seconds() + 5, StopTime.seconds() + 60);
    }

    /** A volume with a name is there again when the container is made anew. */
    @Test
    void journalStaysOnAVolumeOfItsOwn() {
        assertThat(gateway.at("/volumes/0").textValue())
                .isEqualTo("data:" + Dockerfile.read().last("VOLUME"));
        assertThat(compose.path("volumes").has("data")).isTrue();
    }

    private static Command compose() {
        Command command = Command.find("docker-compose");
        assumeTrue(command != null, "There is no docker-compose");
        return command;
    }

    private static final class StringMap extends TreeMap<String, String> {
        private static final long serialVersionUID = 1;
    }
}
