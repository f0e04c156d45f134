/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.operation;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.camel.CamelContext;
import org.apache.camel.ExtendedCamelContext;
import org.apache.camel.model.ModelCamelContext;

/**
 * The gateways of a context. Camel's reload of route files removes every route, and brings back only those that a file
 * holds. Ours come back from here, with the settings and the sandbox that they had.
 */
public final class GatewayRoutes {

    private final ModelCamelContext context;
    private final Map<String, OpenRouterRoutes> byPrefix = new ConcurrentSkipListMap<>();

    private GatewayRoutes(CamelContext context) {
        this.context = (ModelCamelContext) context;
    }

    /** Those of this context. */
    public static synchronized GatewayRoutes of(CamelContext context) {
        ExtendedCamelContext extension = context.getCamelContextExtension();
        GatewayRoutes known = extension.getContextPlugin(GatewayRoutes.class);
        if (known == null) {
            known = new GatewayRoutes(context);
            extension.addContextPlugin(GatewayRoutes.class, known);
        }
        return known;
    }

    void add(String prefix, OpenRouterRoutes routes) {
        byPrefix.put(prefix, routes);
    }

    /** Adds again what has been removed; a route that is only stopped stays so. */
    public void putBack() throws Exception {
        for (Map.Entry<String, OpenRouterRoutes> gateway : byPrefix.entrySet()) {
            if (context.getRouteDefinition(gateway.getKey() + "attempt") == null) {
                context.addRoutes(gateway.getValue().again());
            }
        }
    }
}
