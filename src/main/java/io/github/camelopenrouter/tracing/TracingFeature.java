/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.tracing;

import io.github.camelopenrouter.call.TracingSlot;
import io.github.camelopenrouter.config.DummyValue;
import io.github.camelopenrouter.config.Setting;
import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.spi.Feature;
import io.github.camelopenrouter.spi.FeatureContext;
import java.util.List;
import org.apache.camel.CamelContext;

/** Has all gateways of a context send their spans by one OpenTelemetry, whichever of them is made first. */
public final class TracingFeature implements Feature {

    private static final String TRACING = "openrouter-tracing";

    @Override
    public String name() {
        return "tracing";
    }

    @Override
    public List<Setting<?>> settings() {
        return TracingSettings.SECTION.settings();
    }

    @Override
    public void install(FeatureContext gateway) throws Exception {
        CamelContext context = gateway.camelContext();
        TracingSettings.check(context, gateway.part(Settings.class));
        if (!DummyValue.standsForAbsent(context)) {
            gateway.part(TracingSlot.class).set(of(context));
        }
    }

    private static SampledTracing of(CamelContext context) throws Exception {
        SampledTracing there = context.getRegistry().lookupByNameAndType(TRACING, SampledTracing.class);
        if (there != null) {
            return there;
        }
        SampledTracing made = TracingSettings.isStandalone(context)
                ? sending(context)
                : new SampledTracing(HostOpenTelemetry.of(context), TracingSettings.ratioOrDefault(context));
        context.getRegistry().bind(TRACING, made);
        return made;
    }

    private static SampledTracing sending(CamelContext context) throws Exception {
        OtelProperties.check(context);
        boolean asksSampler = TracingSettings.ratio(context).isEmpty() && OtelProperties.nameSampler(context);
        OwnOpenTelemetry own = new OwnOpenTelemetry(OtelProperties.ofFiles(context), asksSampler);
        context.addService(own, true, true);
        context.addStartupListener((started, already) -> own.begin());
        return new SampledTracing(own::get, asksSampler ? 1 : TracingSettings.ratioOrDefault(context));
    }
}
