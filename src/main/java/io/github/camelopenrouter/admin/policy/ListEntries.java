/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.admin.policy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.admin.QueryParameters;
import io.github.camelopenrouter.policy.document.Entry;
import io.github.camelopenrouter.policy.document.Kind;
import io.github.camelopenrouter.policy.document.Policy;
import io.github.camelopenrouter.policy.document.PolicyKey;
import io.github.camelopenrouter.policy.store.PolicyBook;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** {@code GET} of teams, users or keys by their names, a page at a time; of keys those of a team or a user. */
record ListEntries(Kind kind) implements Processor {

    private static final Set<String> PAGE = Set.of("after", "limit");
    private static final Set<String> OF_KEYS = Set.of("after", "limit", "team", "user");

    @Override
    public void process(Exchange exchange) {
        Map<String, String> given = QueryParameters.of(exchange, kind == Kind.KEY ? OF_KEYS : PAGE);
        int limit = PageLimit.of(given.get("limit"));
        Policy policy = PolicyBook.of(exchange.getContext()).policy();
        Caller caller = Caller.of(exchange, policy);
        String after = given.get("after");
        List<Entry> page = policy.entries(kind).values().stream()
                .filter(entry -> after == null || entry.name().compareTo(after) > 0)
                .filter(entry -> isAskedFor(policy, entry, given))
                .filter(entry -> ShowEntry.isVisible(caller, policy, kind, entry.name()))
                .sorted(Comparator.comparing(Entry::name))
                .limit(limit + 1L)
                .toList();
        Answers.json(exchange, 200, json(page, limit));
    }

    private boolean isAskedFor(Policy policy, Entry entry, Map<String, String> given) {
        PolicyKey key = kind == Kind.KEY ? policy.keys().get(entry.name()) : null;
        return key == null
                || given.getOrDefault("team", String.valueOf(key.principal().team()))
                                .equals(String.valueOf(key.principal().team()))
                        && given.getOrDefault(
                                        "user", String.valueOf(key.principal().user()))
                                .equals(String.valueOf(key.principal().user()));
    }

    private ObjectNode json(List<Entry> found, int limit) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode list = answer.putArray(kind.field());
        List<Entry> page = found.size() > limit ? found.subList(0, limit) : found;
        page.forEach(entry -> list.add(Shown.of(entry)));
        answer.put("next", found.size() > limit ? page.get(limit - 1).name() : null);
        return answer;
    }
}
