/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.embedded;

import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.config.InstanceName;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.config.UnknownSettings;
import io.github.camelopenrouter.operation.OpenRouterRoutes;
import org.apache.camel.CamelContext;
import org.apache.camel.VetoCamelContextStartException;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.util.ObjectHelper;

/**
 * Adds the routes to a host that says {@code openrouter.routes.enabled=true}, and those of the instance {@code b} where a
 * file or a property of the start says {@code openrouter.b.routes.enabled=true}, unless it has added them itself. This is
 * the one moment for it: Camel has its properties and converters by now, and starts what is added here.
 */
final class AutoRoutes extends LifecycleStrategySupport {

    /** @throws VetoCamelContextStartException with our sentence if a setting cannot work: nothing else stops a start */
    @Override
    public void onContextInitializing(CamelContext context) throws VetoCamelContextStartException {
        try {
            addRoutes(context, InstanceName.UNNAMED);
            for (String name : new UnknownSettings().instancesInProperties(context)) {
                addRoutes(context, InstanceName.of(name));
            }
        } catch (Exception e) {
            SettingException setting = ObjectHelper.getException(SettingException.class, e);
            String sentence = setting != null
                    ? setting.getMessage()
                    : "The routes that openrouter.routes.enabled asks for cannot be added: " + e.getMessage();
            throw new VetoCamelContextStartException(sentence, e, context);
        }
    }

    private static void addRoutes(CamelContext context, InstanceName instance) throws Exception {
        if (HostSettings.areRoutesEnabled(context, instance) && !hasRoutes(context, instance)) {
            context.addRoutes(new OpenRouterRoutes(instance.value()));
        }
    }

    private static boolean hasRoutes(CamelContext context, InstanceName instance) {
        String one = instance.routePrefix() + Operation.CHAT_COMPLETIONS.id();
        return context instanceof ModelCamelContext model && model.getRouteDefinition(one) != null;
    }
}
