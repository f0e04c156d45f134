/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.metrics;

import io.github.camelopenrouter.config.DummyValue;
import io.github.camelopenrouter.config.Setting;
import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.models.ModelCatalogue;
import io.github.camelopenrouter.spi.Feature;
import io.github.camelopenrouter.spi.FeatureContext;
import io.github.camelopenrouter.upstream.VendorBreakers;
import io.github.camelopenrouter.upstream.keys.KeyPool;
import java.util.List;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;

/** Has all gateways of a context count into one registry, whichever of them is made first. */
public final class MetricsFeature implements Feature {

    private static final String METRICS = "openrouter-call-metrics";
    private static final String PAGE = "openrouter-metrics";

    @Override
    public String name() {
        return "metrics";
    }

    @Override
    public List<Setting<?>> settings() {
        return MetricsSettings.SECTION.settings();
    }

    @Override
    public void install(FeatureContext gateway) throws Exception {
        MetricsSettings.requireNone(gateway.part(Settings.class));
        CamelContext context = gateway.camelContext();
        if (DummyValue.standsForAbsent(context)) {
            return;
        }
        String connections = gateway.prefix() + "connections"; // made behind the features
        GatewayParts parts = new GatewayParts(
                gateway.part(ModelCatalogue.class),
                gateway.part(VendorBreakers.class),
                gateway.part(KeyPool.class),
                () -> context.getRegistry().lookupByName(connections));
        Metrics metrics = of(context);
        metrics.add(parts);
        gateway.closeAtEnd(() -> metrics.remove(parts));
    }

    private static Metrics of(CamelContext context) throws Exception {
        Metrics there = context.getRegistry().lookupByNameAndType(METRICS, Metrics.class);
        if (there != null) {
            return there;
        }
        MetricsSettings settings = MetricsSettings.of(context);
        Metrics made = MetricsSettings.isManaged(context)
                ? serving(context, settings)
                : new Metrics(context, settings, HostRegistry.of(context), () -> {});
        if (settings.camel()) {
            CamelMeters.addTo(context, made.registry());
        }
        context.getRegistry().bind(METRICS, made); // found by its type, and so told of every gateway's calls
        context.addService(made, true, true);
        return made;
    }

    private static Metrics serving(CamelContext context, MetricsSettings settings) {
        OwnRegistry own = new OwnRegistry();
        Supplier<Object> page = () -> own;
        context.getRegistry().bind(PAGE, Object.class, page);
        return new Metrics(context, settings, own.registry(), own);
    }
}
