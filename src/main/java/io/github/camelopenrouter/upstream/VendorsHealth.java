/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream;

import io.github.camelopenrouter.api.InformationalHealthCheck;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.health.HealthCheckResultBuilder;

/**
 * Shows operators the circuit breakers, bean {@code openrouter-vendors}: which are open in the message, the state of each
 * in the details.
 */
final class VendorsHealth extends InformationalHealthCheck {

    private final VendorBreakers breakers;

    /** @param id the check's name, and the bean's */
    VendorsHealth(String id, VendorBreakers breakers) {
        super(id);
        this.breakers = breakers;
    }

    @Override
    protected void tell(HealthCheckResultBuilder result) {
        Map<String, String> states = breakers.states();
        String open = states.entrySet().stream()
                .filter(vendor -> vendor.getValue().equals("OPEN"))
                .map(vendor -> Vendor.shown(vendor.getKey()))
                .collect(Collectors.joining(", "));
        result.message(open.isEmpty() ? "No circuit breaker is open" : "Open circuit breakers: " + open);
        states.forEach((vendor, state) -> result.detail(Vendor.shown(vendor), state));
    }
}
