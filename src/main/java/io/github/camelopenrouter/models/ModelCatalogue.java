/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.models;

import io.github.camelopenrouter.error.OpenRouterException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The models of the gateway, as clients list them, ask for one of them, or name them without a vendor.
 *
 * <p>Safe for any number of threads. It remembers the last list and nothing that a client sent.
 */
public final class ModelCatalogue {

    /** How long a request with a bare name is held up for the list at most (design, section 4). */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final String ANTHROPIC = "anthropic";

    private final ModelAliases aliases;
    private final ModelCache cache;
    private final ModelsWithinReach withinReach;

    /**
     * @param background runs one short task at a time; it may refuse tasks, and bare names then do without the list
     * @param aliases OpenRouter's models by the operator's own names, which are listed as models
     */
    public ModelCatalogue(ModelSource source, Clock clock, Executor background, Map<String, String> aliases) {
        this(source, clock, background, new ModelAliases(aliases), PATIENCE);
    }

    ModelCatalogue(ModelSource source, Clock clock, Executor background, ModelAliases aliases, Duration patience) {
        this.aliases = aliases;
        this.cache = new ModelCache(new ModelFetcher(source, clock, aliases), clock);
        this.withinReach = new ModelsWithinReach(cache, clock, background, patience);
    }

    /**
     * The whole list as JSON, in an array that is shared and must not be changed. Blocks while the list is fetched; throws
     * an {@link OpenRouterException} only if there has never been one.
     */
    public byte[] list() {
        return list(null);
    }

    /** The same without what is not shown; null for all. */
    public byte[] list(@Nullable Predicate<String> shown) {
        return shownOf(cache.get(), shown).json();
    }

    private static ModelList shownOf(ModelList list, @Nullable Predicate<String> shown) {
        return shown == null ? list : list.only(shown);
    }

    private static boolean isShown(String name, @Nullable Predicate<String> shown) {
        return shown == null || shown.test(name);
    }

    /**
     * One model as JSON, by the gateway's id, by OpenRouter's own, by a canonical slug, or by its vendor's bare name. Blocks and fails like {@link
     * #list()}, but for an alias, which waits for no list; a model that is not on the list is a 404, also a variant of one
     * that is. The array is shared.
     *
     * @param vendor whose models a bare name means; empty for nobody's
     */
    public byte[] model(String vendor, String id) {
        return model(vendor, id, null);
    }

    /** The same without what is not shown; null for all. */
    byte[] model(String vendor, String id, @Nullable Predicate<String> shown) {
        byte[] alias = aliases.find(id);
        if (alias != null && isShown(id, shown)) {
            ModelList held = cache.held();
            return held == null || shown != null ? alias : held.alias(id, alias);
        }
        ModelList list = cache.get();
        ModelEntry entry = find(list, id);
        if (entry == null && !vendor.isEmpty() && id.indexOf('/') < 0) {
            entry = find(list, vendor, id);
        }
        if (alias != null || entry == null || !isShown(entry.id(), shown)) {
            throw OpenRouterException.modelNotFound(id);
        }
        return entry.json();
    }

    /** A page of the list in Anthropic's shape; blocks and fails like {@link #list()}. */
    byte[] anthropicPage(PageQuery query, @Nullable Predicate<String> shown) {
        return shownOf(cache.get(), shown).anthropics().page(query);
    }

    /**
     * One model in Anthropic's shape, by every name under which the messages API takes it: an alias, OpenRouter's id with or
     * without the gateway's prefix, a canonical slug, or what Anthropic itself calls it. Blocks and fails like {@link #model}.
     */
    byte[] anthropicModel(String id, @Nullable Predicate<String> shown) {
        ModelList list = shownOf(cache.get(), shown);
        byte[] named = list.anthropics().find(id);
        if (named == null) {
            ModelEntry entry = id.indexOf('/') < 0 ? find(list, ANTHROPIC, id) : find(list, id);
            named = entry == null ? null : list.anthropics().find(entry.id());
        }
        if (named == null) {
            throw OpenRouterException.modelNotFound(id);
        }
        return named;
    }

