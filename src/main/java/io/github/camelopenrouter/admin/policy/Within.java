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
import java.util.Set;

/**
 * That a key has nothing that somebody else has not.
 *
 * @param key as it is to be written
 * @param other whose rules it must not pass
 * @param holds whether those rules hold for the key's calls anyway: then it need not repeat them
 * @param whose in the sentence
 */
record Within(ObjectNode key, ObjectNode other, boolean holds, String whose) {

    private static final Set<String> COMPARED = Set.of("models", "deny-models", "caps", "limits", "budgets");

    /** What says nothing of what calls may do, or who makes them. */
    private static final Set<String> OF_NO_CALL =
            Set.of("team", "teams", "user", "roles", "sha256", "replaced", "expires", "disabled", "tags");

    /** @throws io.github.camelopenrouter.error.OpenRouterException 403 with the field that goes too far */
    void check() {
        models();
        denied();
        each("caps");
        each("limits");
        budgets();
        if (!holds) {
            others();
        }
    }

    private void models() {
        if (!other.has("models")) {
            return;
        }
        require(holds || key.hasNonNull("models"), "/models");
        List<String> allowed = Fields.texts(other.get("models"));
        List<String> wanted = Fields.texts(key.path("models"));
        for (int i = 0; i < wanted.size(); i++) {
            require(Measures.isWithin(wanted.get(i), allowed), "/models/" + i);
        }
    }

    private void denied() {
        require(
                holds || Fields.texts(key.path("deny-models")).containsAll(Fields.texts(other.path("deny-models"))),
                "/deny-models");
    }

    private void each(String part) {
        for (Map.Entry<String, JsonNode> most : other.path(part).properties()) {
            JsonNode wanted = key.path(part).path(most.getKey());
            String pointer = "/" + part + "/" + most.getKey();
            require(wanted.isMissingNode() ? holds : Measures.isLimitWithin(wanted, most.getValue()), pointer);
        }
    }

    private void budgets() {
        JsonNode wanted = key.path("budgets");
        for (JsonNode most : other.path("budgets")) {
            boolean repeated = false;
            for (int i = 0; i < wanted.size(); i++) {
                require(
                        !Measures.isShorterOrSame(wanted.get(i), most) || Measures.isUsdWithin(wanted.get(i), most),
                        "/budgets/" + i);
                repeated = repeated || Measures.isBudgetWithin(wanted.get(i), most);
            }
            require(holds || repeated, "/budgets");
        }
    }

    /** What nobody compares has to be the same. */
    private void others() {
        for (Map.Entry<String, JsonNode> rule : other.properties()) {
            String name = rule.getKey();
            if (!COMPARED.contains(name) && !OF_NO_CALL.contains(name)) {
                require(rule.getValue().equals(key.get(name)), "/" + name);
            }
        }
    }

    private void require(boolean within, String pointer) {
        if (!within) {
            throw TooFar.at(pointer, "no key has what " + whose + " has not");
        }
    }
}
