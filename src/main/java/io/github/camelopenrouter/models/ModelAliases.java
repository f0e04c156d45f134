/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.models;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The names that the operator has given to models or groups of them, as models of their own. They stand in front of the
 * upstream's: a name that both have is the alias, as it is in requests.
 *
 * <p>An alias is described as its target is, a group as its first member: strictly typed clients want more of an entry
 * than OpenAI's four members. A target that the upstream does not list leaves those four.
 */
final class ModelAliases {

    static final ModelAliases NONE = new ModelAliases(Map.of());

    private final Map<String, String> targets;

    /** @param targets OpenRouter's name of the model by alias */
    ModelAliases(Map<String, String> targets) {
        this.targets = new LinkedHashMap<>(targets);
    }

    /** The alias as a model in JSON without a word on its target; null if it is none. */
    byte @Nullable [] find(String name) {
        return targets.containsKey(name) ? head(name).toBytes() : null;
    }

    /**
     * The aliases as models in JSON, by name.
     *
     * @param listed the upstream's model of a name, null for none
     */
    Map<String, byte[]> describe(Function<String, @Nullable ModelEntry> listed) throws IOException {
        Map<String, byte[]> described = new LinkedHashMap<>();
        for (Map.Entry<String, String> alias : targets.entrySet()) {
            ModelEntry target = listed.apply(alias.getValue());
            JsonObjectWriter out = head(alias.getKey());
            described.put(alias.getKey(), target == null ? out.toBytes() : target.describe(out));
        }
        return described;
    }

    /** The same names without a word on what stands behind them. */
    static Map<String, byte[]> alone(Collection<String> names) {
        Map<String, byte[]> alone = new LinkedHashMap<>();
        names.forEach(name -> alone.put(name, head(name).toBytes()));
        return alone;
    }

    /** The described aliases, and behind them those models that have names of their own. */
    static List<byte[]> before(Collection<ModelEntry> entries, Map<String, byte[]> described) {
        List<byte[]> all = new ArrayList<>(described.values());
        entries.stream()
                .filter(entry -> !described.containsKey(entry.listedId()))
                .map(ModelEntry::json)
                .forEach(all::add);
        return all;
    }

    private static JsonObjectWriter head(String name) {
        return new JsonObjectWriter()
                .text("id", name)
                .text("object", "model")
                .number("created", 0)
                .text("owned_by", "alias");
    }
}
