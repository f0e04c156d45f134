/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.secrets;

import io.github.camelopenrouter.api.InformationalHealthCheck;
import io.github.camelopenrouter.config.SecretReference;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;

/**
 * Shows operators from where a setting's secrets come, and is down while one cannot be read or used. No part of readiness
 * or liveness: the gateway serves with what it has, and could not start anew without.
 */
final class SecretHealth extends InformationalHealthCheck {

    private final SecretSetting<?> setting;

    SecretHealth(String id, SecretSetting<?> setting) {
        super(id);
        this.setting = setting;
    }

    @Override
    protected void tell(HealthCheckResultBuilder result) {
        Map<SecretReference, String> problems = setting.problems();
        setting.names().forEach(name -> result.detail(name.toString(), problems.getOrDefault(name, "read")));
        if (problems.isEmpty()) {
            result.message("All sources can be read");
        } else {
            result.down().message(String.join(" ", problems.values()));
        }
    }
}
