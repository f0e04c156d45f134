/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.request;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.policy.document.Allow;
import io.github.camelopenrouter.policy.document.Allow.Part;
import io.github.camelopenrouter.policy.document.Caps;
import io.github.camelopenrouter.policy.document.Level;
import io.github.camelopenrouter.policy.document.NamedModel;
import io.github.camelopenrouter.policy.document.Names;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** What all levels of one principal's allow together. Nothing of it changes. */
public final class Grant {

    /** Where that of a call stands on its exchange. */
    static final String PROPERTY = "CamelOpenRouterGrant";

    private static final String ONLINE = "online";
    private static final int MOST_REMEMBERED = 1_000;
    private static final int LONGEST_REMEMBERED = 128;
    private static final int LONGEST_NAME = 256;

    private final List<Level> above;
    private final List<Level> below;
    private final List<Level> levels;
    private final Function<String, Set<String>> namesOf;
    private final Caps caps;
    private final Map<String, String> tags;
    private final Set<String> requiredTags = new HashSet<>();
    private final ForcedProvider provider;
    private final @Nullable Set<String> upstreamKeys;
    /** Names as they were written, so that each is taken apart once. */
    private final Set<String> allowedBefore = ConcurrentHashMap.newKeySet();

    /**
     * @param above the organisation and the team: those who decide what there is to be had
     * @param below the user and the key, which can only take less of it
     * @param namesOf all names of a model
     */
    Grant(List<Level> above, List<Level> below, Function<String, Set<String>> namesOf) {
        this.namesOf = namesOf;
        this.above = List.copyOf(above);
        this.below = List.copyOf(below);
        this.levels = Stream.concat(above.stream(), below.stream()).toList();
        this.caps = levels.stream().map(Level::caps).reduce(Caps.NONE, Caps::and);
        Map<String, String> all = new HashMap<>();
        levels.forEach(level -> all.putAll(level.tags()));
        this.tags = Map.copyOf(all);
        levels.forEach(level -> requiredTags.addAll(level.requiredTags()));
        this.provider = ForcedProvider.of(levels);
        this.upstreamKeys = levels.stream()
                .map(Level::upstreamKeys)
                .filter(keys -> keys != null)
                .reduce(Grant::intersection)
                .orElse(null);
    }

    /**
     * That of the call on this exchange.
     *
     * @throws OpenRouterException 403 if nobody has looked at it: what has not been allowed is not sent
     */
    public static Grant of(Exchange exchange) {
        Grant grant = exchange.getProperty(PROPERTY, Grant.class);
        if (grant == null) {
            throw Denied.notAllowed("This call has not been authorized.", null);
        }
        return grant;
    }

    /** Whether all levels let it pass, with its variants and its preset. */
    public boolean allows(NamedModel model) {
        return refusing(model) == null && allowsParts(model);
    }

    /** @throws OpenRouterException 403 if a level does not allow it */
    void require(String name, String field) {
        require(name, field, name);
    }

    /** @param asked by which the client knows it: what stands behind an alias is not told to whom it is refused */
    void require(String name, String field, String asked) {
        boolean isShort = name.length() <= LONGEST_REMEMBERED;
        if (isShort && allowedBefore.contains(name)) {
            return;
        }
        if (name.length() > LONGEST_NAME) {
            throw Denied.model(asked, field, "anybody: its name is longer than " + LONGEST_NAME + " letters");
        }
        NamedModel model = NamedModel.of(name);
        Level refusing = refusing(model);
        if (refusing != null) {
            throw Denied.model(asked, field, refusing.name());
        }
        if (!allowsParts(model)) {
            throw Denied.model(asked, field, "this client with such a variant or preset");
        }
        if (isShort && allowedBefore.size() < MOST_REMEMBERED) {
            allowedBefore.add(name);
        }
    }

    private @Nullable Level refusing(NamedModel model) {
        Level refusing = firstRefusing(above, model);
        return refusing != null ? refusing : firstRefusing(below, model);
    }

    private @Nullable Level firstRefusing(List<Level> levels, NamedModel model) {
        for (Level level : levels) {
            if (!level.allows(model) || level.saysDenied() && deniesAnotherName(level, model)) {
                return level;
            }
        }
        return null;
    }

    /** {@code anthropic/claude-4-sonnet-20250522} is {@code anthropic/claude-sonnet-4}. */
    private boolean deniesAnotherName(Level level, NamedModel model) {
        return namesOf.apply(model.base()).stream()
                .map(name -> NamedModel.of(name).base())
                .anyMatch(level::denies);
    }

    private boolean allowsParts(NamedModel model) {
        for (String variant : model.variants()) {
            if (!allows(Part.VARIANTS, variant) || variant.equals(ONLINE) && !mayGoOnline()) {
                return false;
            }
        }
        return model.preset() == null || allows(Part.PRESETS, model.preset());
    }

    /** The variant is another name for a tool, which costs more. */
    private boolean mayGoOnline() {
        return allows(Part.SERVER_TOOLS, "openrouter:web_search") || allows(Part.PLUGINS, "web");
    }

    /** Whether all levels that speak of it let it pass, and where neither organisation nor team does, the default. */
    boolean allows(Part part, String name) {
        return whoRefuses(part, name) == null;
    }

    /** @throws OpenRouterException 403 if it is not allowed, for whom */
    void require(Part part, String name, String what, String field) {
        String whose = whoRefuses(part, name);
        if (whose != null) {
            throw Denied.part(what, name, field, whose);
        }
    }

    /** In words; null for nobody. */
    private @Nullable String whoRefuses(Part part, String name) {
        Level refusing = firstRefusing(above, part, name);
        if (refusing != null) {
            return refusing.name();
        }
        boolean said = above.stream().anyMatch(level -> level.allow().of(part) != null);
        if (!said && !Allow.ABSENT.getOrDefault(part, Names.NONE).contain(name)) {
            return "this client: nobody has said that it is";
        }
        refusing = firstRefusing(below, part, name);
        return refusing == null ? null : refusing.name();
    }

    private static @Nullable Level firstRefusing(List<Level> levels, Part part, String name) {
        for (Level level : levels) {
            Names names = level.allow().of(part);
            if (names != null && !names.contain(name)) {
                return level;
            }
        }
        return null;
    }

    /** What is forced of {@code provider}, null for nothing. */
    @Nullable
    ObjectNode provider() {
        return provider.fields();
    }

    Caps caps() {
        return caps;
    }

    /** Under which its calls are booked, whatever they bring. */
    Map<String, String> tags() {
        return tags;
    }

    Set<String> requiredTags() {
        return requiredTags;
    }

    /** The OpenRouter keys that serve it; null for all that are nobody's own. */
    public @Nullable Set<String> upstreamKeys() {
        return upstreamKeys;
    }

    /** The organisation, the team, the user and the key, as far as there are any. */
    public List<Level> levels() {
        return levels;
    }

    private static Set<String> intersection(Set<String> one, Set<String> other) {
        Set<String> both = new HashSet<>(one);
        both.retainAll(other);
        return Set.copyOf(both);
    }
}
