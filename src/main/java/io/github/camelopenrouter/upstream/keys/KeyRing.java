/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream.keys;

import io.github.camelopenrouter.balance.Balancer;
import io.github.camelopenrouter.upstream.UpstreamKey;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The keys of one moment, by their labels, and what shares the calls among them. */
record KeyRing(Balancer balancer, Map<String, UpstreamKey> keys) {

    UpstreamKey choose(@Nullable Long session) {
        return Objects.requireNonNull(keys.get(balancer.choose(session, Set.of())));
    }

    /** One of these labels; null if there is none. */
    @Nullable
    UpstreamKey choose(@Nullable Long session, Predicate<String> labels) {
        String chosen = balancer.choose(session, Set.of(), labels);
        return chosen == null ? null : keys.get(chosen);
    }
}
