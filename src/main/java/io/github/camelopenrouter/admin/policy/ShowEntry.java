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
import io.github.camelopenrouter.admin.Audited;
import io.github.camelopenrouter.admin.QueryParameters;
import io.github.camelopenrouter.policy.document.Entry;
import io.github.camelopenrouter.policy.document.Kind;
import io.github.camelopenrouter.policy.document.Policy;
import io.github.camelopenrouter.policy.document.PolicyKey;
import io.github.camelopenrouter.policy.store.PolicyBook;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** {@code GET} of one entry: as it is written, with its revision. Organisation and defaults are there without being written. */
record ShowEntry(Kind kind) implements Processor {

    @Override
    public void process(Exchange exchange) {
        QueryParameters.of(exchange, Set.of());
        Policy policy = PolicyBook.of(exchange.getContext()).policy();
        String name = Order.name(exchange, kind);
        Entry entry = policy.entry(kind, name);
        if (entry == null && !kind.isNamed()) {
            Answers.json(exchange, 200, JsonNodeFactory.instance.objectNode().put("revision", 0));
            return;
        }
        Caller caller = Caller.of(exchange, policy);
        if (!isVisible(caller, policy, kind, name)) {
            Audited.refused(exchange, kind.word() + ".read", name);
            throw Caller.notInHand();
        }
        if (entry == null) {
            throw caller.missing(kind.word());
        }
        Answers.entry(exchange, 200, entry);
    }

    static boolean isVisible(Caller caller, Policy policy, Kind kind, String name) {
        PolicyKey key = kind == Kind.KEY ? policy.keys().get(name) : null;
        return caller.seesAll() || kind == Kind.TEAM && caller.isOwnTeam(name) || key != null && caller.hasInHand(key);
    }
}
