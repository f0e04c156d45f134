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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.github.camelopenrouter.config.SettingsTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.camel.v1.Kamelet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The resources for Camel K. Kamelets are read strictly into their published model; for Integration and Pipe there is none
 * to be had, so their words are compared with those of Camel K's custom resources (2.11).
 */
class CamelKTest {

    /** Of each trait the properties that we use, as Camel K documents them. */
    private static final Map<String, Set<String>> TRAITS = Map.of(
            "mount", Set.of("resources"),
            "environment", Set.of("vars"),
            "camel", Set.of("properties"),
            "container",
                    Set.of(
                            "port",
                            "requestCPU",
                            "requestMemory",
                            "limitMemory",
                            "runAsNonRoot",
                            "allowPrivilegeEscalation",
                            "capabilitiesDrop"),
            "service", Set.of("enabled", "auto", "type"),
            "health",
                    Set.of(
                            "enabled",
                            "livenessProbeEnabled",
                            "livenessPeriod",
                            "livenessFailureThreshold",
                            "readinessProbeEnabled",
                            "readinessPeriod",
                            "readinessFailureThreshold",
                            "startupProbeEnabled",
                            "startupPeriod",
                            "startupFailureThreshold"));

    private static JsonNode integration;
    private static JsonNode pipe;
    private static JsonNode secret;

    @BeforeAll
    static void read() throws IOException {
        integration = Manifest.read("integration.yaml");
        pipe = Manifest.read("pipe.yaml");
        secret = Manifest.read("openrouter-secret.example.yaml");
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void kameletsFitTheirModel(Path file) throws IOException {
        JsonNode document = Manifest.read(file);
        JsonNode template = ((ObjectNode) document.path("spec")).replace("template", null);

        Kamelet kamelet = Manifest.as(document, Kamelet.class);

        assertThat(file.getFileName()).hasToString(kamelet.getMetadata().getName() + ".kamelet.yaml");
        assertThat(names(template)).as("free in the model").isNotEmpty().isSubsetOf("beans", "from", "route");
    }

    @Test
    void resourcesHaveTheirKind() {
        assertThat(List.of(integration, pipe))
                .allSatisfy(resource ->
                        assertThat(resource.path("apiVersion").textValue()).isEqualTo("camel.apache.org/v1"))
                .extracting(resource -> resource.path("kind").textValue())
                .containsExactly("Integration", "Pipe");
    }

    @Test
    void wordsAreThoseOfTheCustomResources() {
        assertThat(names(integration)).containsExactlyInAnyOrder("apiVersion", "kind", "metadata", "spec");
        assertThat(names(integration.path("spec"))).isSubsetOf("dependencies", "traits", "template", "flows");
        assertThat(names(pipe.path("spec"))).isSubsetOf("integration", "source", "steps", "sink", "errorHandler");
        assertThat(names(pipe.path("spec").path("integration"))).isSubsetOf("dependencies", "traits");
        assertThat(names(pipe.at("/spec/errorHandler"))).containsExactly("sink");
    }

    @ParameterizedTest
    @ValueSource(strings = {"integration", "pipe"})
    void traitsHaveTheDocumentedProperties(String resource) {
        JsonNode traits = traits(resource);

        assertThat(names(traits)).isNotEmpty().isSubsetOf(TRAITS.keySet());
        traits.properties()
                .forEach(trait ->
                        assertThat(names(trait.getValue())).as(trait.getKey()).isSubsetOf(TRAITS.get(trait.getKey())));
    }

    @Test
    void podTemplateFitsItsModel() {
        PodSpec pod = Manifest.as(integration.at("/spec/template/spec"), PodSpec.class);

        assertThat(pod.getTerminationGracePeriodSeconds())
                .isGreaterThanOrEqualTo(StopTime.seconds() + 5)
                .isLessThan(StopTime.seconds() + 60);
    }

    @Test
    void camelWaitsForRunningAnswers() {
        assertThat(texts(integration.at("/spec/traits/camel/properties")))
                .contains("camel.main.shutdown-timeout=" + StopTime.seconds());
    }

    /** On Camel K liveness is Camel's own, which ends with the beginning of the stop. */
    @Test
    void livenessIsMorePatientThanTheStop() {
        JsonNode health = integration.at("/spec/traits/health");

        assertThat(health.path("livenessPeriod").longValue()
                        * health.path("livenessFailureThreshold").longValue())
                .isGreaterThan(integration
                        .at("/spec/template/spec/terminationGracePeriodSeconds")
                        .longValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"integration", "pipe"})
    void dependencyIsThisVersion(String resource) throws IOException {
        JsonNode spec = resource.equals("pipe") ? pipe.at("/spec/integration") : integration.path("spec");

        assertThat(texts(spec.path("dependencies")))
                .containsExactly("mvn:io.github.camelopenrouter:camel-openrouter:" + ProjectVersion.read());
    }

    @ParameterizedTest
    @ValueSource(strings = {"integration", "pipe"})
    void variablesAreSettingsAndKeysAreInTheSecret(String resource) {
        assertThat(texts(traits(resource).at("/environment/vars"))).isNotEmpty().allSatisfy(variable -> {
            String[] nameAndValue = variable.split("=", 2);
            assertThat(SettingsTable.markdown()).contains("`" + nameAndValue[0] + "`");
            if (nameAndValue[1].startsWith("secret:")) {
                assertInSecret(nameAndValue[1]);
            } else {
                assertThat(nameAndValue[0]).isNotIn("OPENROUTER_API_KEY", "OPENROUTER_AUTH_KEYS");
            }
        });
    }

    @Test
    void keyFileStandsWhereTheSecretIsMounted() {
        String[] mount =
                texts(integration.at("/spec/traits/mount/resources")).get(0).split("@");

        assertInSecret(mount[0]);
        assertThat(texts(integration.at("/spec/traits/environment/vars")))
                .contains("OPENROUTER_API_KEY_FILE=" + mount[1]);
    }

    @Test
    void pipeAsksTheChatKameletForWhatItHas() throws IOException {
        JsonNode step = pipe.at("/spec/steps/0");
        JsonNode kamelet =
                Manifest.read(Path.of("kamelets", step.at("/ref/name").textValue() + ".kamelet.yaml"));

        assertThat(names(step.path("properties")))
                .isNotEmpty()
                .isSubsetOf(names(kamelet.at("/spec/definition/properties")));
        assertThat(names(step.path("properties"))).doesNotContain("apiKey");
    }

    private static JsonNode traits(String resource) {
        return resource.equals("pipe") ? pipe.at("/spec/integration/traits") : integration.at("/spec/traits");
    }

    /** {@code secret:name/key}. */
    private static void assertInSecret(String reference) {
        String[] nameAndKey = reference.substring("secret:".length()).split("/");
        assertThat(nameAndKey[0]).isEqualTo(secret.at("/metadata/name").textValue());
        assertThat(names(secret.path("stringData"))).contains(nameAndKey[1]);
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::textValue)
                .toList();
    }

    static Stream<Path> kamelets() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("kamelets"))) {
            return files.filter(file -> file.toString().endsWith(".kamelet.yaml")).toList().stream();
        }
    }
}
