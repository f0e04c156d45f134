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
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One state of the model list, immutable: the bytes the clients get, and the models by OpenRouter's names.
 *
 * <p>OpenRouter's list has no {@code object} and ids without the gateway's prefix (source: OpenRouter's API reference,
 * "List all models and their properties"); OpenAI clients expect the one and send back the other.
 */
final class ModelList {

    private static final Set<String> WRITTEN_FIRST = Set.of("object", "data");

    private final List<ModelEntry> entries;
    private final Map<String, JsonSlice> members;
    private final byte[] json;
    private final Map<String, ModelEntry> byName;
    private final Map<String, byte[]> aliases;
    private final AnthropicModels anthropics;
    /** Of the models that somebody has asked for. */
    private final Map<String, Optional<ModelPrice>> prices = new ConcurrentHashMap<>();

    private final Map<String, ModelLimits> limits = new ConcurrentHashMap<>();

    /**
     * @param described aliases as their targets are described
     * @param aliases the same as they are shown
     * @param members of the list as OpenRouter has sent it
     */
    private ModelList(
            List<ModelEntry> entries,
            Map<String, byte[]> described,
            Map<String, byte[]> aliases,
            Map<String, JsonSlice> members)
            throws IOException {
        this.entries = entries;
        this.members = members;
        this.json = render(ModelAliases.before(entries, aliases), members);
        this.byName = index(entries);
        this.aliases = aliases;
        this.anthropics = AnthropicModels.of(entries, described, aliases);
    }

    /**
     * Reads {@code {"data":[…]}}; anything else, or an entry without an id, fails as a whole.
     *
     * @param aliases listed in front, but never found by {@link #find}
     */
    static ModelList read(byte[] body, ModelAliases aliases) throws IOException {
        Map<String, JsonSlice> members = JsonSlice.document(body).members();
        if (!members.containsKey("data")) {
            throw new IOException("no data");
        }
        List<ModelEntry> entries = new ArrayList<>();
        for (JsonSlice element : members.get("data").elements()) {
            entries.add(ModelEntry.read(element));
        }
        Map<String, byte[]> described = aliases.describe(index(entries)::get);
        return new ModelList(entries, described, described, members);
    }

    /** Of these models and aliases only those whose names are shown; what stands behind an alias is not. */
    ModelList only(Predicate<String> shown) {
        Map<String, byte[]> left = new LinkedHashMap<>(aliases);
        left.keySet().removeIf(alias -> !shown.test(alias));
        try {
            return new ModelList(
                    entries.stream().filter(entry -> shown.test(entry.id())).toList(),
                    left,
                    ModelAliases.alone(left.keySet()),
                    members);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // it has been read before
        }
    }

    /** The whole list. The array is shared: nobody writes to it. */
    byte[] json() {
        return json;
    }

    /** The model of this id or canonical slug, both without the gateway's prefix; null when there is none. */
    @Nullable
    ModelEntry find(String name) {
        return byName.get(name);
    }

    /** Of the model of this name, as {@link #find} takes it; null where nobody knows one. */
    @Nullable
    ModelPrice price(String name) {
        ModelEntry entry = find(name);
        return entry == null
                ? null
                : prices.computeIfAbsent(entry.id(), id -> Optional.ofNullable(entry.price()))
                        .orElse(null);
    }

    /** How much the model of this name reads and writes; null where the list does not have it. */
    @Nullable
    ModelLimits limits(String name) {
        ModelEntry entry = find(name);
        return entry == null ? null : limits.computeIfAbsent(entry.id(), id -> entry.limits());
    }

    /** The same models in Anthropic's shape. */
    AnthropicModels anthropics() {
        return anthropics;
    }

    /** The alias of this name as JSON, described as its target is; otherwise as it is given. The array is shared. */
    byte[] alias(String name, byte[] undescribed) {
        return aliases.getOrDefault(name, undescribed);
    }

    /**
     * An id goes before a slug. Variants share the slug of their model: it then means the model itself, whatever the order
     * of the list.
     */
    private static Map<String, ModelEntry> index(List<ModelEntry> entries) {
        Map<String, ModelEntry> index = new HashMap<>();
        entries.forEach(entry -> index.putIfAbsent(entry.id(), entry));
        entries.stream()
                .filter(entry -> entry.canonicalSlug() != null)
                .sorted(Comparator.comparing(ModelEntry::isPlain).reversed())
                .forEach(entry -> index.putIfAbsent(entry.canonicalSlug(), entry));
        return index;
    }

    private static byte[] render(List<byte[]> models, Map<String, JsonSlice> members) throws IOException {
        JsonObjectWriter out = new JsonObjectWriter().text("object", "list").array("data", models);
        for (Map.Entry<String, JsonSlice> member : members.entrySet()) {
            if (member.getKey().equals("links") && member.getValue().isObject()) {
                out.bytes("links", links(member.getValue()));
            } else if (!WRITTEN_FIRST.contains(member.getKey())) {
                out.slice(member.getKey(), member.getValue());
            }
        }
        return out.toBytes();
    }

    /** The list goes out whole, so a path to a next page of OpenRouter's would lead the client astray. */
    private static byte[] links(JsonSlice links) throws IOException {
        JsonObjectWriter out = new JsonObjectWriter();
        for (Map.Entry<String, JsonSlice> link : links.members().entrySet()) {
            String target = link.getValue().text();
            if (!link.getKey().equals("next") || target == null || !target.startsWith("/")) {
                out.slice(link.getKey(), link.getValue());
            }
        }
        return out.toBytes();
    }
}
