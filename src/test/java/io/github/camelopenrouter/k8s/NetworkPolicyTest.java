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
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.IPBlock;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who reaches the gateway, and whom it reaches. Policies add up: what one of them lets through, no other takes back. */
class NetworkPolicyTest {

    private static NetworkPolicy policy;

    @BeforeAll
    static void read() throws IOException {
        policy = policy("base");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"base", "camel-k", "components/openshift", "components/ingress-nginx", "components/gateway-api"})
    void readingIsStrict(String directory) throws IOException {
        ObjectNode misspelt = (ObjectNode) Manifest.read(directory + "/networkpolicy.yaml");
        ((ObjectNode) misspelt.path("spec")).put("ingres", "x");

        assertThatThrownBy(() -> Manifest.as(misspelt, NetworkPolicy.class)).hasMessageContaining("ingres");
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "components/openshift", "components/ingress-nginx", "components/gateway-api"})
    void isAboutThePodsOfTheDeployment(String directory) throws IOException {
        Deployment deployment = Manifest.read("base/deployment.yaml", Deployment.class);

        assertThat(policy(directory).getSpec().getPodSelector().getMatchLabels())
                .isEqualTo(deployment.getSpec().getTemplate().getMetadata().getLabels());
    }

    /** An empty peer would be everybody. */
    @ParameterizedTest
    @ValueSource(
            strings = {"base", "camel-k", "components/openshift", "components/ingress-nginx", "components/gateway-api"})
    void namesEveryPeer(String directory) throws IOException {
        assertThat(policy(directory).getSpec().getIngress())
                .isNotEmpty()
                .allSatisfy(rule -> assertThat(rule.getFrom()).isNotEmpty());
        assertThat(policy(directory).getSpec().getEgress())
                .allSatisfy(rule -> assertThat(rule.getTo()).isNotEmpty());
    }

    @Test
    void onlyDnsAndPublicHttpsGoOut() {
        List<NetworkPolicyEgressRule> rules = policy.getSpec().getEgress();

        assertThat(policy.getSpec().getPolicyTypes()).containsExactlyInAnyOrder("Ingress", "Egress");
        assertThat(ports(rules, NetworkPolicyEgressRule::getPorts))
                .containsExactlyInAnyOrder("UDP 53", "TCP 53", "TCP 443");
        assertThat(rules.get(1).getTo()).extracting("ipBlock.cidr").containsExactly("0.0.0.0/0", "::/0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.1",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "127.0.0.1",
                "169.254.169.254",
                "169.254.20.10",
                "100.64.0.1",
                "0.0.0.1",
                "fd00::1",
                "fe80::1",
                "::1"
            })
    void privateAddressesStayOutOfReach(String address) {
        assertThat(mayBeCalled(address, 443)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "104.18.2.115", "172.32.0.1", "2606:4700::6812:273"})
    void publicAddressesAreWithinReach(String address) {
        assertThat(mayBeCalled(address, 443)).isTrue();
    }

    /** The address that node-local DNS listens on; its neighbours include the cloud's metadata service. */
    @Test
    void nodeLocalDnsIsWithinReachAndNothingElseOfItsNetwork() {
        assertThat(mayBeCalled("169.254.20.10", 53)).isTrue();
        assertThat(mayBeCalled("169.254.169.254", 53)).isFalse();
        assertThat(mayBeCalled("1.1.1.1", 53)).isFalse();
    }

    @Test
    void clientsReachOneDoorAndMonitoringTheOther() {
        assertThat(ports(policy.getSpec().getIngress(), NetworkPolicyIngressRule::getPorts))
                .containsExactly("TCP 8080", "TCP 9876");
    }

    @Test
    void podsOfCamelKHaveTheSame() throws IOException {
        NetworkPolicy camelK = policy("camel-k");
        String integration =
                Manifest.read("integration.yaml").at("/metadata/name").textValue();

        assertThat(camelK.getSpec().getPodSelector().getMatchLabels())
                .isEqualTo(Map.of("camel.apache.org/integration", integration));
        assertThat(camelK.getSpec().getIngress()).isEqualTo(policy.getSpec().getIngress());
        assertThat(camelK.getSpec().getEgress()).isEqualTo(policy.getSpec().getEgress());
        assertThat(camelK.getSpec().getPolicyTypes()).isEqualTo(policy.getSpec().getPolicyTypes());
    }

    /** Its DNS pods listen on 5353; the Service's 53 is translated before a policy looks at it. */
    @Test
    void openShiftAddsItsDnsAndItsRouter() throws IOException {
        NetworkPolicy openShift = policy("components/openshift");

        assertThat(openShift.getSpec().getEgress()).singleElement().satisfies(rule -> {
            assertThat(rule.getTo()).singleElement().satisfies(peer -> {
                assertThat(peer.getNamespaceSelector().getMatchLabels()).containsValue("openshift-dns");
                assertThat(peer.getPodSelector().getMatchLabels()).isNotEmpty();
            });
            assertThat(ports(List.of(rule), NetworkPolicyEgressRule::getPorts))
                    .containsExactlyInAnyOrder("UDP 5353", "TCP 5353");
        });
        assertThat(ports(openShift.getSpec().getIngress(), NetworkPolicyIngressRule::getPorts))
                .containsExactly("TCP 8080", "TCP 9876");
    }

    @ParameterizedTest
    @ValueSource(strings = {"components/ingress-nginx", "components/gateway-api"})
    void waysInFromOutsideOpenTheDoorAlone(String directory) throws IOException {
        NetworkPolicy wayIn = policy(directory);

        assertThat(wayIn.getSpec().getPolicyTypes()).containsExactly("Ingress");
        assertThat(ports(wayIn.getSpec().getIngress(), NetworkPolicyIngressRule::getPorts))
                .containsExactly("TCP 8080");
    }

    private static NetworkPolicy policy(String directory) throws IOException {
        return Manifest.read(directory + "/networkpolicy.yaml", NetworkPolicy.class);
    }

    private static <T> List<String> ports(List<T> rules, Function<T, List<NetworkPolicyPort>> ports) {
        return rules.stream()
                .flatMap(rule -> ports.apply(rule).stream())
                .map(port -> port.getProtocol() + " " + port.getPort().getIntVal())
                .toList();
    }

    private static boolean mayBeCalled(String address, int port) {
        return policy.getSpec().getEgress().stream()
                .filter(rule -> rule.getPorts().stream()
                        .anyMatch(allowed -> allowed.getPort().getIntVal() == port))
                .flatMap(rule -> rule.getTo().stream())
                .map(peer -> peer.getIpBlock())
                .filter(Objects::nonNull)
                .anyMatch(block -> holds(block, address));
    }

    private static boolean holds(IPBlock block, String address) {
        return Cidr.holds(block.getCidr(), address)
                && block.getExcept().stream().noneMatch(except -> Cidr.holds(except, address));
    }
}
