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
import io.github.camelopenrouter.admin.Audited;
import io.github.camelopenrouter.admin.QueryParameters;
import io.github.camelopenrouter.policy.document.Entry;
import io.github.camelopenrouter.policy.document.Kind;
import io.github.camelopenrouter.policy.document.Policy;
import io.github.camelopenrouter.policy.store.PolicyBook;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * {@code GET /admin/v1/policy}: all of it, as a file of {@code openrouter.policy.file} may have it; JSON is YAML, too. The
 * hashes of keys are whole, and so to read it is a line of the audit.
 */
final class ExportPolicy implements Processor {

    @Override
    public void process(Exchange exchange) {
        QueryParameters.of(exchange, Set.of());
        Policy policy = PolicyBook.of(exchange.getContext()).policy();
        Audited.begin(exchange, "policy.read", null, Map.of());
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        for (Kind kind : Kind.values()) {
            if (kind.isNamed()) {
                ObjectNode named = all.putObject(kind.field());
                policy.entries(kind).values().stream()
                        .sorted(Comparator.comparing(Entry::name))
                        .forEach(entry -> named.set(entry.name(), entry.document()));
            } else {
                Entry entry = policy.entry(kind, Kind.ALONE);
                if (entry != null) {
                    all.set(kind.field(), entry.document());
                }
            }
        }
        Answers.json(exchange, 200, all);
    }
}
