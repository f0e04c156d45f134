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

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.kustomize.v1beta1.Kustomization;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.config.SettingsTable;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files for a cluster without an operator: each fits its published model, and together they fit the gateway. */
class PlainDeploymentTest {

    private static Deployment deployment;
    private static PodSpec pod;
    private static Container gateway;
    private static Secret secret;

    @BeforeAll
    static void read() throws IOException {
        deployment = Manifest.read("base/deployment.yaml", Deployment.class);
        pod = deployment.getSpec().getTemplate().getSpec();
        gateway = pod.getContainers().get(0);
        secret = Manifest.read("openrouter-secret.example.yaml", Secret.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"base/deployment.yaml", "base/service.yaml", "openrouter-secret.example.yaml"})
    void readingIsStrict(String file) throws IOException {
        ObjectNode misspelt = (ObjectNode) Manifest.read(file);
        misspelt.putObject("metadata").put("nmae", "x");

        assertThatThrownBy(() -> Manifest.as(misspelt, Deployment.class)).hasMessageContaining("nmae");
    }

    @Test
    void selectorsFindThePods() throws IOException {
        Map<String, String> labels =
                deployment.getSpec().getTemplate().getMetadata().getLabels();
        Service service = Manifest.read("base/service.yaml", Service.class);

        assertThat(deployment.getSpec().getSelector().getMatchLabels()).isEqualTo(labels);
        assertThat(service.getSpec().getSelector()).isEqualTo(labels);
        assertThat(service.getSpec().getPorts().get(0).getTargetPort().getStrVal())
                .isEqualTo("http");
    }

    @Test
    void portsAreThoseOfTheGateway() throws IOException {
        Map<String, Integer> ports = gateway.getPorts().stream()
                .collect(Collectors.toMap(ContainerPort::getName, ContainerPort::getContainerPort));

        assertThat(ports)
                .isEqualTo(Map.of(
                        "http", ShippedProperties.port("camel.server.port"),
                        "management", ShippedProperties.port("camel.management.port")));
    }

    @Test
    void probesAskTheManagementPort() {
        assertThat(List.of(gateway.getStartupProbe(), gateway.getLivenessProbe(), gateway.getReadinessProbe()))
                .allSatisfy(probe ->
                        assertThat(probe.getHttpGet().getPort().getStrVal()).isEqualTo("management"))
                .extracting(Probe::getHttpGet)
                .extracting("path")
                .containsExactly("/observe/health/live", "/observe/health/live", "/observe/health/ready");
    }

    /** What the code needs for its stop, and five seconds for a busy machine. */
    @Test
    void podHasTheTimeThatTheGatewayNeedsToDrain() {
        long preStop = gateway.getLifecycle().getPreStop().getSleep().getSeconds();

        assertThat(pod.getTerminationGracePeriodSeconds())
                .isGreaterThanOrEqualTo(preStop + StopTime.seconds() + 5)
                .isLessThan(preStop + StopTime.seconds() + 60);
    }

