/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.store;

import io.github.camelopenrouter.config.DummyValue;
import io.github.camelopenrouter.config.ProblemHealth;
import io.github.camelopenrouter.config.Setting;
import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.spi.BudgetKeeper;
import io.github.camelopenrouter.spi.Feature;
import io.github.camelopenrouter.spi.FeatureContext;
import io.github.camelopenrouter.spi.SharedDocument;
import io.github.camelopenrouter.spi.SharedPolicy;
import io.github.camelopenrouter.usage.UsageSettings;
import io.github.camelopenrouter.usage.UsageStore;
import io.github.camelopenrouter.usage.UserStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the journal of a context read into one store, whichever of its gateways is made first. */
public final class StoreFeature implements Feature {

    private static final Logger LOG = LoggerFactory.getLogger(Store.class);
    private static final String STORE = "openrouter-store-service";

    @Override
    public String name() {
        return "store";
    }

    @Override
    public List<Setting<?>> settings() {
        return StoreSettings.SECTION.settings();
    }

    private static ProblemHealth health(Store store) {
        return new ProblemHealth(
                        "openrouter-store",
                        () -> "The store follows the journal",
                        "The store does not follow the journal, which keeps everything for it: ",
                        () -> store.ingest().problem())
                .detail("database", () -> store.isPostgreSql() ? "postgresql" : "h2")
                .detail("stored", () -> store.ingest().stored())
                .detail("rejected", () -> store.ingest().rejected())
                .detail("lag_seconds", () -> store.ingest().lag().toSeconds());
    }

    @Override
    public void install(FeatureContext gateway) throws Exception {
        StoreSettings.requireNone(gateway.part(Settings.class));
        CamelContext context = gateway.camelContext();
        Optional<StoreSettings> settings = StoreSettings.of(context);
        if (StoreSettings.isKeptFromSandbox(context) && context.getRegistry().lookupByName(STORE) == null) {
            LOG.warn(
                    "The sandbox does not write into openrouter.store.url, where calls are real: its store is {}",
                    settings.isPresent() ? "h2 in its data directory" : "off");
        }
        if (settings.isEmpty()
                || DummyValue.standsForAbsent(context)
                || context.getRegistry().lookupByName(STORE) != null) {
            return;
        }
        StoreLibraries.require(context, settings.get().url());
        Store store = new Store(context, settings.get());
        context.getRegistry().bind(STORE, store);
        context.getRegistry().bind(UsageStore.BEAN, new StoredAnswers(store));
        context.getRegistry()
                .bind(
                        UserStore.BEAN,
                        new StoredUsers(
                                store.database()::open,
                                UsageSettings.findJournal(context).orElseThrow(),
                                store.ingest()::alone));
        health(store).bind(context);
        context.getRegistry()
                .bind(
                        SharedPolicy.BEAN,
                        new PolicyTable(
                                () -> connection(store.database()),
                                settings.get().dialect(),
                                Clock.systemUTC()));
        if (store.isPostgreSql()) {
            context.getRegistry().bind(BudgetKeeper.BEAN, store.budgets());
            context.getRegistry()
                    .bind(
                            SharedDocument.BEAN,
                            new StoredDocument(() -> store.ingest().database()));
        }
        context.addLifecycleStrategy(store.stopping());
        context.addService(store, true, true); // behind the journal: stopped in front of it
    }

    private static Connection connection(SharedDatabase database) throws SQLException {
        try {
            return database.open().connection();
        } catch (RuntimeException e) { // as the pool and Flyway say it
            throw new SQLException(Ingest.reasonOf(e), e);
        }
    }
}
