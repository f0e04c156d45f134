/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.audit;

import io.github.camelopenrouter.api.InformationalHealthCheck;
import org.apache.camel.health.HealthCheckResultBuilder;

/** Shows operators whether the audit is written; calls go on without. */
final class AuditHealth extends InformationalHealthCheck {

    static final String ID = "openrouter-audit";

    private final Audit audit;

    AuditHealth(Audit audit) {
        super(ID);
        this.audit = audit;
    }

    @Override
    protected void tell(HealthCheckResultBuilder result) {
        String problem = audit.problem();
        if (problem == null) {
            result.message("Changes are written down");
        } else {
            result.down().message("The audit is not complete: " + problem);
        }
    }
}
