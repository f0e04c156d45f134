/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.kamelet;

import io.github.camelopenrouter.config.InstanceName;
import io.github.camelopenrouter.config.OpenRouterSettings;
import io.github.camelopenrouter.config.Operation;
import io.github.camelopenrouter.operation.OpenRouterRoutes;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.CamelContext;
import org.apache.camel.ExtendedCamelContext;
import org.apache.camel.Route;
import org.apache.camel.spi.RouteController;

/**
 * The gateways of one CamelContext as its Kamelets find them: each is made when it is first asked for, and all Kamelets
 * with the same upstream share it, so that they have one pool of connections and one set of circuit breakers.
 *
 * <p>A gateway for a key or address of a Kamelet's own has all other settings of the unnamed one. Its name counts such
 * gateways and says nothing about key or address. Safe for many threads.
 */
public final class OpenRouterInstances {

    private static final ReentrantLock CREATION = new ReentrantLock();

    private final ReentrantLock lock = new ReentrantLock();
    private final CamelContext context;
    private final Map<Upstream, InstanceName> ofKamelets = new HashMap<>();

    /** What makes two Kamelets share a gateway. */
    private record Upstream(String key, URI url) {
        static Upstream of(OpenRouterSettings settings) {
            return new Upstream(settings.apiKey().orElse(null), settings.baseUrl());
        }

        @Override
        public String toString() {
            return url.toString();
        }
    }

    private OpenRouterInstances(CamelContext context) {
        this.context = context;
    }

    /** Those of this context. */
    public static OpenRouterInstances of(CamelContext context) {
        ExtendedCamelContext extension = context.getCamelContextExtension();
        CREATION.lock();
        try {
            OpenRouterInstances instances = extension.getContextPlugin(OpenRouterInstances.class);
            if (instances == null) {
                instances = new OpenRouterInstances(context);
                extension.addContextPlugin(OpenRouterInstances.class, instances);
            }
            return instances;
        } finally {
            CREATION.unlock();
        }
    }

    /**
     * Makes sure that the gateway runs which a Kamelet with these three properties wants.
     *
     * @param target what the Kamelet says about it
     * @return what its routes, and the {@code direct:} endpoints before them, begin with: {@code openrouter-} or, for one
     *     named {@code b}, {@code openrouter-b-}
     * @throws Exception if its settings are wrong or its routes do not start
     */
    public String routePrefix(KameletTarget target) throws Exception {
        lock.lock();
        try {
            InstanceName name = target.isOwnUpstream() ? shared(target) : InstanceName.of(target.instance());
            if (!isRunning(name)) {
                start(OpenRouterSettings.load(context, name.value()));
            }
            return name.routePrefix();
        } finally {
            lock.unlock();
        }
    }

    private InstanceName shared(KameletTarget target) throws Exception {
        OpenRouterSettings unnamed = unnamedSettings();
        OpenRouterSettings wanted = unnamed.withUpstream(target.apiKey(), target.baseUrl());
        Upstream upstream = Upstream.of(wanted);
        if (upstream.equals(Upstream.of(unnamed))) {
            return InstanceName.UNNAMED;
        }
        InstanceName known = ofKamelets.get(upstream);
        if (known == null) {
            known = InstanceName.ofKamelets(ofKamelets.size() + 1);
            start(wanted.as(known));
            ofKamelets.put(upstream, known);
        } else if (!isRunning(known)) {
            start(wanted.as(known)); // somebody has removed its routes
        }
        return known;
    }

    /** Those that the unnamed gateway runs with, which may have been given to it and not be the host's properties. */
    private OpenRouterSettings unnamedSettings() {
        OpenRouterSettings running = context.getRegistry()
                .lookupByNameAndType(InstanceName.UNNAMED.routePrefix() + "settings", OpenRouterSettings.class);
        return running != null ? running : OpenRouterSettings.load(context, null);
    }

    private boolean isRunning(InstanceName name) {
        return context.getRoute(name.routePrefix() + Operation.CHAT_COMPLETIONS.id()) != null;
    }

    /** Routes that are added while their context is starting would not start by themselves. */
    private void start(OpenRouterSettings settings) throws Exception {
        context.addRoutes(new OpenRouterRoutes(settings));
        RouteController controller = context.getRouteController();
        for (Route route : context.getRoutes()) {
            String id = route.getRouteId();
            if (id.startsWith(settings.instance().routePrefix())
                    && !controller.getRouteStatus(id).isStarted()) {
                controller.startRoute(id);
            }
        }
    }
}
