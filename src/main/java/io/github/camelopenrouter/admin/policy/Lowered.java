/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.admin.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** What a lead may make of the own team: less of its models, budgets, limits and caps, and never more. */
final class Lowered {

    private Lowered() {}

    /** @throws io.github.camelopenrouter.error.OpenRouterException 403 with the field that is more than before */
    static void check(ObjectNode before, ObjectNode after) {
        for (String field : Fields.changed(before, after)) {
            JsonNode was = before.path(field);
            JsonNode is = after.path(field);
            boolean lower = switch (field) {
                case "models" -> isListWithin(was, is);
                case "deny-models" -> Fields.texts(is).containsAll(Fields.texts(was));
                case "caps", "limits" -> isEachWithin(was, is);
                case "budgets" -> isEachBudgetWithin(was, is);
                default -> false;
            };
            if (!lower) {
                throw TooFar.at("/" + field, "a lead lowers what the team has, and neither raises nor removes it");
            }
        }
    }

    private static boolean isListWithin(JsonNode was, JsonNode is) {
        List<String> allowed = Fields.texts(was);
        return is.isArray()
                && (was.isMissingNode()
                        || Fields.texts(is).stream().allMatch(model -> Measures.isWithin(model, allowed)));
    }

    private static boolean isEachWithin(JsonNode was, JsonNode is) {
        for (Map.Entry<String, JsonNode> most : was.properties()) {
            if (!Measures.isLimitWithin(is.path(most.getKey()), most.getValue())) {
                return false;
            }
        }
        return is.isObject();
    }

    private static boolean isEachBudgetWithin(JsonNode was, JsonNode is) {
        for (JsonNode most : was) {
            boolean there = false;
            for (JsonNode budget : is) {
                there = there || Measures.isBudgetWithin(budget, most);
            }
            if (!there) {
                return false;
            }
        }
        return is.isArray();
    }
}
