/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.testing.Given;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnknownSettingsTest {

    private final UnknownSettings unknown = new UnknownSettings();

    @ParameterizedTest
    @CsvSource({
        "openrouter.timeout.conect,openrouter.timeout.connect",
        "openrouter.timeout-connect,openrouter.timeout.connect",
        "openrouter.apiKey,openrouter.api-key",
        "openrouter.maxRequestBytes,openrouter.max-request-bytes",
        "openrouter.sandbax,openrouter.sandbox",
        "openrouter.auth.key,openrouter.auth.keys",
        "openrouter.retries.attempts,openrouter.retry.attempts",
        "openrouter.b.api-kye,openrouter.b.api-key"
    })
    void suggestsTheNearestSetting(String key, String near) {
        assertThat(unknown.inProperties(Given.context(key, "x")))
                .containsExactly("Unknown setting " + key + ": did you mean " + near + "?");
    }

    /** As Compose and Kubernetes hand on what is written so. */
    @ParameterizedTest
    @CsvSource({
        "openrouter.auth.keys,OPENROUTER_AUTH_KEYS",
        "openrouter_auth,OPENROUTER_AUTH",
        "Openrouter.Retry.Attempts,OPENROUTER_RETRY_ATTEMPTS",
        "openrouter.b.api-key,OPENROUTER_B_API_KEY"
    })
    void namesSettingsThatTheEnvironmentHasInAnotherForm(String written, String variable) {
        assertThat(unknown.inAnotherForm(Map.of(written, "x", "PATH", "/bin", variable, "x")))
                .contains("Settings in the environment that are not written as it has them are ignored: " + written
                        + " (did you mean " + variable + "?).");
    }

    @Test
    void knowsTheEnvironmentsOwnForm() {
        assertThat(unknown.inAnotherForm(Map.of("OPENROUTER_AUTH_KEYS", "x", "OPENROUTER_B_API_KEY", "x", "Path", "x")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "OPENROUTER_API_KEY,did you mean openrouter.api-key?",
        "OPENROUTER_RETRY_ATTEMPTS,did you mean openrouter.retry.attempts?",
        "OPENROUTER_NONSENSE,it is the name of a variable of the environment."
    })
    void refusesAVariableInAFile(String variable, String hint) {
        assertThat(unknown.inProperties(Given.context(variable, "x")))
                .containsExactly("Unknown setting " + variable + " in a file: " + hint);
    }

    @Test
    void suggestsNothingForWhatIsLikeNoSetting() {
        assertThat(unknown.inProperties(Given.context("openrouter.colour", "red")))
                .containsExactly("Unknown setting openrouter.colour.");
    }

    @Test
    void knowsEverySettingOfNamedInstances() {
        for (Setting<?> setting : SettingsCatalog.all().settings()) {
            assertThat(unknown.inProperties(
                            Given.context("openrouter." + setting.key(), "x", "openrouter.b." + setting.key(), "x")))
                    .isEmpty();
        }
    }

    @Test
    void noSettingEndsLikeAnotherOneSoThatASlipInItsFirstWordIsSeen() {
        List<String> keys = SettingsCatalog.all().keys();
        assertThat(keys)
                .filteredOn(key -> key.contains("."))
                .isNotEmpty()
                .noneMatch(key -> keys.contains(key.substring(key.indexOf('.') + 1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"openrouter.B.api-key", "openrouter.door.api-key", "openrouter.kamelet1.api-key"})
    void refusesSettingsOfNamesThatNoInstanceCanHave(String key) {
        assertThat(unknown.inProperties(Given.context(key, "x")))
                .singleElement()
                .asString()
                .startsWith("Unknown setting " + key);
    }

    @ParameterizedTest
    @CsvSource({
        "openrouter.team-b.api-key,the instance name \"team-b\" must be lower-case letters and digits",
        "openrouter.Team.retry.attempts,the instance name \"Team\" must be lower-case letters and digits",
        "openrouter.a.b.api-key,the instance name \"a.b\" must be lower-case letters and digits",
        "openrouter.retry.api-key,the instance name \"retry\" is the first word of a setting",
        "openrouter.kamelet1.auth,the instance name \"kamelet1\" is kept for Kamelets"
    })
    void saysWhyAGatewayCannotHaveThatName(String key, String reason) {
        assertThat(unknown.inProperties(Given.context(key, "x")))
                .singleElement()
                .asString()
                .startsWith("Unknown setting " + key + ": " + reason)
                .endsWith(".");
    }

    @ParameterizedTest
    @CsvSource({
        "OPENROUTER_TEAM_B_API_KEY,the instance name \"team_b\" must be lower-case letters and digits",
        "OPENROUTER_DOOR_API_KEY,the instance name \"door\" is the first word of a setting",
    })
    void saysSoOfAVariableToo(String variable, String reason) {
        assertThat(unknown.inEnvironment(Map.of(variable, "x")))
                .hasValueSatisfying(line -> assertThat(line).contains(variable + " (" + reason));
    }

    @Test
    void findsThemAmongTheSystemPropertiesOfTheJvm() {
        System.setProperty("openrouter.base-ulr", "x");
        try {
            assertThat(unknown.inProperties(Given.context()))
                    .containsExactly("Unknown setting openrouter.base-ulr: did you mean openrouter.base-url?");
        } finally {
            System.clearProperty("openrouter.base-ulr");
        }
    }

    @Test
    void tellsWhichInstancesHaveSettings() {
        CamelContext context = Given.context(
                "openrouter.api-key",
                "x",
                "openrouter.c.auth.keys",
                "x",
                "openrouter.b.auth",
                "x",
                "openrouter.d.x",
                "x");

        assertThat(unknown.instancesInProperties(context)).containsExactly("b", "c");
    }

    @Test
    void leavesOtherPropertiesAlone() {
        assertThat(unknown.inProperties(Given.context("openrouterx.api-kye", "x", "camel.main.name", "y")))
                .isEmpty();
    }

    @Test
    void findsThemInFilesAndInitialProperties(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(
                directory.resolve("application.properties"), "openrouter.base-ulr=x\nopenrouter.api-key=y\n");
        CamelContext context = Given.context();
        context.getPropertiesComponent().setLocation("file:" + file);
        context.getPropertiesComponent().addInitialProperty("openrouter.app-titel", "z");

        assertThat(unknown.inProperties(context))
                .containsExactly(
                        "Unknown setting openrouter.app-titel: did you mean openrouter.app-title?",
                        "Unknown setting openrouter.base-ulr: did you mean openrouter.base-url?");
    }

    @Test
    void listsUnknownEnvironmentVariablesInOneLine() {
        Map<String, String> environment = Map.of(
                "OPENROUTER_BASEURL", "x",
                "OPENROUTER_FLAVOUR", "x",
                "OPENROUTER_API_KEY", "x",
                "OPENROUTER_B_TIMEOUT_CONNECT", "x",
                "OPENROUTER_B_API_KYE", "x",
                "OPENROUTER_RETRIES_ATTEMPTS", "x",
                "PATH", "x");

        assertThat(unknown.inEnvironment(environment))
                .hasValue("Unknown settings in the environment are ignored:"
                        + " OPENROUTER_BASEURL (did you mean OPENROUTER_BASE_URL?),"
                        + " OPENROUTER_B_API_KYE (did you mean OPENROUTER_B_API_KEY?), OPENROUTER_FLAVOUR,"
                        + " OPENROUTER_RETRIES_ATTEMPTS (did you mean OPENROUTER_RETRY_ATTEMPTS?).");
    }

    @Test
    void hasNothingToSayAboutAnEnvironmentOfKnownVariables() {
        assertThat(unknown.inEnvironment(Map.of("OPENROUTER_API_KEY", "x", "openrouter.api-key", "x", "HOME", "x")))
                .isEmpty();
    }

    @Test
    void takesServiceLinksOfKubernetesForNoSettings() {
        Map<String, String> environment = Map.of(
                "OPENROUTER_SERVICE_HOST", "10.0.0.1",
                "OPENROUTER_SERVICE_PORT_HTTP", "8080",
                "OPENROUTER_PORT", "tcp://10.0.0.1:8080",
                "OPENROUTER_PORT_8080_TCP_ADDR", "10.0.0.1",
                "OPENROUTER_GATEWAY_SERVICE_PORT", "8080");

        assertThat(unknown.inEnvironment(environment)).isEmpty();
    }
}
