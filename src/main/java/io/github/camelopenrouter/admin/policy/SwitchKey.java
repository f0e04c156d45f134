/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.admin.policy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.admin.QueryParameters;
import io.github.camelopenrouter.policy.document.Entry;
import io.github.camelopenrouter.policy.document.Kind;
import java.util.Objects;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * {@code POST /admin/v1/keys/<label>/disable} and {@code /enable}. Who may not make such a key may not make it good again
 * either; but whoever has it in hand may always disable it.
 */
record SwitchKey(boolean disabled) implements Processor {

    @Override
    public void process(Exchange exchange) {
        QueryParameters.of(exchange, Set.of());
        String label = Order.name(exchange, Kind.KEY);
        String action = disabled ? "key.disable" : "key.enable";
        Entry changed = PolicyOrders.carryOut(exchange, action, label, (edit, notes) -> {
            Caller caller = Caller.of(exchange, edit.before());
            KeyInHand key = KeyInHand.of(edit, caller, label);
            Order.requireUnchanged(exchange, Order.object(exchange), key.entry());
            ObjectNode before = key.entry().document();
            ObjectNode after = before.deepCopy();
            if (disabled) {
                after.put("disabled", true);
            } else {
                after.remove("disabled");
            }
            edit.put(Kind.KEY, label, after, "");
            if (!disabled) {
                new KeyRules(edit.before(), caller).checkNew(Objects.requireNonNull(edit.key(label)), after);
            }
            PolicyOrders.begin(exchange, action, label, before, after);
            return Objects.requireNonNull(edit.entry(Kind.KEY, label));
        });
        Answers.entry(exchange, 200, changed);
    }
}