    /**
     * OpenRouter's id of a vendor's model: as the list has it, otherwise with the vendor in front. Waits a second at most
     * and never throws.
     */
    public String resolve(String vendor, String bareName) {
        ModelList list = withinReach.get();
        int colon = bareName.indexOf(':');
        String name = colon < 0 ? bareName : bareName.substring(0, colon);
        String variant = bareName.substring(name.length());
        ModelEntry entry = list == null ? null : find(list, vendor, name);
        return entry == null ? vendor + "/" + bareName : entry.idWith(variant);
    }

    /** Whether there is a list of models, be it an old one. */
    public boolean isListed() {
        return cache.held() != null;
    }

    /** The price of a model as it goes up, in the list that is there; null where nobody knows one. Never waits. */
    public @Nullable ModelPrice heldPrice(String model) {
        return price(cache.held(), model);
    }

    /**
     * The same, and has the list fetched. Waits a second at most for the first fetch, and never again once that has been in
     * vain: an upstream without a list must not hold up its answers. Never throws.
     */
    public @Nullable ModelPrice price(String model) {
        return price(withinReach.getWithoutDelay(), model);
    }

    /** How much a model reads and writes, as it goes up; a variant as its model does. Waits as {@link #price} does, and never throws. */
    public ModelLimits limits(String model) {
        ModelList list = withinReach.getWithoutDelay();
        ModelLimits limits = list == null ? null : ofModelOrVariant(list::limits, model);
        return limits == null ? ModelLimits.UNKNOWN : limits;
    }

    /**
     * All names of a model without a variant, in OpenRouter's list: its id and its canonical slug; none where the list does not
     * have it. Has the list fetched, as {@link #price} does, and never throws.
     */
    public Set<String> namesOf(String model) {
        ModelList list = withinReach.getWithoutDelay();
        ModelEntry entry = list == null ? null : list.find(model);
        if (entry == null) {
            return Set.of();
        }
        String slug = entry.canonicalSlug();
        return slug == null || slug.equals(entry.id()) ? Set.of(entry.id()) : Set.of(entry.id(), slug);
    }

    private static @Nullable ModelPrice price(@Nullable ModelList list, String model) {
        return list == null ? null : ofModelOrVariant(list::price, model);
    }

    /** A variant has what the list gives it, or else what it gives its model. */
    private static <T> @Nullable T ofModelOrVariant(Function<String, @Nullable T> listed, String model) {
        T found = listed.apply(model);
        int colon = model.lastIndexOf(':');
        return found != null || colon < 0 ? found : listed.apply(model.substring(0, colon));
    }

    /**
     * This id or canonical slug as the list of this moment has it, null where it does not; a variant that is not on it has its
     * model's name. Waits for nothing.
     */
    public @Nullable String listedName(String id) {
        ModelList list = cache.held();
        if (list == null || list.find(id) != null) {
            return list == null ? null : id;
        }
        int colon = id.indexOf(':');
        String model = colon < 0 ? id : id.substring(0, colon);
        return list.find(model) == null ? null : model;
    }

    /** Has the list fetched in the background where it is old or not there; ends when that is over, however it went. */
    public CompletionStage<?> refresh() {
        return withinReach.refresh();
    }

    private static @Nullable ModelEntry find(ModelList list, String id) {
        ModelEntry entry = list.find(ModelEntry.withoutPrefix(id));
        return entry != null ? entry : list.find(id);
    }

    private static @Nullable ModelEntry find(ModelList list, String vendor, String name) {
        for (String spelling : ModelSpelling.candidates(name)) {
            ModelEntry entry = list.find(vendor + "/" + spelling);
            if (entry != null) {
                return entry;
            }
        }
        return null;
    }
}
