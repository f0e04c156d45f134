/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import java.util.Map;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckResultBuilder;

/**
 * Shows operators whether calls are recorded. No part of readiness or liveness: calls go on without a journal.
 */
final class JournalHealth implements HealthCheck {

    static final String ID = "openrouter-usage";

    private final Journal journal;
    private boolean enabled = true;

    JournalHealth(Journal journal) {
        this.journal = journal;
    }

    @Override
    public Result call(Map<String, Object> options) {
        HealthCheckResultBuilder result = HealthCheckResultBuilder.on(this).detail("dropped", journal.dropped());
        String problem = journal.problem();
        return problem == null
                ? result.up().message("Calls are recorded").build()
                : result.down().message("Calls are not recorded: " + problem).build();
    }

    @Override
    public String getGroup() {
        return "camel-openrouter";
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public boolean isEnabled() {
        return enabled;
    }

    @Override
    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    @Override
    public boolean isReadiness() {
        return false;
    }
}
