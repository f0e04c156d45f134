/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert.rules;

import io.github.camelopenrouter.api.AlertFinding;
import io.github.camelopenrouter.balance.MemberState;
import io.github.camelopenrouter.spi.AlertRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** An OpenRouter key is left alone for a while, for what OpenRouter has answered to it. */
final class KeyCooldownRule implements AlertRule {

    private final Collection<WatchedGateway> gateways;

    KeyCooldownRule(Collection<WatchedGateway> gateways) {
        this.gateways = gateways;
    }

    @Override
    public String name() {
        return "key-cooldown";
    }

    @Override
    public List<AlertFinding> look(Instant now) {
        List<AlertFinding> found = new ArrayList<>();
        for (WatchedGateway gateway : gateways) {
            for (MemberState key : gateway.keys().states()) {
                if (!key.cooldown().isZero()) {
                    found.add(new AlertFinding(
                            gateway.subject(key.name()),
                            (key.cooldown().toMillis() + 999) / 1000 + " s",
                            null,
                            "The OpenRouter key " + key.name() + " is left alone for a while, for what OpenRouter has"
                                    + " answered to it."));
                }
            }
        }
        return found;
    }
}
