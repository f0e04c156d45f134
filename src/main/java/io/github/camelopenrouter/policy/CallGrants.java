/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy;

import io.github.camelopenrouter.api.Principal;
import io.github.camelopenrouter.config.PolicySettings.Unnamed;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.policy.document.Policy;
import io.github.camelopenrouter.policy.document.PolicyKey;
import io.github.camelopenrouter.policy.request.Grant;
import io.github.camelopenrouter.policy.request.Grants;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.Exchange;

/** Whose rules a call lives by: those of whoever makes it, or where nobody has said that, what the setting says. */
final class CallGrants implements Function<Exchange, Grant> {

    private final Supplier<Policy> policy;
    private final Grants grants;
    private final Unnamed unnamed;

    CallGrants(Supplier<Policy> policy, Grants grants, Unnamed unnamed) {
        this.policy = policy;
        this.grants = grants;
        this.unnamed = unnamed;
    }

    @Override
    public Grant apply(Exchange exchange) {
        Principal principal = Principal.of(exchange);
        return grants.of(principal.isUnnamed() ? ofUnnamed(exchange) : principal);
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
