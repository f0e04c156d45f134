/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How what two say of {@code provider} is brought together: what is forced stands, and the other can only narrow it (source
 * of the fields: OpenRouter, "Provider routing").
 */
public final class ProviderRule {

    /** Lists of which only what both allow is left. */
    static final Set<String> WHITE = Set.of("only", "quantizations");

    /** Lists of which each may add. */
    static final Set<String> BLACK = Set.of("ignore");

    /** Flags that narrow when they are true. */
    static final Set<String> STRICT = Set.of("zdr", "require_parameters", "enforce_distillable_text");

    /** A narrowing that leaves nothing. */
    public static final class NothingLeft extends Exception {

        private static final long serialVersionUID = 1;

        private final String field;

        NothingLeft(String field) {
            super(field, null, false, false);
            this.field = field;
        }

        /** The list that is empty. */
        public String field() {
            return field;
        }
    }

    private ProviderRule() {}

    /**
     * What goes up where this is forced.
     *
     * @param forced is not changed
     * @param asked null where nothing is
     * @throws NothingLeft if what is asked for is outside of what is forced
     */
    public static ObjectNode narrow(ObjectNode forced, @Nullable JsonNode asked) throws NothingLeft {
        ObjectNode narrowed = forced.deepCopy();
        if (asked == null) {
            return narrowed;
        }
        for (Map.Entry<String, JsonNode> field : asked.properties()) {
            String name = field.getKey();
            JsonNode other = field.getValue();
            JsonNode own = forced.get(name);
            if (own == null || other == null || other.isNull()) {
                if (own == null) {
                    narrowed.set(name, other);
                }
            } else {
                narrowed.set(name, both(name, own, other));
            }
        }
        requireOneLeft(narrowed);
        return narrowed;
    }

    /** Of providers of which each is ignored none is left. */
    private static void requireOneLeft(ObjectNode narrowed) throws NothingLeft {
        JsonNode only = narrowed.path("only");
        JsonNode ignored = narrowed.path("ignore");
        if (!only.isArray() || !ignored.isArray() || only.isEmpty()) {
            return;
        }
        for (JsonNode one : only) {
            if (!isIgnored(one.asText(), ignored)) {
                return;
            }
        }
        throw new NothingLeft("ignore");
    }

    /** Who ignores {@code deepinfra} ignores {@code deepinfra/turbo}, and not the other way round. */
    private static boolean isIgnored(String provider, JsonNode ignored) {
        String lower = provider.toLowerCase(Locale.ROOT);
        for (JsonNode one : ignored) {
            if (lower.equals(within(lower, one.asText()))) {
                return true;
            }
        }
        return false;
    }

    private static JsonNode both(String name, JsonNode forced, JsonNode asked) throws NothingLeft {
        if (WHITE.contains(name)) {
            return intersection(name, forced, asked);
        }
        if (BLACK.contains(name)) {
            return union(forced, asked);
        }
        if (name.equals("max_price")) {
            return lower(forced, asked);
        }
        boolean narrows = STRICT.contains(name) && asked.isBoolean() && asked.booleanValue()
                || name.equals("allow_fallbacks") && asked.isBoolean() && !asked.booleanValue()
                || name.equals("data_collection") && asked.asText().equals("deny");
        return narrows ? asked : forced;
    }

    /** {@code deepinfra/turbo} is a part of {@code deepinfra}. */
    private static JsonNode intersection(String name, JsonNode forced, JsonNode asked) throws NothingLeft {
        List<String> left = new ArrayList<>();
        for (JsonNode one :
                asked.isArray() ? asked : JsonNodeFactory.instance.arrayNode().add(asked)) {
            for (JsonNode other : forced) {
                String part = within(one.asText(), other.asText());
                if (part != null && !left.contains(part)) {
                    left.add(part);
                }
            }
        }
        if (left.isEmpty()) {
            throw new NothingLeft(name);
        }
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        left.forEach(list::add);
        return list;
    }

    private static @Nullable String within(String one, String other) {
        String first = one.toLowerCase(Locale.ROOT);
        String second = other.toLowerCase(Locale.ROOT);
        if (first.equals(second) || first.startsWith(second + "/")) {
            return first;
        }
        return second.startsWith(first + "/") ? second : null;
    }

    private static JsonNode union(JsonNode forced, JsonNode asked) {
        ArrayNode all = forced.deepCopy();
        for (JsonNode one : asked) {
            all.add(TextNode.valueOf(one.asText()));
        }
        return all;
    }

    private static JsonNode lower(JsonNode forced, JsonNode asked) {
        ObjectNode prices = forced.deepCopy();
        for (Map.Entry<String, JsonNode> price : asked.properties()) {
            BigDecimal own = price(forced.get(price.getKey()));
            BigDecimal other = price(price.getValue());
            if (other != null && (own == null || other.compareTo(own) < 0)) {
                prices.set(price.getKey(), price.getValue());
            }
        }
        return prices;
    }

    private static @Nullable BigDecimal price(@Nullable JsonNode node) {
        return node == null ? null : ProviderFields.price(node);
    }
}
