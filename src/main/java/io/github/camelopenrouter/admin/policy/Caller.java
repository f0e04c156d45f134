/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.admin.policy;

import io.github.camelopenrouter.api.Principal;
import io.github.camelopenrouter.api.Principal.Role;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.policy.document.Policy;
import io.github.camelopenrouter.policy.document.PolicyKey;
import java.util.Set;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, and what of the policy that principal has in hand.
 *
 * @param teams the principal's own
 */
record Caller(Principal principal, Set<String> teams) {

    static Caller of(Exchange exchange, Policy policy) {
        Principal principal = Principal.of(exchange);
        return new Caller(principal, policy.teamsOf(principal));
    }

    boolean isAdmin() {
        return has(Role.ADMIN);
    }

    boolean has(Role role) {
        return principal.roles().contains(role);
    }

    /** Whether nothing is kept from them. */
    boolean seesAll() {
        return isAdmin() || has(Role.OPERATOR);
    }

    boolean isOwnTeam(@Nullable String team) {
        return team != null && teams.contains(team);
    }

    /** Whether this key is in their hands: of a lead one of the own teams, of a member an own one. */
    boolean hasInHand(PolicyKey key) {
        Principal holder = key.principal();
        boolean own = principal.user() != null && principal.user().equals(holder.user())
                || principal.key() != null && principal.key().equals(holder.key());
        return isAdmin()
                || has(Role.LEAD) && isOwnTeam(holder.team())
                || has(Role.MEMBER) && own && (holder.team() == null || isOwnTeam(holder.team()));
    }

    /**
     * Whether this key may what its holder may not do: whoever had it in hand could take its place, or take it out of its way.
     * A member's key is in its lead's hands.
     */
    boolean isOutrankedBy(PolicyKey key) {
        return !isAdmin()
                && key.principal().roles().stream()
                        .anyMatch(role -> !has(role) && !(role == Role.MEMBER && has(Role.LEAD)));
    }

    /** Of what is not there: who does not see all learns no more of it than of what is another's. */
    OpenRouterException missing(String word) {
        return seesAll()
                ? OpenRouterException.of(404, "There is no such " + word + ".", null, "not_found")
                : notInHand();
    }

    /** 403: there is one, or there may be. */
    static OpenRouterException notInHand() {
        return OpenRouterException.of(403, "This is not in your hands.", null, "not_allowed");
    }
}
