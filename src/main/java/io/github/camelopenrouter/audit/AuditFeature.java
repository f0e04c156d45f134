/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.audit;

import io.github.camelopenrouter.config.DummyValue;
import io.github.camelopenrouter.config.ProblemHealth;
import io.github.camelopenrouter.config.Setting;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.spi.Feature;
import io.github.camelopenrouter.spi.FeatureContext;
import java.time.Clock;
import java.util.List;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/** Has all gateways of a context share one audit, whichever of them is made first. */
public final class AuditFeature implements Feature {

    private static final String AUDIT = "openrouter-audit-trail";

    @Override
    public String name() {
        return "audit";
    }

    @Override
    public List<Setting<?>> settings() {
        return AuditSettings.SECTION.settings();
    }

    @Override
    public void install(FeatureContext gateway) throws Exception {
        AuditSettings.requireNone(gateway.part(Settings.class));
        CamelContext context = gateway.camelContext();
        if (DummyValue.standsForAbsent(context) || context.getRegistry().lookupByName(AUDIT) != null) {
            return;
        }
        AuditSettings settings = AuditSettings.of(context);
        requireComponent(context, settings.anchor());
        Audit audit = new Audit(context, settings, Clock.systemUTC());
        context.getRegistry().bind(AUDIT, audit);
        new ProblemHealth(
                        "openrouter-audit",
                        () -> "Changes are written down",
                        "The audit is not complete: ",
                        audit::problem)
                .bind(context);
        context.addLifecycleStrategy(audit.stopping());
        context.addService(audit, true, true);
    }

    /** Else the first anchor would tell, in the log. */
    private static void requireComponent(CamelContext context, @Nullable String anchor) {
        if (anchor == null) {
            return;
        }
        String scheme = anchor.contains(":") ? anchor.substring(0, anchor.indexOf(':')) : "";
        if (!scheme.matches("[a-z][a-z0-9+.-]*") || context.getComponent(scheme, true, false) == null) {
            throw new SettingException(
                    "openrouter.audit.anchor begins with a component that is not there: it must be a Camel endpoint, such as"
                            + " https://…, file:… or kafka:…, whose component is on the class path.");
        }
    }
}
