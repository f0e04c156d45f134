/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.admin;

import io.github.camelopenrouter.api.Principal;
import io.github.camelopenrouter.api.Principal.Role;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.policy.document.Policy;
import io.github.camelopenrouter.policy.store.PolicyBook;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.Exchange;

/** Whose calls somebody gets to see: a lead those of one of the own teams, a member the own ones, others everybody's. */
final class OwnCalls {

    private static final Set<Role> SEE_ALL = Set.of(Role.ADMIN, Role.OPERATOR, Role.AUDITOR);

    private OwnCalls() {}

    /**
     * What has been asked for, and what that leaves for whoever asks.
     *
     * @throws OpenRouterException 403 if it is another's, 400 if a lead has to say which team
     */
    static Map<String, String> narrow(Exchange exchange, Map<String, String> given) {
        Principal principal = Principal.of(exchange);
        if (principal.roles().stream().anyMatch(SEE_ALL::contains)) {
            return given;
        }
        Map<String, String> narrowed = new HashMap<>(given);
        if (principal.roles().contains(Role.LEAD)) {
            toTeam(narrowed, teams(exchange, principal));
        } else if (principal.user() != null) {
            only(narrowed, "user", principal.user());
        } else if (principal.key() != null) {
            only(narrowed, "key", principal.key());
        } else {
            throw notOwn("key");
        }
        return narrowed;
    }

    private static Set<String> teams(Exchange exchange, Principal principal) {
        return PolicyBook.find(exchange.getContext())
                .map(PolicyBook::policy)
                .orElse(Policy.EMPTY)
                .teamsOf(principal);
    }

    private static void toTeam(Map<String, String> query, Set<String> teams) {
        String asked = query.get("team");
        if (asked == null && teams.size() > 1) {
            throw OpenRouterException.invalidRequest(
                    "Say which team: " + String.join(", ", new TreeSet<>(teams)) + ".", "team");
        }
        String team = asked == null ? teams.stream().findFirst().orElse(null) : asked;
        if (team == null || !teams.contains(team)) {
            throw notOwn("team");
        }
        query.put("team", team);
    }

    private static void only(Map<String, String> query, String name, String own) {
        String asked = query.putIfAbsent(name, own);
        if (asked != null && !asked.equals(own)) {
            throw notOwn(name);
        }
    }

    private static OpenRouterException notOwn(String name) {
        return OpenRouterException.of(403, "These are not your calls.", name, "not_allowed");
    }
}
