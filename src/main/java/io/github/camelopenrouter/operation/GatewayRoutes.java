/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.operation;

import io.github.camelopenrouter.config.InstanceName;
import io.github.camelopenrouter.config.Settings;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.ExtendedCamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateways of a context. Camel's reload of route files removes every route, and brings back only those that a file
 * holds. Ours come back from here, with the settings and the sandbox that they had.
 */
public final class GatewayRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(GatewayRoutes.class);

    /** Whoever makes a gateway, for a call of a Kamelet or behind a reload: two at once would both add its routes. */
    private final ReentrantLock lock = new ReentrantLock();

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

    /** Ends those whose place they take. */
    void add(String prefix, OpenRouterRoutes routes) {
        OpenRouterRoutes replaced = byPrefix.put(prefix, routes);
        if (replaced != null && replaced != routes) {
            replaced.end();
        }
    }

    /**
     * Makes a gateway that is not there, or brings it back as it was. One that an operator has stopped stays so.
     *
     * @param settings of one that is new
     */
    public void require(InstanceName name, Supplier<Settings> settings) throws Exception {
        makeUnlessThere(name.routePrefix(), () -> new OpenRouterRoutes(settings.get()));
    }

    /**
     * Adds again what has been removed, unless a Kamelet's call was faster; a route that is only stopped stays so. A gateway
     * that cannot be made any more keeps no other away.
     */
    public void putBack() {
        byPrefix.forEach((prefix, routes) -> {
            try {
                makeUnlessThere(prefix, routes::again);
            } catch (Exception e) {
                LOG.error("The routes {}* are gone with a reload and cannot be made again", prefix, e);
            }
        });
    }

    private void makeUnlessThere(String prefix, Supplier<OpenRouterRoutes> first) throws Exception {
        lock.lock();
        try {
            if (context.getRouteDefinition(prefix + "attempt") == null) {
                OpenRouterRoutes known = byPrefix.get(prefix);
                context.addRoutes(known == null ? first.get() : known.again());
            }
        } finally {
            lock.unlock();
        }
    }
}
