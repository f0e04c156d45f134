/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.limits;

import io.github.camelopenrouter.policy.document.Level;
import io.github.camelopenrouter.policy.document.Policy;
import io.github.camelopenrouter.policy.request.Grant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The limits of all levels by the policy of this moment. Safe for many threads. */
final class LimitBook {

    private static final int MOST_LEVELS = 4;

    private final Supplier<Policy> policy;
    private final LongSupplier nanos;
    private volatile State state;

    private record State(Policy policy, Map<String, LevelLimits> byLevel) {}

    LimitBook(Supplier<Policy> policy, LongSupplier nanos) {
        this.policy = policy;
        this.nanos = nanos;
        this.state = new State(Policy.EMPTY, Map.of()); // that of a store may not have been read yet
    }

    /** Whether no level has any. */
    boolean isEmpty() {
        return now().byLevel().isEmpty();
    }

    /** Of all levels of this one that have some: organisation, team, user, key. */
    List<LevelLimits> of(Grant grant) {
        Map<String, LevelLimits> known = now().byLevel();
        List<LevelLimits> all = new ArrayList<>(MOST_LEVELS);
        for (Level level : grant.levels()) {
            LevelLimits limits = known.get(level.name());
            if (limits != null) {
                all.add(limits);
            }
        }
        return all;
    }

    private State now() {
        State known = state;
        return known.policy() == policy.get() ? known : follow();
    }

    private synchronized State follow() {
        Policy next = policy.get();
        if (state.policy() != next) {
            state = next(next, state.byLevel());
        }
        return state;
    }

    private State next(Policy next, Map<String, LevelLimits> before) {
        Map<String, LevelLimits> byLevel = new HashMap<>();
        next.levels()
                .filter(Level::hasLimits)
                .forEach(level -> byLevel.put(level.name(), LevelLimits.of(level, before.get(level.name()), nanos)));
        return new State(next, Map.copyOf(byLevel));
    }
}
