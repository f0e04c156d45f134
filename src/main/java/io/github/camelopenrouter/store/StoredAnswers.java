/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.store;

import io.github.camelopenrouter.config.Redacted;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.usage.CallPage;
import io.github.camelopenrouter.usage.CallQuery;
import io.github.camelopenrouter.usage.UsageQuery;
import io.github.camelopenrouter.usage.UsageReport;
import io.github.camelopenrouter.usage.UsageStore;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a store answers: PostgreSQL every question, for the calls of all machines are there; H2 those about whole hours, and the
 * journal the others, and all of them where H2 has not read all of it.
 */
final class StoredAnswers implements UsageStore {

    private static final Logger LOG = LoggerFactory.getLogger(Store.class);

    /** A call is found as soon as its client has its answer. */
    private static final Duration CATCH_UP = Duration.ofSeconds(2);

    private static final int TRY_AGAIN_SECONDS = 10;

    private final Store store;

    StoredAnswers(Store store) {
        this.store = store;
    }

    private interface Question<T> {
        T answer(Questions questions) throws SQLException;
    }

    @Override
    public Optional<UsageReport> report(UsageQuery query) {
        return store.isPostgreSql() ? Optional.of(ofAllMachines(asked -> asked.report(query))) : ofHours(query);
    }

    @Override
    public Optional<CallPage> calls(CallQuery query) {
        return store.isPostgreSql() && query.generation() == null
                ? Optional.of(ofAllMachines(asked -> asked.calls(query)))
                : Optional.empty();
    }

    private Optional<UsageReport> ofHours(UsageQuery query) {
        if (!Questions.isOfWholeHours(query) || !store.ingest().catchUp(CATCH_UP)) {
            return Optional.empty();
        }
        Database database = store.ingest().database();
        try {
            return database == null ? Optional.empty() : Optional.of(new Questions(database).report(query));
        } catch (SQLException e) {
            LOG.warn("The store cannot be asked, the journal answers: {}", Redacted.of(Ingest.reasonOf(e)));
            return Optional.empty();
        }
    }

    private <T> T ofAllMachines(Question<T> question) {
        store.ingest().catchUp(CATCH_UP);
        Database database = store.ingest().database();
        if (database == null) {
            throw away(null);
        }
        try {
            return question.answer(new Questions(database));
        } catch (SQLException e) {
            throw away(e);
        }
    }

    private static OpenRouterException away(@Nullable SQLException failure) {
        if (failure != null) {
            LOG.warn("The store cannot be asked: {}", Redacted.of(Ingest.reasonOf(failure)));
        }
        return OpenRouterException.overloaded(
                "The store of calls, openrouter.store.url, cannot be asked for now; --usage tells what this machine's"
                        + " journal has.",
                "store_unavailable",
                TRY_AGAIN_SECONDS);
    }
}
