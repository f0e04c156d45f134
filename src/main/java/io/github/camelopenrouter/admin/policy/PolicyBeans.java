/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.admin.policy;

import io.github.camelopenrouter.config.NamedBean;
import io.github.camelopenrouter.policy.document.Kind;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;

/** The beans that the routes of the policy name, for all gateways of a process together. */
public final class PolicyBeans {

    private PolicyBeans() {}

    /** Binds them, to be found by their names only. */
    public static void bind(CamelContext context) {
        Clock clock = Clock.systemUTC();
        KeyText texts = new KeyText(new SecureRandom());
        CreateKey create = new CreateKey(texts);
        Map<String, Processor> beans = Map.ofEntries(
                Map.entry("policy", new ExportPolicy()),
                Map.entry("organisation", single(Kind.ORGANISATION)),
                Map.entry("defaults", single(Kind.DEFAULTS)),
                Map.entry("budgets", new ListBudgets()),
                Map.entry("adjustments", new AdjustBudget(clock)),
                Map.entry("teams", new ListEntries(Kind.TEAM)),
                Map.entry("team", named(Kind.TEAM)),
                Map.entry("users", new ListEntries(Kind.USER)),
                Map.entry("user", named(Kind.USER)),
                Map.entry("keys", new ByMethod(Map.of("GET", new ListEntries(Kind.KEY), "POST", create))),
                Map.entry("keys-bulk", new CreateKeys(texts)),
                Map.entry(
                        "key",
                        new ByMethod(Map.of(
                                "GET", new ShowEntry(Kind.KEY),
                                "PATCH", new ChangeEntry(Kind.KEY),
                                "DELETE", new RemoveEntry(Kind.KEY)))),
                Map.entry("key-rotate", new RotateKey(texts, clock)),
                Map.entry("key-disable", new SwitchKey(true)),
                Map.entry("key-enable", new SwitchKey(false)));
        beans.forEach((name, bean) -> NamedBean.bind(context, "openrouter-admin-" + name, bean));
    }

    private static Processor single(Kind kind) {
        return new ByMethod(Map.of("GET", new ShowEntry(kind), "PATCH", new ChangeEntry(kind)));
    }

    private static Processor named(Kind kind) {
        return new ByMethod(Map.of(
                "GET", new ShowEntry(kind),
                "PUT", new PutEntry(kind),
                "PATCH", new ChangeEntry(kind),
                "DELETE", new RemoveEntry(kind)));
    }
}
