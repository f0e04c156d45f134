/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.admin.policy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.camelopenrouter.admin.QueryParameters;
import io.github.camelopenrouter.admin.Reply;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.policy.document.Entry;
import io.github.camelopenrouter.policy.document.Kind;
import io.github.camelopenrouter.policy.document.PolicyEdit;
import io.github.camelopenrouter.policy.document.PolicyFault;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** {@code DELETE}: only an admin does that. A team or user that others name stays. */
record RemoveEntry(Kind kind) implements Processor {

    @Override
    public void process(Exchange exchange) {
        QueryParameters.of(exchange, Set.of());
        String name = Order.name(exchange, kind);
        String action = kind.word() + ".delete";
        PolicyOrders.carryOut(exchange, action, name, (edit, notes) -> {
            Entry before = edit.entry(kind, name);
            if (before == null) {
                throw Caller.of(exchange, edit.before()).missing(kind.word());
            }
            Order.requireUnchanged(exchange, JsonNodeFactory.instance.objectNode(), before);
            edit.remove(kind, name);
            requireUnused(edit);
            PolicyOrders.begin(exchange, action, name, before.document(), null);
            return true;
        });
        Reply.withNothing(exchange);
    }

    private static void requireUnused(PolicyEdit edit) {
        try {
            edit.check();
        } catch (PolicyFault fault) {
            throw OpenRouterException.of(409, "It stays, for " + fault.getMessage() + ".", null, "in_use");
        }
    }
}
