/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.tenants;

import io.github.camelopenrouter.admin.BudgetQuestions;
import io.github.camelopenrouter.admin.JournalQuestions;
import io.github.camelopenrouter.auth.AuthSettings;
import io.github.camelopenrouter.config.DummyValue;
import io.github.camelopenrouter.config.Setting;
import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.models.ModelCatalogue;
import io.github.camelopenrouter.models.VisibleModels;
import io.github.camelopenrouter.passthrough.AccountAnswers;
import io.github.camelopenrouter.passthrough.AccountPaths;
import io.github.camelopenrouter.passthrough.PassThroughSettings;
import io.github.camelopenrouter.spi.Feature;
import io.github.camelopenrouter.spi.FeatureContext;
import io.github.camelopenrouter.spi.FeatureContext.Place;
import io.github.camelopenrouter.usage.UsageSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/** Keeps clients apart who share an account of OpenRouter's. Stands behind the policy, which says who has one of the own. */
public final class TenantsFeature implements Feature {

    private static final String JOBS = "openrouter-jobs";

    @Override
    public String name() {
        return "tenants";
    }

    @Override
    public List<Setting<?>> settings() {
        return TenantSettings.SECTION.settings();
    }

    @Override
    public void install(FeatureContext gateway) throws IOException {
        CamelContext context = gateway.camelContext();
        if (DummyValue.standsForAbsent(context)) {
            return;
        }
        Settings settings = gateway.part(Settings.class);
        identifiers(gateway, settings);
        if (AuthSettings.of(settings).asksForKeys()) {
            gateway.step(Place.DOOR, "shared-cache", new SharedCacheHeaders());
            gateway.step(Place.REQUEST, "shared-account", new SharedAccountCheck());
            Owners owners = new Owners(gateway.name());
            jobs(gateway, owners);
            models(gateway);
            account(gateway, owners, settings);
        }
    }

    private static void jobs(FeatureContext gateway, Owners owners) throws IOException {
        OwnJobs own = new OwnJobs(jobsOf(gateway.camelContext()), owners);
        gateway.step(Place.ATTEMPT, "own-jobs", own::check);
        gateway.step(Place.RESPONSE, "own-jobs", own::answered);
    }

    private static void models(FeatureContext gateway) {
        OwnModels own = new OwnModels(gateway.part(VisibleModels.class), gateway.part(ModelCatalogue.class));
        gateway.step(Place.ATTEMPT, "own-models", own::check);
        gateway.step(Place.RESPONSE, "own-models", own::answered);
    }

    /** One list for all gateways of the process, as it is one file. */
    private static Jobs jobsOf(CamelContext context) throws IOException {
        Jobs there = context.getRegistry().lookupByNameAndType(JOBS, Jobs.class);
        if (there == null) {
            there = new Jobs(UsageSettings.findDirectory(context).orElse(null));
            context.getRegistry().bind(JOBS, there);
        }
        return there;
    }

    private static void account(FeatureContext gateway, Owners owners, Settings settings) {
        if (PassThroughSettings.of(settings).accounts() == AccountPaths.PASS) {
            return;
        }
        CamelContext context = gateway.camelContext();
        JournalQuestions journal = new JournalQuestions(context);
        Generations generations = new Generations(owners, journal);
        gateway.listener(generations);
        gateway.part(AccountAnswers.class)
                .set(new OwnAccount(
                        new OwnUsage(context, journal),
                        new OwnBudgets(new BudgetQuestions(context)),
                        generations,
                        owners,
                        Clock.systemUTC()));
    }

    private static void identifiers(FeatureContext gateway, Settings settings) {
        TenantSettings tenants = TenantSettings.of(settings);
        if (tenants.identifiers() != IdentifierRule.PASS) {
            IdentifierHash hash = hash(gateway.camelContext(), settings, tenants);
            gateway.step(Place.REQUEST, "identifiers", new Identifiers(hash));
            gateway.step(Place.ATTEMPT, "session-header", new SessionHeader(hash));
        }
    }

    /** Null where nothing goes up. */
    private static @Nullable IdentifierHash hash(CamelContext context, Settings settings, TenantSettings tenants) {
        return tenants.identifiers() == IdentifierRule.DROP
                ? null
                : new IdentifierHash(key(context, settings, tenants.keyFile()));
    }

    private static Supplier<byte[]> key(CamelContext context, Settings settings, Optional<String> keyFile) {
        String setting = TenantSettings.keyFileSetting(settings);
        if (keyFile.isPresent()) {
            byte[] key = IdentifierKey.in(keyFile.get(), setting);
            return () -> key;
        }
        Optional<Path> data = UsageSettings.findDirectory(context);
        if (data.isPresent()) {
            byte[] key = IdentifierKey.below(data.get());
            return () -> key;
        }
        return IdentifierKey.ofProcess(setting);
    }
}
