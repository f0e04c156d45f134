/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.store;

import io.github.camelopenrouter.api.InformationalHealthCheck;
import org.apache.camel.health.HealthCheckResultBuilder;

/** Shows operators whether the store follows the calls; they go on without it. */
final class StoreHealth extends InformationalHealthCheck {

    static final String ID = "openrouter-store";

    private final Store store;

    StoreHealth(Store store) {
        super(ID);
        this.store = store;
    }

    @Override
    protected void tell(HealthCheckResultBuilder result) {
        result.detail("database", store.isPostgreSql() ? "postgresql" : "h2");
        result.detail("stored", store.ingest().stored());
        result.detail("rejected", store.ingest().rejected());
        result.detail("lag_seconds", store.ingest().lag().toSeconds());
        String problem = store.ingest().problem();
        if (problem == null) {
            result.message("The store follows the journal");
        } else {
            result.down().message("The store does not follow the journal, which keeps everything for it: " + problem);
        }
    }
}
