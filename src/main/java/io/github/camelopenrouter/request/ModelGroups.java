/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.request;

import io.github.camelopenrouter.balance.Balancer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The aliases of {@code openrouter.model-aliases}: names for one model, and for groups of several that share their calls.
 * An alias's targets are not looked up again.
 */
public final class ModelGroups {

    private final Map<String, List<String>> members = new LinkedHashMap<>();
    private final Map<String, Balancer> balancers = new LinkedHashMap<>();

    /**
     * @param aliases models by alias
     * @param balance makes what shares a group's calls, of its weights by model
     */
    public ModelGroups(Map<String, List<WeightedModel>> aliases, Function<Map<String, Double>, Balancer> balance) {
        aliases.forEach((alias, models) -> {
            Map<String, Double> weights = new LinkedHashMap<>();
            models.forEach(model -> weights.merge(ModelName.withoutPrefix(model.model()), model.weight(), Double::sum));
            members.put(alias, List.copyOf(weights.keySet()));
            if (weights.size() > 1) {
                balancers.put(alias, balance.apply(weights));
            }
        });
    }

    /** The model of each alias, and the first of each group. */
    public Map<String, String> firstMembers() {
        Map<String, String> first = new LinkedHashMap<>();
        members.forEach((alias, models) -> first.put(alias, models.get(0)));
        return first;
    }

    /** The models that a name stands for, in the order of the setting; null if it is no alias. */
    public @Nullable List<String> members(String name) {
        return members.get(name);
    }

    /** What shares the calls of a group, null if the name is none. */
    public @Nullable Balancer group(@Nullable String alias) {
        return alias == null ? null : balancers.get(alias);
    }

    /** The groups by alias, in the order of the setting. */
    public Map<String, Balancer> groups() {
        return balancers;
    }

    /** The model to send for an alias, null if the name is none. */
    @Nullable
    String choose(String name, @Nullable Long session) {
        Balancer group = group(name);
        if (group != null) {
            return group.choose(session, Set.of());
        }
        List<String> only = members.get(name);
        return only == null ? null : only.get(0);
    }

    /** The same fallbacks with aliases replaced by what they stand for. */
    public Map<String, List<String>> expand(Map<String, List<String>> fallbacks) {
        Map<String, List<String>> expanded = new LinkedHashMap<>();
        fallbacks.forEach((model, names) -> expanded.put(
                model,
                names.stream()
                        .flatMap(name -> members.getOrDefault(name, List.of(name)).stream())
                        .distinct()
                        .toList()));
        return expanded;
    }
}
