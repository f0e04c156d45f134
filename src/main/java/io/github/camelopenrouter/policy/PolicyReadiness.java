/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy;

import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckResultBuilder;

/**
 * Whether the policy of the store has been read once: before, each call is refused, and who sends them should choose another
 * machine. Not ready is {@code UNKNOWN}, not {@code DOWN}: the port of health goes on to answer.
 */
final class PolicyReadiness implements HealthCheck {

    private final String id;
    private final BooleanSupplier isRead;
    private boolean enabled = true;

    PolicyReadiness(String id, BooleanSupplier isRead) {
        this.id = id;
        this.isRead = isRead;
    }

    @Override
    public Result call(Map<String, Object> options) {
        HealthCheckResultBuilder result = HealthCheckResultBuilder.on(this);
        return isRead.getAsBoolean()
                ? result.up().build()
                : result.unknown()
                        .message("The gateway refuses calls until it has read its policy from openrouter.store.url")
                        .build();
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    public String getGroup() {
        return "camel-openrouter";
    }

    @Override
    public String getId() {
        return id;
    }

    @Override
    public boolean isEnabled() {
        return enabled;
    }

    @Override
    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }
}
