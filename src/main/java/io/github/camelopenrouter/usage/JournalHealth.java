/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import io.github.camelopenrouter.api.InformationalHealthCheck;
import org.apache.camel.health.HealthCheckResultBuilder;

/** Shows operators whether calls are recorded; they go on without a journal. */
final class JournalHealth extends InformationalHealthCheck {

    static final String ID = "openrouter-usage";

    private final Journal journal;

    JournalHealth(Journal journal) {
        super(ID);
        this.journal = journal;
    }

    @Override
    protected void tell(HealthCheckResultBuilder result) {
        String problem = journal.problem();
        result.detail("dropped", journal.dropped());
        result.detail("unresolved", journal.unresolved());
        if (problem == null) {
            result.message("Calls are recorded");
        } else {
            result.down().message("Calls are not recorded: " + problem);
        }
    }
}
