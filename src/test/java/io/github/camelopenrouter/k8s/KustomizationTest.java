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
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.kustomize.v1beta1.Kustomization;
import io.fabric8.kubernetes.api.model.kustomize.v1beta1.Patch;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The base, its components and the overlays that put them together: read strictly, and built where kubectl is there. */
class KustomizationTest {

    private static final Map<String, Class<?>> KINDS = Map.of(
            "ConfigMap", ConfigMap.class,
            "Deployment", Deployment.class,
            "Service", Service.class,
            "NetworkPolicy", NetworkPolicy.class,
            "PodDisruptionBudget", PodDisruptionBudget.class,
            "HorizontalPodAutoscaler", HorizontalPodAutoscaler.class,
            "Ingress", Ingress.class,
            "HTTPRoute", HTTPRoute.class,
            "PodMonitor", JsonNode.class); // no model of it is published where the others are

    @ParameterizedTest
    @MethodSource("directories")
    void readingIsStrict(Path directory) throws IOException {
        ObjectNode misspelt = (ObjectNode) Manifest.read(directory.resolve("kustomization.yaml"));
        assertThat(Manifest.as(misspelt, Kustomization.class).getKind())
                .isEqualTo(
                        directory.startsWith(Manifest.DIRECTORY.resolve("components")) ? "Component" : "Kustomization");

        misspelt.putArray("resource");

        assertThatThrownBy(() -> Manifest.as(misspelt, Kustomization.class)).hasMessageContaining("resource");
    }

    @ParameterizedTest
    @MethodSource("directories")
    void namesEveryFileOfItsDirectoryAndNoOther(Path directory) throws IOException {
        Kustomization kustomization = read(directory);
        List<Path> named = new ArrayList<>(List.of(directory.resolve("kustomization.yaml")));
        kustomization
                .getResources()
                .forEach(name -> named.add(directory.resolve(name).normalize()));
        kustomization
                .getConfigMapGenerator()
                .forEach(map -> map.getEnvs().forEach(name -> named.add(directory.resolve(name))));

        try (Stream<Path> files = Files.list(directory)) {
            assertThat(named.stream().filter(Files::isRegularFile)).containsExactlyInAnyOrderElementsOf(files.toList());
        }
        assertThat(named).allSatisfy(path -> assertThat(path).exists());
    }

    @ParameterizedTest
    @MethodSource("directories")
    void refersToKustomizations(Path directory) throws IOException {
        Kustomization kustomization = read(directory);
        List<String> names = new ArrayList<>(kustomization.getComponents());
        kustomization.getResources().stream()
                .filter(name -> name.startsWith(".."))
                .forEach(names::add);

        assertThat(names)
                .allSatisfy(name -> assertThat(directory.resolve(name).resolve("kustomization.yaml"))
                        .isRegularFile());
    }

    /** Kustomize removes nothing that is not there, adds nothing to what is not there, and fails. */
    @ParameterizedTest
    @MethodSource("directories")
    void patchesMeetWhatThereIs(Path directory) throws IOException {
        JsonNode deployment = Manifest.read("base/deployment.yaml");

        for (Patch patch : read(directory).getPatches()) {
            assertThat(patch.getTarget().getKind()).isEqualTo("Deployment");
            assertThat(patch.getTarget().getName())
                    .isEqualTo(deployment.at("/metadata/name").textValue());
            assertThat(Manifest.parse(patch.getPatch())).isNotEmpty().allSatisfy(step -> {
                assertThat(step.path("op").textValue()).isIn("remove", "add", "test");
                assertThat(deployment
                                .at(step.path("path").textValue().replaceFirst("/-$", ""))
                                .isMissingNode())
                        .isFalse();
            });
        }
    }

