/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy;

import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.policy.document.Policy;
import io.github.camelopenrouter.policy.store.StoredPolicy;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The policy of this moment, and who wants to know of the next. Safe for many threads. */
final class Policies implements Supplier<Policy> {

    private final List<BiConsumer<Policy, Policy>> listeners = new CopyOnWriteArrayList<>();
    private final Set<String> gone = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Policy current;

    /** @throws OpenRouterException 503 as long as there is none */
    @Override
    public Policy get() {
        Policy known = current;
        if (known == null) {
            throw StoredPolicy.notRead();
        }
        return known;
    }

    /** Whether there has been a key of this label, and is none any more: whoever had it is nobody now. */
    boolean isGone(String label) {
        return gone.contains(label);
    }

    /** From now on this one holds. */
    synchronized void replace(Policy next) {
        Policy before = current;
        if (before != null) {
            before.keys().keySet().stream()
                    .filter(label -> !next.keys().containsKey(label))
                    .forEach(gone::add);
            gone.removeIf(next.keys()::containsKey);
        }
        current = next;
        listeners.forEach(listener -> listener.accept(before == null ? Policy.EMPTY : before, next));
    }

    /** @param listener gets the policy that held and the one that holds */
    void onChange(BiConsumer<Policy, Policy> listener) {
        listeners.add(listener);
    }
}
