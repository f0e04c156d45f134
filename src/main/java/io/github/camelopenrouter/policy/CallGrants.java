/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy;

import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.api.Principal;
import io.github.camelopenrouter.config.PolicySettings.Unnamed;
import io.github.camelopenrouter.error.ForbiddenException;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.policy.document.PolicyKey;
import io.github.camelopenrouter.policy.request.Grant;
import io.github.camelopenrouter.policy.request.Grants;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.camel.Exchange;

/**
 * Whose rules a call lives by: those of whoever makes it, or where nobody has said that, what the setting says. A host's
 * label that nobody knows is no name.
 */
final class CallGrants implements Function<Exchange, Grant> {

    private final Policies policy;
    private final Grants grants;
    private final Unnamed unnamed;
    private final Predicate<String> isListed;

    /** @param isListed whether a label is that of a key which is not the policy's */
    CallGrants(Policies policy, Grants grants, Unnamed unnamed, Predicate<String> isListed) {
        this.policy = policy;
        this.grants = grants;
        this.unnamed = unnamed;
        this.isListed = isListed;
    }

    @Override
    public Grant apply(Exchange exchange) {
        Principal principal = Principal.of(exchange);
        String key = principal.key();
        if (key != null && policy.isGone(key)) {
            throw OpenRouterException.unknownKey();
        }
        if (principal.isUnnamed() || key != null && isMadeUp(exchange, principal, key)) {
            return grants.of(ofUnnamed(exchange));
        }
        if (key == null && principal.team() == null && !isKnownUser(principal)) {
            throw new ForbiddenException("Your token is of no team, and the gateway's policy does not know you.");
        }
        return grants.of(principal);
    }

    private boolean isKnownUser(Principal principal) {
        return principal.user() != null && policy.get().users().containsKey(principal.user());
    }

    /** What a host's route says, which neither the policy nor a guard knows. */
    private boolean isMadeUp(Exchange exchange, Principal principal, String key) {
        Principal letIn = exchange.getProperty(OpenRouterConstants.PRINCIPAL, Principal.class);
        boolean byGuard = letIn != null && key.equals(letIn.key());
        return !byGuard && principal.team() == null && !policy.get().keys().containsKey(key) && !isListed.test(key);
    }

    private Principal ofUnnamed(Exchange exchange) {
        if (unnamed instanceof Unnamed.Refuse) {
            throw OpenRouterException.unauthorized("This call says neither whose it is nor of which team.");
        }
        if (unnamed instanceof Unnamed.AsKey other) {
            PolicyKey key = policy.get().keys().get(other.label());
            if (key == null) {
                throw OpenRouterException.unauthorized(
                        "The key of calls without a name is not in the gateway's policy.");
            }
            key.principal().putOn(exchange);
            return key.principal();
        }
        return Principal.UNNAMED;
    }
}
