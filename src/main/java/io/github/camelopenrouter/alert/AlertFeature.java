/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert;

import io.github.camelopenrouter.alert.rules.BuiltInRules;
import io.github.camelopenrouter.alert.rules.RuleSettings;
import io.github.camelopenrouter.alert.rules.WatchedGateway;
import io.github.camelopenrouter.config.DummyValue;
import io.github.camelopenrouter.config.NamedBean;
import io.github.camelopenrouter.config.ProblemHealth;
import io.github.camelopenrouter.config.Setting;
import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.spi.Feature;
import io.github.camelopenrouter.spi.FeatureContext;
import io.github.camelopenrouter.spi.SharedDocument;
import io.github.camelopenrouter.upstream.VendorBreakers;
import io.github.camelopenrouter.upstream.keys.KeyPool;
import io.github.camelopenrouter.usage.UsageSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives a process its alerts, whichever of its gateways is made first, and gives the route of rules what it names. */
public final class AlertFeature implements Feature {

    private static final Logger LOG = LoggerFactory.getLogger(Alerts.class);
    private static final String RULES = "openrouter-alert-rules";
    private static final String STEP = "openrouter-alerts-";
    private static final String ROUTE = "openrouter-alerts-rules";

    @Override
    public String name() {
        return "alerts";
    }

    @Override
    public List<Setting<?>> settings() {
        return Stream.concat(AlertSettings.SECTION.settings().stream(), RuleSettings.SECTION.settings().stream())
                .toList();
    }

    @Override
    public void install(FeatureContext gateway) {
        gateway.part(Settings.class).requireOfProcess(AlertSettings.ownSettings(), "share their alerts");
        CamelContext context = gateway.camelContext();
        if (DummyValue.standsForAbsent(context)) {
            return;
        }
        BuiltInRules rules = context.getRegistry().lookupByNameAndType(RULES, BuiltInRules.class);
        if (rules == null) {
            rules = begin(context);
        }
        BuiltInRules all = rules;
        WatchedGateway watched = new WatchedGateway(
                gateway.name(), gateway.prefix(), gateway.part(VendorBreakers.class), gateway.part(KeyPool.class));
        all.add(watched);
        gateway.closeAtEnd(() -> all.remove(watched));
    }

    private static BuiltInRules begin(CamelContext context) {
        AlertSettings settings = AlertSettings.of(context);
        Clock clock = Clock.systemUTC();
        BuiltInRules rules = new BuiltInRules(
                context,
                context.getExecutorServiceManager().newSingleThreadExecutor(context, "openrouter-alert-rules"),
                clock);
        Alerts alerts = new Alerts(
                context,
                book(context, clock.instant()),
                new Incidents(UsageSettings.node(context), settings.settle(), settings.coolDown()),
                clock);
        context.getRegistry().bind(Alerts.BEAN, alerts);
        health(alerts).bind(context);
        context.getRegistry().bind("openrouter-alert-calls", rules.recentCalls()); // found by its type
        context.getRegistry().bind("openrouter-alert-unpaid", rules.unpaidCalls());
        BuiltInRules.names()
                .forEach(name -> NamedBean.bind(
                        context,
                        STEP + name,
                        new RuleStep(alerts, rules.find(name).orElse(null))));
        NamedBean.bind(context, STEP + "incidents", new IncidentsStep(alerts));
        context.getRegistry().bind(RULES, rules);
        onceStarted(
                context,
                alerts,
                BuiltInRules.names().stream()
                        .filter(name -> rules.find(name).isPresent())
                        .toList());
        return rules;
    }

    static ProblemHealth health(Alerts alerts) {
        return new ProblemHealth(
                        "openrouter-alerts",
                        () -> alerts.receivers().isEmpty()
                                ? "What is wrong is looked for, but nobody is told"
                                : "What is wrong is told",
                        "",
                        alerts::problem)
                .detail("receivers", () -> String.join(", ", alerts.receivers()))
                .detail("firing", () -> alerts.book().firing().count())
                .detail("waiting", () -> alerts.book().waiting(alerts.receivers()))
                .detail("lost", () -> alerts.deliveries().lost())
                .detail("last_delivered", () -> alerts.deliveries().lastDelivered())
                .detail("last_failure", () -> alerts.deliveries().lastFailure());
    }

    private static AlertBook book(CamelContext context, Instant now) {
        Optional<Path> data = UsageSettings.findDirectory(context);
        if (data.isEmpty()) {
            LOG.warn("A restart forgets which alerts were told, for openrouter.data-dir is not set");
            return FileBook.inMemory();
        }
        FileBook file = FileBook.in(data.get().resolve("alerts"));
        SharedDocument document = context.getRegistry().lookupByNameAndType(SharedDocument.BEAN, SharedDocument.class);
        return document == null ? file : new SharedBook(document, file, "store-down"::equals, now);
    }

    /** Only the standalone gateway reads the route of rules by itself. */
    private static void onceStarted(CamelContext context, Alerts alerts, List<String> rules) {
        try {
            context.addStartupListener((started, already) -> {
                alerts.started(rules);
                if (started.getRoute(ROUTE) == null) {
                    LOG.warn(
                            "Alerts are on, but nothing looks for what is wrong: there is no route {}. Include it by"
                                    + " camel.main.routes-include-pattern=classpath:openrouter/standalone/routes/alerts/rules.camel.yaml",
                            ROUTE);
                }
            });
        } catch (Exception e) {
            throw RuntimeCamelException.wrapRuntimeCamelException(e);
        }
    }
}
