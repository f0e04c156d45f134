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
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.admin.QueryParameters;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.policy.document.Entry;
import io.github.camelopenrouter.policy.document.Kind;
import io.github.camelopenrouter.policy.document.PolicyEdit;
import io.github.camelopenrouter.policy.document.PolicyFault;
import io.github.camelopenrouter.policy.document.PolicyKey;
import java.util.Objects;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** {@code PATCH}: what the body names is put in place of what was there, null takes it away (RFC 7396). */
record ChangeEntry(Kind kind) implements Processor {

    @Override
    public void process(Exchange exchange) throws Exception {
        QueryParameters.of(exchange, Set.of());
        String name = Order.name(exchange, kind);
        ObjectNode patch = patch(exchange, name);
        String action = kind.word() + ".change";
        Entry changed = PolicyOrders.carryOut(exchange, action, name, (edit, notes) -> {
            Entry entry = edit.entry(kind, name);
            Caller caller = Caller.of(exchange, edit.before());
            requireInHand(caller, edit, name);
            Order.requireUnchanged(exchange, patch, entry);
            ObjectNode before = entry == null ? JsonNodeFactory.instance.objectNode() : entry.document();
            ObjectNode after = MergePatch.apply(before, patch);
            edit.put(kind, name, after, "");
            requireAllowed(caller, edit, before, after, name);
            edit.check(); // behind it: nobody learns by a fault which teams and users there are
            PolicyOrders.begin(exchange, action, name, before, after);
            return Objects.requireNonNull(edit.entry(kind, name));
        });
        Answers.entry(exchange, 200, changed);
    }

    private void requireInHand(Caller caller, PolicyEdit edit, String name) {
        if (kind == Kind.KEY) {
            KeyInHand.of(edit, caller, name);
        } else if (edit.entry(kind, name) == null && kind.isNamed()) {
            throw caller.missing(kind.word());
        } else if (!caller.isAdmin() && !(kind == Kind.TEAM && caller.isOwnTeam(name))) {
            throw Caller.notInHand();
        }
    }

    private void requireAllowed(Caller caller, PolicyEdit edit, ObjectNode before, ObjectNode after, String name) {
        if (kind == Kind.KEY) {
            PolicyKey key = Objects.requireNonNull(edit.key(name));
            new KeyRules(edit.before(), caller).checkChanged(before, key, after);
        } else if (kind == Kind.TEAM && !caller.isAdmin()) {
            Lowered.check(before, after);
        }
    }

    private ObjectNode patch(Exchange exchange, String name) {
        try {
            ObjectNode body = Order.object(exchange);
            if (kind.isNamed()) {
                Order.takeOff(body, Shown.nameField(kind), name);
            }
            if (kind == Kind.KEY && (body.has("sha256") || body.has("replaced"))) {
                throw OpenRouterException.invalidRequest(
                        "A key is not chosen by who has it made: rotate it for another one.", "/sha256");
            }
            return body;
        } catch (PolicyFault fault) {
            throw PolicyOrders.fault(fault);
        }
    }
}
