/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import io.github.camelopenrouter.auth.DoorGuard;
import io.github.camelopenrouter.config.DummyValue;
import io.github.camelopenrouter.config.ProblemHealth;
import io.github.camelopenrouter.config.Setting;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.spi.Feature;
import io.github.camelopenrouter.spi.FeatureContext;
import io.github.camelopenrouter.upstream.keys.KeyPool;
import java.time.Clock;
import java.util.List;
import org.apache.camel.CamelContext;

/** Has all gateways of a context write their calls into one journal, whichever of them is made first. */
public final class UsageFeature implements Feature {

    static final String JOURNAL = "openrouter-journal";
    private static final String RECONCILIATION = "openrouter-reconciliation";

    @Override
    public String name() {
        return "usage";
    }

    @Override
    public List<Setting<?>> settings() {
        return UsageSettings.SECTION.settings();
    }

    static ProblemHealth health(Journal journal) {
        return new ProblemHealth(
                        "openrouter-usage", () -> "Calls are recorded", "Calls are not recorded: ", journal::problem)
                .detail("dropped", journal::dropped)
                .detail("unresolved", journal::unresolved);
    }

    @Override
    public void install(FeatureContext gateway) throws Exception {
        UsageSettings.requireNone(gateway.part(Settings.class));
        CamelContext context = gateway.camelContext();
        if (UsageSettings.wantReconciliation(context)
                && UsageSettings.findDirectory(context).isEmpty()) {
            throw new SettingException(
                    "openrouter.usage.reconcile=key compares with the journal, and there is none: set"
                            + " openrouter.data-dir.");
        }
        if (!DummyValue.standsForAbsent(context) && UsageSettings.areGiven(context, gateway.part(Settings.class))) {
            Journal journal = context.getRegistry().lookupByNameAndType(JOURNAL, Journal.class);
            if (journal == null) {
                journal = openIn(context);
            }
            gateway.part(DoorGuard.class).whenUnknown(journal::refused);
            if (UsageSettings.wantReconciliation(context)) {
                reconcile(gateway, journal);
            }
        }
    }

    private static void reconcile(FeatureContext gateway, Journal journal) throws Exception {
        CamelContext context = gateway.camelContext();
        Reconciliation there = context.getRegistry().lookupByNameAndType(RECONCILIATION, Reconciliation.class);
        if (there == null) {
            there = new Reconciliation(
                    context, UsageSettings.directory(context), Clock.systemUTC(), journal.keyUsage(), journal);
            context.getRegistry().bind(RECONCILIATION, there);
            context.addService(there, true, true);
        }
        Reconciliation all = there;
        all.keys().add(gateway.name(), gateway.part(KeyPool.class)::fingerprints);
        gateway.closeAtEnd(() -> all.keys().remove(gateway.name()));
    }

    private static Journal openIn(CamelContext context) throws Exception {
        Journal journal = new Journal(context, UsageSettings.of(context), Clock.systemUTC());
        journal.open();
        context.getRegistry().bind(JOURNAL, journal); // found by its type, and so told of every gateway's calls
        journal.progress().bindTo(context);
        health(journal).bind(context);
        context.addService(journal, true, true);
        return journal;
    }
}