    @Test
    void containerHasNoRights() {
        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getSecurityContext().getRunAsUser())
                .isPositive()
                .isEqualTo(Dockerfile.read().user());
        assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(pod.getAutomountServiceAccountToken()).isFalse();
        assertThat(gateway.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
        assertThat(gateway.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
        assertThat(gateway.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(gateway.getVolumeMounts())
                .filteredOn(mount -> !Boolean.TRUE.equals(mount.getReadOnly()))
                .extracting("mountPath")
                .containsExactly("/tmp", "/data");
    }

    /** The kubelet evicts a pod whose volume is full, and the gateway removes its oldest file before that. */
    @Test
    void journalFitsIntoItsVolume() throws IOException {
        String mount = gateway.getVolumeMounts().stream()
                .filter(volume -> volume.getName().equals("data"))
                .findFirst()
                .orElseThrow()
                .getMountPath();
        Quantity limit = pod.getVolumes().stream()
                .filter(volume -> volume.getName().equals("data"))
                .findFirst()
                .orElseThrow()
                .getEmptyDir()
                .getSizeLimit();

        assertThat(mount).isEqualTo(Dockerfile.read().last("VOLUME"));
        assertThat(settings()).containsEntry("OPENROUTER_USAGE_MAX_BYTES", "1GB");
        assertThat(limit.getNumericalAmount()).isGreaterThan(BigDecimal.valueOf(3L << 29));
    }

    @Test
    void environmentNamesSettingsThatThereAre() throws IOException {
        List<String> names = new ArrayList<>(settings().stringPropertyNames());
        gateway.getEnv().forEach(variable -> names.add(variable.getName()));

        assertThat(names)
                .doesNotHaveDuplicates()
                .contains("OPENROUTER_AUTH", "OPENROUTER_API_KEY_FILE")
                .allSatisfy(name -> assertThat(SettingsTable.markdown()).contains("`" + name + "`"));
    }

    @Test
    void settingsAreThoseOfTheConfigMap() throws IOException {
        Kustomization base = Manifest.read("base/kustomization.yaml", Kustomization.class);

        assertThat(gateway.getEnvFrom())
                .singleElement()
                .satisfies(source -> assertThat(source.getConfigMapRef().getName())
                        .isEqualTo(base.getConfigMapGenerator().get(0).getName()));
        assertThat(base.getConfigMapGenerator().get(0).getEnvs()).containsExactly("settings.env");
        assertThat(settings())
                .containsEntry("OPENROUTER_DRAIN_TIMEOUT", StopTime.drain().toSeconds() + "s");
    }

    /** Two gateways on one node fail together. */
    @Test
    void podsAreSpreadOverNodesAndZones() {
        Map<String, String> labels =
                deployment.getSpec().getTemplate().getMetadata().getLabels();

        assertThat(pod.getTopologySpreadConstraints())
                .allSatisfy(spread ->
                        assertThat(spread.getLabelSelector().getMatchLabels()).isEqualTo(labels))
                .allSatisfy(spread -> assertThat(spread.getWhenUnsatisfiable()).isEqualTo("ScheduleAnyway"))
                .extracting(TopologySpreadConstraint::getTopologyKey)
                .containsExactly("kubernetes.io/hostname", "topology.kubernetes.io/zone");
    }

    @Test
    void disruptionsTakeOnePodAtATime() throws IOException {
        PodDisruptionBudget budget = Manifest.read("base/poddisruptionbudget.yaml", PodDisruptionBudget.class);

        assertThat(budget.getSpec().getSelector().getMatchLabels())
                .isEqualTo(deployment.getSpec().getTemplate().getMetadata().getLabels());
        assertThat(budget.getSpec().getMaxUnavailable().getIntVal())
                .isPositive()
                .isLessThan(deployment.getSpec().getReplicas());
    }

    private static Properties settings() throws IOException {
        Properties settings = new Properties();
        settings.load(new StringReader(Files.readString(Manifest.DIRECTORY.resolve("base/settings.env"))));
        return settings;
    }

    @Test
    void keysComeFromTheSecretAlone() {
        EnvVar hashes = gateway.getEnv().stream()
                .filter(variable -> variable.getName().equals("OPENROUTER_AUTH_KEYS"))
                .findFirst()
                .orElseThrow();

        assertThat(hashes.getValue()).isNull();
        assertThat(hashes.getValueFrom().getSecretKeyRef().getName())
                .isEqualTo(secret.getMetadata().getName());
        assertThat(secret.getStringData())
                .containsKey(hashes.getValueFrom().getSecretKeyRef().getKey());
        assertThat(pod.getVolumes().get(0).getSecret().getSecretName())
                .isEqualTo(secret.getMetadata().getName());
        assertThat(secret.getStringData())
                .containsKey(
                        pod.getVolumes().get(0).getSecret().getItems().get(0).getKey());
    }

    @Test
    void keyFileStandsWhereTheSecretIsMounted() {
        String file = gateway.getEnv().stream()
                .filter(variable -> variable.getName().equals("OPENROUTER_API_KEY_FILE"))
                .findFirst()
                .orElseThrow()
                .getValue();

        assertThat(file)
                .isEqualTo(gateway.getVolumeMounts().get(0).getMountPath() + "/"
                        + pod.getVolumes().get(0).getSecret().getItems().get(0).getPath());
    }

    /** Without it the pods of the overlay do not start: the volume waits for the key. */
    @Test
    void secretHasTheKeyOfTheMonitoringComponent() throws Exception {
        String key = Manifest.read("components/monitoring/podmonitor.yaml")
                .at("/spec/podMetricsEndpoints/0/authorization/credentials/key")
                .textValue();

        assertThat(secret.getStringData()).containsKey(key);
    }

    /** Somebody who forgets to fill it in does not run an open gateway. */
    @Test
    void exampleSecretHoldsNoKeyAndStartsNothing() {
        assertThat(secret.getStringData().values())
                .allSatisfy(value -> assertThat(value).contains("<").doesNotContain("sk-or-"));
        assertThatThrownBy(() -> load(secret.getStringData().get("auth-keys")))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("openrouter.auth.keys");
    }

    private static void load(String authKeys) {
        Properties properties = new Properties();
        properties.put("openrouter.auth.keys", authKeys);
        CamelContext context = new DefaultCamelContext();
        context.getPropertiesComponent().setInitialProperties(properties);
        Settings.load(context, null);
    }
}
