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
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every model that a request names, wherever it may. */
final class NamedModelsCheck {

    private static final List<String> ON_TOP = List.of("model", "models", "fallbacks");

    private final Grant grant;
    private final PlainJson plain;
    private final @Nullable String sent;
    private final @Nullable String asked;

    /**
     * @param sent the model that the request is for, as it goes up
     * @param asked as the client has named it
     */
    NamedModelsCheck(Grant grant, PlainJson plain, @Nullable String sent, @Nullable String asked) {
        this.grant = grant;
        this.plain = plain;
        this.sent = sent;
        this.asked = asked;
    }

    /** Those that may serve it. */
    void onTop(ObjectNode body) {
        for (int i = 0; i < ON_TOP.size(); i++) {
            String field = ON_TOP.get(i);
            JsonNode named = body.get(field);
            if (named != null) {
                everyTextIn(named, field);
            }
        }
    }

    /** A part of a request that may have models of its own: tools that run behind the gateway, plugins. */
    void within(JsonNode part, String field) {
        for (Map.Entry<String, JsonNode> entry : part.properties()) {
            entry(entry.getKey(), entry.getValue(), field);
        }
        if (part.isArray()) {
            part.forEach(element -> within(element, field));
        }
    }

    /** One entry of such a part. */
    void entry(String key, JsonNode value, String field) {
        if (isOfModels(key)) {
            everyTextIn(value, field);
        } else {
            within(value, field);
        }
    }

    private static boolean isOfModels(String key) {
        return key.equals("model") || key.equals("models") || key.endsWith("_model") || key.endsWith("_models");
    }

    /** Names as texts, in lists, or in objects, as Anthropic's fallbacks are. */
    private void everyTextIn(JsonNode names, String field) {
        JsonNode node = plain.of(names);
        if (node.isTextual()) {
            String name = node.asText();
            grant.require(name, field, asked != null && name.equals(sent) ? asked : name);
        } else {
            node.forEach(element -> everyTextIn(element, field));
        }
    }
}
