/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy;

import io.github.camelopenrouter.api.InformationalHealthCheck;
import org.apache.camel.health.HealthCheckResultBuilder;

/** Shows operators whether the policy that holds is the one that stands in the file; calls go on with the one that holds. */
final class PolicyHealth extends InformationalHealthCheck {

    private final PolicyFile file;

    PolicyHealth(String id, PolicyFile file) {
        super(id);
        this.file = file;
    }

    @Override
    protected void tell(HealthCheckResultBuilder result) {
        String problem = file.problem();
        if (problem == null) {
            result.message("The policy holds as it stands in " + file.name());
        } else {
            result.down().message("The policy of before holds: " + problem);
        }
    }
}
