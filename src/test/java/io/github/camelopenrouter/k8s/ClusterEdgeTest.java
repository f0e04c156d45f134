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
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressServiceBackend;
import io.github.camelopenrouter.config.SettingsTable;
import java.io.IOException;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What stands around the Deployment: how many there are, and how they are reached from outside of the cluster. */
class ClusterEdgeTest {

    private static final String NGINX = "nginx.ingress.kubernetes.io/";

    private static Service service;

    @BeforeAll
    static void read() throws IOException {
        service = Manifest.read("base/service.yaml", Service.class);
    }

    @Test
    void readingIsStrict() throws IOException {
        ObjectNode ingress = (ObjectNode) Manifest.read("components/ingress-nginx/ingress.yaml");
        ((ObjectNode) ingress.path("spec")).put("ingressClasName", "nginx");
        ObjectNode route = (ObjectNode) Manifest.read("components/gateway-api/httproute.yaml");
        ((ObjectNode) route.at("/spec/rules/0/timeouts")).put("backendRequst", "0s");
        ObjectNode scaler = (ObjectNode) Manifest.read("components/autoscaling/horizontalpodautoscaler.yaml");
        ((ObjectNode) scaler.at("/spec")).put("minReplica", 2);

        assertThatThrownBy(() -> Manifest.as(ingress, Ingress.class)).hasMessageContaining("ingressClasName");
        assertThatThrownBy(() -> Manifest.as(route, HTTPRoute.class)).hasMessageContaining("backendRequst");
        assertThatThrownBy(() -> Manifest.as(scaler, HorizontalPodAutoscaler.class))
                .hasMessageContaining("minReplica");
    }

    @Test
    void ingressHoldsNothingBackAndBearsSilence() throws IOException {
        Ingress ingress = Manifest.read("components/ingress-nginx/ingress.yaml", Ingress.class);
        Map<String, String> settings = ingress.getMetadata().getAnnotations();

        assertThat(settings)
                .containsEntry(NGINX + "proxy-buffering", "off")
                .containsEntry(NGINX + "proxy-request-buffering", "off")
                .containsEntry(NGINX + "proxy-next-upstream", "off");
        assertThat(Long.parseLong(settings.get(NGINX + "proxy-read-timeout")))
                .isGreaterThan(seconds("openrouter.timeout.response") + seconds("openrouter.timeout.first-event"));
        assertThat(settings.get(NGINX + "proxy-body-size"))
                .isEqualTo(standard("openrouter.max-request-bytes")
                        .replace("`", "")
                        .replace("MB", "m"));
    }

    @Test
    void ingressLeadsToTheService() throws IOException {
        Ingress ingress = Manifest.read("components/ingress-nginx/ingress.yaml", Ingress.class);
        IngressServiceBackend backend = ingress.getSpec()
                .getRules()
                .get(0)
                .getHttp()
                .getPaths()
                .get(0)
                .getBackend()
                .getService();

        assertThat(backend.getName()).isEqualTo(service.getMetadata().getName());
        assertThat(backend.getPort().getName())
                .isEqualTo(service.getSpec().getPorts().get(0).getName());
        assertThat(ingress.getSpec().getTls().get(0).getHosts())
                .containsExactly(ingress.getSpec().getRules().get(0).getHost());
    }

    /** The Gateway API counts the whole answer; 0s is no limit. */
    @Test
    void httpRouteLeadsToTheServiceWithoutATimeout() throws IOException {
        HTTPRoute route = Manifest.read("components/gateway-api/httproute.yaml", HTTPRoute.class);

        assertThat(route.getSpec().getRules()).singleElement().satisfies(rule -> {
            assertThat(rule.getTimeouts().getRequest()).isEqualTo("0s");
            assertThat(rule.getTimeouts().getBackendRequest()).isEqualTo("0s");
            assertThat(rule.getBackendRefs()).singleElement().satisfies(backend -> {
                assertThat(backend.getName()).isEqualTo(service.getMetadata().getName());
                assertThat(backend.getPort())
                        .isEqualTo(service.getSpec().getPorts().get(0).getPort());
            });
        });
    }

    @Test
    void autoscalerKeepsWhatTheDeploymentHasAndKnowsWhatAPodAsksFor() throws IOException {
        HorizontalPodAutoscaler scaler =
                Manifest.read("components/autoscaling/horizontalpodautoscaler.yaml", HorizontalPodAutoscaler.class);
        Deployment deployment = Manifest.read("base/deployment.yaml", Deployment.class);

        assertThat(scaler.getSpec().getScaleTargetRef().getKind()).isEqualTo(deployment.getKind());
        assertThat(scaler.getSpec().getScaleTargetRef().getName())
                .isEqualTo(deployment.getMetadata().getName());
        assertThat(scaler.getSpec().getMinReplicas())
                .isEqualTo(deployment.getSpec().getReplicas())
                .isLessThan(scaler.getSpec().getMaxReplicas());
        assertThat(scaler.getSpec().getMetrics().get(0).getResource().getName()).isEqualTo("cpu");
        assertThat(deployment
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .get(0)
                        .getResources()
                        .getRequests())
                .containsKey("cpu");
    }

    /** The longest that stands in the column of defaults. */
    private static long seconds(String setting) {
        return Pattern.compile("(\\d+)s")
                .matcher(standard(setting))
                .results()
                .mapToLong(duration -> Long.parseLong(duration.group(1)))
                .max()
                .orElseThrow();
    }

    private static String standard(String setting) {
        return SettingsTable.markdown()
                .lines()
                .filter(line -> line.startsWith("| `" + setting + "` |"))
                .findFirst()
                .orElseThrow()
                .split(" \\| ")[2];
    }
}
