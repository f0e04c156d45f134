/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.metrics;

import io.github.camelopenrouter.config.SettingException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.List;
import java.util.Set;
import org.apache.camel.CamelContext;

/** Finds the registry that a host has: the one that Camel itself would take, the only one, or the one made of the others. */
final class HostRegistry {

    /** Source: camel-micrometer, {@code MicrometerConstants.METRICS_REGISTRY_NAME}. */
    private static final String CAMELS = "metricsRegistry";

    private HostRegistry() {}

    /** @throws SettingException if there is none, or nobody can say which */
    static MeterRegistry of(CamelContext context) {
        MeterRegistry named = context.getRegistry().lookupByNameAndType(CAMELS, MeterRegistry.class);
        if (named != null) {
            return named;
        }
        Set<MeterRegistry> all = context.getRegistry().findByType(MeterRegistry.class);
        if (all.isEmpty()) {
            throw new SettingException(
                    "openrouter.metrics=true needs a MeterRegistry bean: make one, with Spring Boot by"
                            + " org.springframework.boot:spring-boot-starter-actuator.");
        }
        List<MeterRegistry> composed =
                all.stream().filter(CompositeMeterRegistry.class::isInstance).toList();
        List<MeterRegistry> candidates = all.size() == 1 ? List.copyOf(all) : composed;
        if (candidates.size() != 1) {
            throw new SettingException("openrouter.metrics=true does not know which of " + all.size()
                    + " MeterRegistry beans to take: call one of them " + CAMELS + ".");
        }
        return candidates.get(0);
    }
}
