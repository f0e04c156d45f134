/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.request;

import io.github.camelopenrouter.api.Principal;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.policy.document.Level;
import io.github.camelopenrouter.policy.document.Policy;
import io.github.camelopenrouter.policy.document.PolicyKey;
import io.github.camelopenrouter.policy.document.PolicyUser;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What each principal may, by the policy of this moment. Safe for many threads. */
public final class Grants {

    private static final int MOST_REMEMBERED = 20_000;

    private final Supplier<Policy> policy;
    private final Clock clock;
    private final Function<String, Set<String>> namesOf;
    private volatile Remembered remembered;

    private record Remembered(Policy policy, Map<Principal, Grant> grants) {}

    /** Each model has one name. */
    public Grants(Supplier<Policy> policy, Clock clock) {
        this(policy, clock, model -> Set.of());
    }

    /** @param namesOf all names of a model, so that none gets around what denies another */
    public Grants(Supplier<Policy> policy, Clock clock, Function<String, Set<String>> namesOf) {
        this.policy = policy;
        this.clock = clock;
        this.namesOf = namesOf;
        this.remembered = new Remembered(Policy.EMPTY, new ConcurrentHashMap<>());
    }

    /**
     * @throws OpenRouterException 401 if its key is good no more, 403 if it names a team that nobody knows
     */
    public Grant of(Principal principal) {
        Remembered known = remembered;
        Policy now = policy.get();
        if (known.policy() != now) {
            known = new Remembered(now, new ConcurrentHashMap<>());
            remembered = known;
        }
        PolicyKey key = principal.key() == null ? null : now.keys().get(principal.key());
        if (key != null && !key.isGoodAt(clock.instant())) {
            throw OpenRouterException.unauthorized("The API key is not known to this gateway.");
        }
        Grant grant = known.grants().get(principal);
        if (grant == null) {
            grant = grant(now, principal, key);
            if (known.grants().size() < MOST_REMEMBERED) {
                known.grants().put(principal, grant);
            }
        }
        return grant;
    }

    private Grant grant(Policy policy, Principal principal, @Nullable PolicyKey key) {
        List<Level> above = new ArrayList<>(List.of(policy.organisation()));
        String team = principal.team() != null || key == null
                ? principal.team()
                : key.principal().team();
        if (team != null) {
            Level known = policy.teams().get(team);
            if (known == null) {
                throw Denied.notAllowed("The team of this call is not in the gateway's policy.", null);
            }
            above.add(known);
        }
        List<Level> below = new ArrayList<>();
        PolicyUser user = principal.user() == null ? null : policy.users().get(principal.user());
        if (user != null) {
            below.add(user.level());
        }
        if (key != null) {
            below.add(key.level());
        }
        return new Grant(above, below, namesOf);
    }
}
