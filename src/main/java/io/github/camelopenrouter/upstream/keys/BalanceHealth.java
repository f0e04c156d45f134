/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream.keys;

import io.github.camelopenrouter.api.InformationalHealthCheck;
import io.github.camelopenrouter.balance.Balancer;
import io.github.camelopenrouter.balance.MemberState;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.camel.health.HealthCheckResultBuilder;

/**
 * Shows operators how keys and models share the calls, bean {@code openrouter-balance}: which keys are in cooldown in the message,
 * and of each key (by its label) and each model of a group its cost, share, calls and cooldown in the details.
 */
final class BalanceHealth extends InformationalHealthCheck {

    private final Supplier<List<MemberState>> keys;
    private final Map<String, Balancer> groups;

    /**
     * @param id the check's name, and the bean's
     * @param keys asked each time: they can be replaced
     * @param groups by alias
     */
    BalanceHealth(String id, Supplier<List<MemberState>> keys, Map<String, Balancer> groups) {
        super(id);
        this.keys = keys;
        this.groups = groups;
    }

    @Override
    protected void tell(HealthCheckResultBuilder result) {
        List<MemberState> states = keys.get();
        String inCooldown = states.stream()
                .filter(key -> !key.cooldown().isZero())
                .map(MemberState::name)
                .collect(Collectors.joining(", "));
        result.message(inCooldown.isEmpty() ? "No key is in cooldown" : "Keys in cooldown: " + inCooldown);
        states.forEach(key -> result.detail("key " + key.name(), key.toString()));
        groups.forEach((alias, group) -> group.states()
                .forEach(model -> result.detail("model " + alias + " " + model.name(), model.toString())));
    }
}
