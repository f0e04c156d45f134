/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.admin;

import io.github.camelopenrouter.call.DoorDrain;
import io.github.camelopenrouter.config.NamedBean;
import java.util.Map;
import org.apache.camel.CamelContext;

/** The beans that the routes of the admin API name, for all gateways of a process together. */
public final class AdminBeans {

    private AdminBeans() {}

    /**
     * Binds them, to be found by their names only.
     *
     * @param doors of the gateway's own port
     */
    public static void bind(CamelContext context, DoorDrain doors) {
        JournalQuestions journal = new JournalQuestions(context);
        Map.of(
                        "usage", new UsageAnswer(journal),
                        "calls", new CallsAnswer(journal),
                        "settings", new SettingsAnswer(),
                        "reload", new ReloadAnswer(),
                        "drain", new DrainAnswer(doors),
                        "cooldown", new EndCooldown(context),
                        "audit", new AuditAnswer(),
                        "forget", new ForgetAnswer(),
                        "openapi", new OpenApiAnswer())
                .forEach((name, bean) -> NamedBean.bind(context, "openrouter-admin-" + name, bean));
    }
}
