/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The models the sandbox knows, in the shape of OpenRouter's own list, and what a name in a request means. */
final class ModelList {

    /** What {@code openrouter/auto}, {@code openrouter/auto-beta}, presets and requests without a model get. */
    private static final String DEFAULT = "openai/gpt-4o-mini";

    /** Variants that need no entry of their own. */
    private static final Set<String> VARIANTS =
            Set.of("free", "nitro", "floor", "exacto", "online", "thinking", "extended", "batch");

    private final List<JsonNode> ordinary = load();
    private final List<JsonNode> entries = withSpecial(ordinary);
    private final Map<String, JsonNode> byName = index(ordinary);
    private final KnownVendors vendors = new KnownVendors(ordinary);
    /** Read once: a ledger of many calls holds them. */
    private final Map<String, Prices> prices = new ConcurrentHashMap<>();

    List<JsonNode> entries() {
        return entries;
    }

    /** Finds ids, permanent slugs, aliases, presets, variants, special models and what a known vendor may have by now. */
    Model resolve(String name) {
        if (name.startsWith(SpecialModel.PREFIX)) {
            SpecialModel special = SpecialModel.find(name).orElseThrow(() -> unknown(name));
            return new Model(name, false, special.prices(), special);
        }
        String base = withoutPreset(name);
        return listed(base).or(() -> variant(base)).or(() -> assumed(base)).orElseThrow(() -> unknown(name));
    }

    private static Refusal unknown(String name) {
        return Refusal.badRequest(name + " is not a valid model ID");
    }

    private static String withoutPreset(String name) {
        int preset = name.indexOf("@preset/");
        if (preset < 0) {
            return name;
        }
        return preset == 0 ? DEFAULT : name.substring(0, preset);
    }

    private Optional<Model> variant(String name) {
        int colon = name.lastIndexOf(':');
        if (colon < 0 || !VARIANTS.contains(name.substring(colon + 1))) {
            return Optional.empty();
        }
        String base = name.substring(0, colon);
        return listed(base).or(() -> assumed(base)).map(model -> name.endsWith(":free") ? model.free(name) : model);
    }

    private Optional<Model> listed(String name) {
        return Optional.ofNullable(byName.get(name)).map(this::model);
    }

    /** OpenRouter's list grows weekly, this one does not: a new name costs what the vendor's most similar model costs. */
    private Optional<Model> assumed(String name) {
        return vendors.mostSimilar(name).map(this::model).map(similar -> {
            String id = name.startsWith("~") ? similar.id() : name;
            return new Model(id, similar.embeddings(), similar.prices(), null, true);
        });
    }

    private static List<JsonNode> withSpecial(List<JsonNode> ordinary) {
        return Stream.concat(
                        ordinary.stream(), Arrays.stream(SpecialModel.values()).map(SpecialEntry::of))
                .toList();
    }

    private static Map<String, JsonNode> index(List<JsonNode> entries) {
        Map<String, JsonNode> byName = new HashMap<>();
        entries.forEach(entry -> byName.put(entry.path("canonical_slug").asText(), entry));
        entries.forEach(entry -> byName.put(entry.path("id").asText(), entry));
        return byName;
    }

    private Model model(JsonNode entry) {
        String id = entry.path("id").asText();
        if (id.startsWith("openrouter/auto")) {
            return resolve(DEFAULT);
        }
        if (entry.has("alias_target")) {
            return resolve(entry.path("alias_target").path("slug").asText());
        }
        Prices known = prices.computeIfAbsent(id, first -> Prices.of(entry.path("pricing")));
        return new Model(id, isEmbeddings(entry), known, null);
    }

    static boolean isEmbeddings(JsonNode entry) {
        return entry.path("architecture").path("output_modalities").toString().contains("embeddings");
    }

    private static List<JsonNode> load() {
        try (InputStream in = ModelList.class.getResourceAsStream("models.json")) {
            List<JsonNode> entries = new ArrayList<>();
            Json.read(in.readAllBytes()).forEach(entries::add);
            return List.copyOf(entries);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
