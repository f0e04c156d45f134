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
import io.github.camelopenrouter.admin.QueryParameters;
import io.github.camelopenrouter.policy.document.PolicyFault;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** {@code POST /admin/v1/keys}: a new key, whose text the answer shows and nobody keeps. */
record CreateKey(KeyText texts) implements Processor {

    private static final String ACTION = "key.create";

    @Override
    public void process(Exchange exchange) {
        QueryParameters.of(exchange, Set.of());
        JsonNode body = body(exchange);
        Idempotency once = Idempotency.of(exchange, body);
        NewKey made = PolicyOrders.carryOut(exchange, ACTION, body.path("label").asText(), (edit, notes) -> {
            once.requireNew(notes, Idempotency.KEY_HAS_TEXT);
            Caller caller = Caller.of(exchange, edit.before());
            NewKey key = NewKey.add(edit, caller, new KeyRules(edit.before(), caller), texts, body, "");
            edit.check();
            once.note(notes, key.entry().name());
            PolicyOrders.begin(
                    exchange, ACTION, key.entry().name(), null, key.entry().document());
            return key;
        });
        Answers.json(exchange, 201, made.shown());
        Answers.tag(exchange, made.entry());
    }

    static JsonNode body(Exchange exchange) {
        try {
            return Order.body(exchange);
        } catch (PolicyFault fault) {
            throw PolicyOrders.fault(fault);
        }
    }
}
