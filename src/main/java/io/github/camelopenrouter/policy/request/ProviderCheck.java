/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.body.PlainJson;
import io.github.camelopenrouter.body.RequestTree;
import io.github.camelopenrouter.policy.document.Allow.Part;
import io.github.camelopenrouter.policy.document.ProviderFields;
import io.github.camelopenrouter.request.RequestValidation;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What a request says in {@code provider}: in OpenRouter's shape, for whoever narrows it, and no dearer tier by its name. */
final class ProviderCheck {

    private static final String PROVIDER = "provider";
    /** Where {@code openai/priority} chooses a tier. */
    private static final List<String> CHOOSING = List.of("only", "order");

    private static final Set<String> TIERS = Set.of("priority", "flex", "fast", "scale", "batch");

    private final Grant grant;
    private final PlainJson plain;

    ProviderCheck(Grant grant, PlainJson plain) {
        this.grant = grant;
        this.plain = plain;
    }

    void check(ObjectNode body) {
        JsonNode written = body.get(PROVIDER);
        if (!RequestTree.isGiven(written)) {
            return;
        }
        JsonNode provider = plain.of(written);
        RequestValidation.require(provider.isObject(), PROVIDER, "must be an object");
        for (Map.Entry<String, JsonNode> field : provider.properties()) {
            JsonNode value = plain.of(field.getValue());
            if (ProviderFields.isList(field.getKey()) && !value.isNull()) {
                list(value, PROVIDER + "." + field.getKey());
            }
        }
        for (JsonNode price : plain.of(provider.path("max_price"))) {
            RequestValidation.require(
                    !ProviderFields.isTooLong(price), PROVIDER + ".max_price", "has a price of too many digits");
        }
        CHOOSING.forEach(
                field -> plain.of(provider.path(field)).forEach(name -> tier(name.asText(), PROVIDER + "." + field)));
    }

    private static void list(JsonNode value, String field) {
        RequestValidation.require(value.isArray(), field, "must be an array of strings");
        for (JsonNode name : value) {
            RequestValidation.require(name.isTextual(), field, "must be an array of strings");
        }
    }

    private void tier(String name, String field) {
        String[] parts = name.toLowerCase(Locale.ROOT).split("/", -1);
        for (int i = 1; i < parts.length; i++) {
            if (TIERS.contains(parts[i])) {
                grant.require(Part.TIERS, parts[i], "service tier", field);
            }
        }
    }
}
