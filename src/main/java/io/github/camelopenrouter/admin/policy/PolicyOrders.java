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
import io.github.camelopenrouter.admin.Audited;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.policy.document.PolicyFault;
import io.github.camelopenrouter.policy.store.PolicyBook;
import io.github.camelopenrouter.policy.store.PolicyBook.PolicyChange;
import java.util.Map;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** How an order is carried out: what is wrong with it is its answer, and what is about to happen is written down before it does. */
final class PolicyOrders {

    private static final String BEGUN = "CamelOpenRouterPolicyOrder";
    private static final int FORBIDDEN = 403;

    private PolicyOrders() {}

    private record Begun(String action, @Nullable String target) {}

    /**
     * @param action for the line of a refusal
     * @throws OpenRouterException 400 with the place of the fault
     */
    static <T> T carryOut(Exchange exchange, String action, String name, PolicyChange<T> change) {
        try {
            return PolicyBook.of(exchange.getContext()).change(change);
        } catch (PolicyFault fault) {
            throw fault(fault);
        } catch (OpenRouterException e) {
            Begun begun = exchange.getProperty(BEGUN, Begun.class);
            if (begun != null) {
                Audited.failed(exchange, begun.action(), begun.target(), String.valueOf(e.code()));
            } else if (e.status() == FORBIDDEN) {
                Audited.refused(exchange, action, name.isEmpty() ? null : name);
            }
            throw e;
        }
    }

    static OpenRouterException fault(PolicyFault fault) {
        String message = fault.getMessage();
        return OpenRouterException.invalidRequest(
                Character.toUpperCase(message.charAt(0)) + message.substring(1) + ".",
                fault.pointer().isEmpty() ? null : fault.pointer());
    }

    /** The last thing before it holds. */
    static void begin(
            Exchange exchange, String action, String name, @Nullable ObjectNode before, @Nullable ObjectNode after) {
        String target = name.isEmpty() ? null : name;
        begin(
                exchange,
                action,
                target,
                before == null ? Map.of() : Shown.values(before),
                after == null ? Map.of() : Shown.values(after));
    }

    static void begin(
            Exchange exchange, String action, @Nullable String target, Map<String, ?> before, Map<String, ?> after) {
        Audited.begin(exchange, action, target, before, after);
        exchange.setProperty(BEGUN, new Begun(action, target));
    }
}
