/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.budgets;

import io.github.camelopenrouter.policy.budgets.Budget.Scope;
import io.github.camelopenrouter.policy.document.Level;
import io.github.camelopenrouter.policy.document.Policy;
import io.github.camelopenrouter.policy.request.Grant;
import io.github.camelopenrouter.spi.BudgetKeeper.Counter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The budgets of the policy of this moment. Safe for many threads. */
final class BudgetBook {

    static final String ORGANISATION = "organisation";
    static final String TEAM = "team";
    static final String USER = "user";
    static final String KEY = "key";

    private final Supplier<Policy> policy;
    private volatile State state = new State(Policy.EMPTY, Map.of(), Map.of());

    /** @param byLevel by the level's name, as sentences have it */
    private record State(
            Policy policy, Map<String, List<Budget>> byLevel, Map<String, Map<String, List<Budget>>> byScope) {}

    BudgetBook(Supplier<Policy> policy) {
        this.policy = policy;
    }

    boolean isEmpty() {
        return now().byLevel().isEmpty();
    }

    /** Those that a call has to fit into: of the organisation, the team, the user and the key. */
    List<Budget> of(Grant grant) {
        Map<String, List<Budget>> known = now().byLevel();
        List<Budget> all = new ArrayList<>();
        for (Level level : grant.levels()) {
            all.addAll(known.getOrDefault(level.name(), List.of()));
        }
        return all;
    }

    /** All of them, in the order organisation, teams, users, keys. */
    List<Budget> all() {
        return now().byScope().values().stream()
                .flatMap(named -> named.values().stream())
                .flatMap(List::stream)
                .toList();
    }

    /** Those of one scope. */
    List<Budget> of(String scope, String name) {
        return now().byScope().getOrDefault(scope, Map.of()).getOrDefault(name, List.of());
    }

    /** What a call that began then is counted on. */
    List<Counter> counters(Caller caller, Instant then) {
        Set<Counter> counters = new LinkedHashSet<>();
        Stream.of(
                        of(ORGANISATION, ""),
                        ofNamed(TEAM, caller.team()),
                        ofNamed(USER, caller.user()),
                        ofNamed(KEY, caller.key()))
                .flatMap(List::stream)
                .forEach(budget -> counters.add(budget.counter(then)));
        return List.copyOf(counters);
    }

    /** Who made a call, as its record has it. */
    record Caller(
            @Nullable String team,
            @Nullable String user,
            @Nullable String key) {}

    private List<Budget> ofNamed(String scope, @Nullable String name) {
        return name == null ? List.of() : of(scope, name);
    }

    private State now() {
        State known = state;
        return known.policy() == policy.get() ? known : follow();
    }

    private synchronized State follow() {
        Policy next = policy.get();
        if (state.policy() != next) {
            state = state(next);
        }
        return state;
    }

    private static State state(Policy policy) {
        Map<String, List<Budget>> byLevel = new LinkedHashMap<>();
        Map<String, Map<String, List<Budget>>> byScope = new LinkedHashMap<>();
        add(byLevel, byScope, ORGANISATION, "", policy.organisation());
        policy.teams().forEach((name, level) -> add(byLevel, byScope, TEAM, name, level));
        policy.users().forEach((name, user) -> add(byLevel, byScope, USER, name, user.level()));
        policy.keys().forEach((label, key) -> add(byLevel, byScope, KEY, label, key.level()));
        return new State(policy, byLevel, byScope);
    }

    private static void add(
            Map<String, List<Budget>> byLevel,
            Map<String, Map<String, List<Budget>>> byScope,
            String kind,
            String name,
            Level level) {
        if (level.budgets() != null && !level.budgets().isEmpty()) {
            Scope scope = new Scope(kind, name, level.name());
            List<Budget> budgets = StreamSupport.stream(level.budgets().spliterator(), false)
                    .map(written -> Budget.of(scope, written))
                    .toList();
            byLevel.put(level.name(), budgets);
            byScope.computeIfAbsent(kind, none -> new LinkedHashMap<>()).put(name, budgets);
        }
    }
}
