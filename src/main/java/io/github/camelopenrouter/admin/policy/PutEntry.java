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
import io.github.camelopenrouter.policy.document.PolicyFault;
import java.util.Objects;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** {@code PUT}: an entry is what the body says, whatever it was. Only an admin does that. */
record PutEntry(Kind kind) implements Processor {

    @Override
    public void process(Exchange exchange) throws Exception {
        QueryParameters.of(exchange, Set.of());
        String name = Order.name(exchange, kind);
        ObjectNode body = body(exchange, name);
        String action = kind.word() + ".put";
        Put put = PolicyOrders.carryOut(exchange, action, name, (edit, notes) -> {
            Entry before = edit.entry(kind, name);
            Order.requireUnchanged(exchange, body, before);
            edit.put(kind, name, body, "");
            edit.check();
            PolicyOrders.begin(exchange, action, name, before == null ? null : before.document(), body);
            return new Put(Objects.requireNonNull(edit.entry(kind, name)), before == null);
        });
        Answers.entry(exchange, put.isNew() ? 201 : 200, put.entry());
    }

    private record Put(Entry entry, boolean isNew) {}

    private static ObjectNode body(Exchange exchange, String name) {
        try {
            ObjectNode body = Order.object(exchange);
            Order.takeOff(body, "name", name);
            return body;
        } catch (PolicyFault fault) {
            throw PolicyOrders.fault(fault);
        }
    }
}
