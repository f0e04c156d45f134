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
import io.github.camelopenrouter.spi.AlertRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A circuit breaker keeps calls from a vendor, or has let a few through to see whether it is back. Not one that would let the
 * next through: whom nobody calls any more would be an incident for ever.
 */
final class BreakerOpenRule implements AlertRule {

    private final Collection<WatchedGateway> gateways;

    BreakerOpenRule(Collection<WatchedGateway> gateways) {
        this.gateways = gateways;
    }

    @Override
    public String name() {
        return "breaker-open";
    }

    @Override
    public List<AlertFinding> look(Instant now) {
        List<AlertFinding> found = new ArrayList<>();
        for (WatchedGateway gateway : gateways) {
            for (String vendor : gateway.breakers().holdingBack()) {
                found.add(new AlertFinding(
                        gateway.subject(vendor),
                        null,
                        null,
                        "Calls for " + vendor + " are held back: too many have failed or were slow."));
            }
        }
        return found;
    }
}
