/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.models;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The names that the operator has given to models or groups of them, as models of their own. They stand in front of the
 * upstream's: a name that both have is the alias, as it is in requests.
 */
final class ModelAliases {

    static final ModelAliases NONE = new ModelAliases(List.of());

    private final Map<String, byte[]> jsonByName = new LinkedHashMap<>();

    ModelAliases(Collection<String> names) {
        names.forEach(name -> jsonByName.put(name, render(name)));
    }

    /** The alias as a model in JSON, null if it is none. The array is shared: nobody writes to it. */
    byte[] find(String name) {
        return jsonByName.get(name);
    }

    /** The aliases, and behind them those models that have names of their own. */
    List<byte[]> before(Collection<ModelEntry> entries) {
        List<byte[]> all = new ArrayList<>(jsonByName.values());
        entries.stream()
                .filter(entry -> !jsonByName.containsKey(entry.listedId()))
                .map(ModelEntry::json)
                .forEach(all::add);
        return all;
    }

    /** What every entry has; the rest of a model's description would be true of one member of a group alone. */
    private static byte[] render(String name) {
        return new JsonObjectWriter()
                .text("id", name)
                .text("object", "model")
                .number("created", 0)
                .text("owned_by", "alias")
                .toBytes();
    }
}
