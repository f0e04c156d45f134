/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.testing;

import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;

/** What the health check of the balance shows, by key ({@code key a}) and model ({@code model fast openai/gpt-4o}). */
public final class BalanceView {

    private final HealthCheck check;

    public BalanceView(CamelContext context) {
        this.check = context.getRegistry().lookupByNameAndType("openrouter-balance", HealthCheck.class);
    }

    public Map<String, String> members() {
        Map<String, String> members = new TreeMap<>();
        check.call().getDetails().forEach((name, value) -> {
            if (name.startsWith("key ") || name.startsWith("model ")) {
                members.put(name, String.valueOf(value));
            }
        });
        return members;
    }

    public boolean isInCooldown(String member) {
        return members().get(member).contains("in cooldown for");
    }

    /** In percent of the latest calls. */
    public int share(String member) {
        return Integer.parseInt(members().get(member).replaceAll(".*share (\\d+) %.*", "$1"));
    }

    public boolean isIdle() {
        return members().values().stream().allMatch(member -> member.matches(".*calls 0(,.*)?"));
    }
}
