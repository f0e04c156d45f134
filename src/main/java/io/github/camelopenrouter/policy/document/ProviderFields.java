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
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What may stand in the fields of a {@code provider}, in a policy and in a request. */
public final class ProviderFields {

    /** Longer ones are not worked out: nobody needs them, and a million digits take minutes. */
    private static final int LONGEST_PRICE = 32;

    private static final Set<String> FORCED = Set.of(
            "order",
            "only",
            "ignore",
            "quantizations",
            "allow_fallbacks",
            "require_parameters",
            "data_collection",
            "zdr",
            "enforce_distillable_text",
            "sort",
            "preferred_min_throughput",
            "preferred_max_latency",
            "max_price");

    private ProviderFields() {}

    /** Whether it is one of names. */
    public static boolean isList(String field) {
        return ProviderRule.WHITE.contains(field) || ProviderRule.BLACK.contains(field) || field.equals("order");
    }

    /** Null for what is no price: no number, a negative one, or one that is too long to be meant. */
    static @Nullable BigDecimal price(JsonNode node) {
        if (!node.isNumber() && !node.isTextual() || isTooLong(node)) {
            return null;
        }
        try {
            BigDecimal price = new BigDecimal(node.asText());
            return price.signum() < 0 ? null : price;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Whether a price of a request is refused for its length alone. */
    public static boolean isTooLong(JsonNode price) {
        return price.isValueNode() && price.asText().length() > LONGEST_PRICE;
    }

    static void check(ObjectNode provider, String pointer) throws PolicyFault {
        for (Map.Entry<String, JsonNode> field : provider.properties()) {
            String name = field.getKey();
            JsonNode value = field.getValue();
            String at = pointer + "/" + name;
            if (!FORCED.contains(name)) {
                throw new PolicyFault(
                        at, "'" + name + "' is no field of OpenRouter's provider object that can be forced");
            }
            boolean list = isList(name);
            if (list && !isTexts(value)) {
                throw new PolicyFault(at, "'" + name + "' must be a list of names");
            }
            if ((ProviderRule.STRICT.contains(name) || name.equals("allow_fallbacks")) && !value.isBoolean()) {
                throw new PolicyFault(at, "'" + name + "' must be true or false");
            }
            if (name.equals("data_collection") && !Set.of("allow", "deny").contains(value.asText())) {
                throw new PolicyFault(at, "'data_collection' must be allow or deny");
            }
            if (name.equals("max_price") && !isPrices(value)) {
                throw new PolicyFault(
                        at, "'max_price' must have numbers that are not negative, as in { prompt: 1, completion: 2 }");
            }
        }
    }

    private static boolean isTexts(JsonNode list) {
        if (!list.isArray()) {
            return false;
        }
        for (JsonNode entry : list) {
            if (!entry.isTextual()) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPrices(JsonNode prices) {
        return prices.isObject() && prices.properties().stream().allMatch(price -> price(price.getValue()) != null);
    }
}
