/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.audit;

import io.github.camelopenrouter.config.CamelComponents;
import io.github.camelopenrouter.config.DummyValue;
import io.github.camelopenrouter.config.ProblemHealth;
import io.github.camelopenrouter.config.Setting;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.spi.Feature;
import io.github.camelopenrouter.spi.FeatureContext;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has all gateways of a context share one audit, whichever of them is made first. */
public final class AuditFeature implements Feature {

    private static final Logger LOG = LoggerFactory.getLogger(AuditFeature.class);

    private static final String AUDIT = "openrouter-audit-trail";
    static final String CALLS = "openrouter-audit-calls";
    private static final String QUEUE = "openrouter-audit-queue";

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
        if (DummyValue.standsForAbsent(context)) {
            return;
        }
        AuditSettings settings = AuditSettings.of(context);
        if (context.getRegistry().lookupByName(AUDIT) == null) {
            requireComponent(context, settings.anchor());
            open(context, settings);
        }
        CallQueue calls = context.getRegistry().lookupByNameAndType(QUEUE, CallQueue.class);
        if (calls != null && settings.full() == AuditSettings.Full.REFUSE) {
            gateway.step(FeatureContext.Place.REQUEST, "audit", new CallGate(calls));
        }
    }

    private static void open(CamelContext context, AuditSettings settings) throws Exception {
        Clock clock = Clock.systemUTC();
        Persons persons = new Persons(settings.directory());
        AuditWriter writer = new AuditWriter(settings, persons, clock);
        CallQueue calls = settings.mode() == AuditSettings.Mode.CALLS ? listen(context, settings, writer) : null;
        Audit audit = new Audit(context, settings, writer, calls, clock);
        persons.bindTo(context);
        context.getRegistry().bind(AUDIT, audit);
        new ProblemHealth(
                        "openrouter-audit",
                        () -> "Changes are written down",
                        "The audit is not complete: ",
                        audit::problem)
                .detail("dropped", audit::dropped)
                .bind(context);
        context.addLifecycleStrategy(audit.stopping());
        context.addService(audit, true, true);
    }

    /** Found by its type, and so told of every gateway's calls; without it nothing of the audit is on a call's way. */
    private static CallQueue listen(CamelContext context, AuditSettings settings, AuditWriter writer) {
        RequestHash hash = new RequestHash(settings.directory());
        try {
            hash.prepare();
        } catch (IOException e) {
            LOG.debug("The key is made once the disk takes it", e);
        } catch (IllegalStateException e) {
            throw new SettingException(String.valueOf(e.getMessage()));
        }
        CallQueue queue = new CallQueue(writer, hash);
        context.getRegistry().bind(QUEUE, queue);
        context.getRegistry().bind(CALLS, new CallAudit(queue, hash));
        return queue;
    }

    /** Else the first anchor would tell, in the log. */
    private static void requireComponent(CamelContext context, @Nullable String anchor) {
        if (anchor == null) {
            return;
        }
        String scheme = anchor.contains(":") ? anchor.substring(0, anchor.indexOf(':')) : "";
        if (!scheme.matches("[a-z][a-z0-9+.-]*") || !CamelComponents.isThere(context, scheme)) {
            throw new SettingException(
                    "openrouter.audit.anchor begins with a component that is not there: it must be a Camel endpoint, such as"
                            + " https://…, file:… or kafka:…, whose component is on the class path.");
        }
    }
}
