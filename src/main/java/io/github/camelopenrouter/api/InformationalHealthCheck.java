/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.api;

import java.util.Map;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckResultBuilder;

/**
 * A health check that only tells operators something, in its message and its details. It is no part of readiness or liveness:
 * what it tells is no reason to take the gateway away.
 */
public abstract class InformationalHealthCheck implements HealthCheck {

    private final String id;
    private boolean enabled = true;

    /** @param id the check's name, and the bean's */
    protected InformationalHealthCheck(String id) {
        this.id = id;
    }

    /** Adds the message and the details to what is up unless this says otherwise. */
    protected abstract void tell(HealthCheckResultBuilder result);

    @Override
    public final Result call(Map<String, Object> options) {
        HealthCheckResultBuilder result = HealthCheckResultBuilder.on(this).up();
        tell(result);
        return result.build();
    }

    @Override
    public final String getGroup() {
        return "camel-openrouter";
    }

    @Override
    public final String getId() {
        return id;
    }

    @Override
    public final boolean isEnabled() {
        return enabled;
    }

    @Override
    public final void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    @Override
    public final boolean isReadiness() {
        return false;
    }
}
