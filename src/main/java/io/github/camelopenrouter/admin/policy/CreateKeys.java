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
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.admin.QueryParameters;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.policy.document.PolicyEdit;
import io.github.camelopenrouter.policy.document.PolicyFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** {@code POST /admin/v1/keys/bulk}: many new keys, all or none; one line of the audit names them all. */
record CreateKeys(KeyText texts) implements Processor {

    private static final String ACTION = "key.create";
    private static final int MOST = 1000;

    @Override
    public void process(Exchange exchange) {
        QueryParameters.of(exchange, Set.of());
        JsonNode body = CreateKey.body(exchange);
        if (!body.isArray() || body.isEmpty() || body.size() > MOST) {
            throw OpenRouterException.invalidRequest("The body must be a list of 1 to " + MOST + " keys.", null);
        }
        List<NewKey> made = PolicyOrders.carryOut(exchange, ACTION, "", (edit, notes) -> {
            List<NewKey> keys = add(exchange, edit, body);
            edit.check();
            List<String> labels = keys.stream().map(key -> key.entry().name()).toList();
            PolicyOrders.begin(exchange, ACTION, null, Map.of(), Map.of("labels", labels));
            return keys;
        });
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode keys = answer.putArray("keys");
        made.forEach(key -> keys.add(key.shown()));
        Answers.json(exchange, 201, answer);
    }

    private List<NewKey> add(Exchange exchange, PolicyEdit edit, JsonNode body) throws PolicyFault {
        Caller caller = Caller.of(exchange, edit.before());
        KeyRules rules = new KeyRules(edit.before(), caller);
        List<NewKey> keys = new ArrayList<>();
        for (int i = 0; i < body.size(); i++) {
            keys.add(add(edit, caller, rules, body.get(i), "/" + i));
        }
        return keys;
    }

    /** Whose rules refuse a key knows its fields alone. */
    private NewKey add(PolicyEdit edit, Caller caller, KeyRules rules, JsonNode wanted, String pointer)
            throws PolicyFault {
        try {
            return NewKey.add(edit, caller, rules, texts, wanted, pointer);
        } catch (OpenRouterException refusal) {
            String field = refusal.param();
            throw field != null && field.startsWith(pointer + "/")
                    ? refusal
                    : OpenRouterException.of(
                            refusal.status(),
                            String.valueOf(refusal.getMessage()),
                            pointer + (field == null ? "" : field),
                            refusal.code());
        }
    }
}