    @Test
    void everyComponentIsInAnOverlay() throws IOException {
        Set<Path> used = new HashSet<>();
        for (Path overlay : directories()
                .filter(path -> path.toString().contains("overlays"))
                .toList()) {
            read(overlay)
                    .getComponents()
                    .forEach(name -> used.add(overlay.resolve(name).normalize()));
        }

        assertThat(directories().filter(path -> path.toString().contains("components")))
                .isNotEmpty()
                .allSatisfy(component -> assertThat(used).contains(component));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "base",
                "overlays/production",
                "overlays/gateway-api",
                "overlays/openshift",
                "overlays/monitoring"
            })
    void buildsIntoResourcesThatFitTheirModels(String directory) throws Exception {
        Command kubectl = Command.find("kubectl");
        assumeTrue(kubectl != null, "There is no kubectl");

        String built =
                kubectl.run("kustomize", Manifest.DIRECTORY.resolve(directory).toString());

        List<JsonNode> resources =
                Stream.of(built.split("(?m)^---$")).map(Manifest::parse).toList();
        assertThat(resources)
                .hasSizeGreaterThanOrEqualTo(5)
                .allSatisfy(resource ->
                        Manifest.as(resource, KINDS.get(resource.path("kind").textValue())));
        JsonNode deployment = only(resources, "Deployment");
        assertThat(deployment
                        .at("/spec/template/spec/containers/0/envFrom/0/configMapRef/name")
                        .textValue())
                .startsWith("openrouter-settings-")
                .isEqualTo(only(resources, "ConfigMap").at("/metadata/name").textValue());
        assertThat(deployment.at("/spec").has("replicas")).isEqualTo(directory.equals("base"));
        assertThat(deployment.at("/spec/template/spec/securityContext").has("runAsUser"))
                .isEqualTo(!directory.endsWith("openshift"));
        assertThat(deployment
                        .at("/spec/template/spec/securityContext/runAsNonRoot")
                        .booleanValue())
                .isTrue();
    }

    /** The gateway reads the token where the operator of Prometheus has it from. */
    @Test
    void monitoringShowsTheTokenThatTheGatewayReads() throws Exception {
        Command kubectl = Command.find("kubectl");
        assumeTrue(kubectl != null, "There is no kubectl");
        String built = kubectl.run(
                "kustomize", Manifest.DIRECTORY.resolve("overlays/monitoring").toString());
        List<JsonNode> resources =
                Stream.of(built.split("(?m)^---$")).map(Manifest::parse).toList();
        JsonNode scraped = only(resources, "PodMonitor").at("/spec/podMetricsEndpoints/0");
        JsonNode pod = only(resources, "Deployment").at("/spec/template/spec");
        JsonNode secret = pod.at("/volumes/0/secret");

        assertThat(scraped.path("path").textValue()).isEqualTo("/observe/metrics");
        assertThat(pod.at("/containers/0/ports").findValuesAsText("name"))
                .contains(scraped.path("port").textValue());
        assertThat(scraped.at("/authorization/credentials/name")).isEqualTo(secret.path("secretName"));
        assertThat(secret.path("items").findValuesAsText("key"))
                .contains(scraped.at("/authorization/credentials/key").textValue());
        assertThat(pod.at("/containers/0/env").toString())
                .contains("{\"name\":\"OPENROUTER_OBSERVE_TOKEN_FILE\",\"value\":\"/etc/openrouter/observe-token\"}");
    }

    private static JsonNode only(List<JsonNode> resources, String kind) {
        return resources.stream()
                .filter(resource -> resource.path("kind").textValue().equals(kind))
                .reduce((first, second) -> {
                    throw new AssertionError("More than one " + kind);
                })
                .orElseThrow();
    }

    private static Kustomization read(Path directory) throws IOException {
        return Manifest.as(Manifest.read(directory.resolve("kustomization.yaml")), Kustomization.class);
    }

    static Stream<Path> directories() throws IOException {
        try (Stream<Path> files = Files.walk(Manifest.DIRECTORY)) {
            return files.filter(file -> file.endsWith("kustomization.yaml")).map(Path::getParent).toList().stream();
        }
    }
}
