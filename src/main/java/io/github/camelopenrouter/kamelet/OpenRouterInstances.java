/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.kamelet;

import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.config.InstanceName;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.operation.GatewayRoutes;
import io.github.camelopenrouter.operation.SettingsCheck;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.ExtendedCamelContext;
import org.apache.camel.ServiceStatus;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.support.service.ServiceHelper;

/**
 * The gateways of one CamelContext as its Kamelets find them: each is made when it is first asked for, and all Kamelets
 * with the same upstream share it, so that they have one pool of connections and one set of circuit breakers.
 *
 * <p>A gateway for a key or address of a Kamelet's own has all other settings of the unnamed one. Its name is
 * made of key and address and shows neither. Safe for many threads.
 */
final class OpenRouterInstances {

    private static final long MILLIS_BETWEEN_LOOKS = 10;
    private static final ReentrantLock CREATION = new ReentrantLock();

    private final ModelCamelContext context;
    private final UpstreamNames ofKamelets = new UpstreamNames();
    private final KameletTargets targets = new KameletTargets(this);

    private OpenRouterInstances(CamelContext context) {
        this.context = (ModelCamelContext) context;
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
        InstanceName name = nameOf(target);
        if (!isRunning(name)) {
            awaitStartOfHost(); // not under the lock: the thread that starts the host must not wait for one that waits
            GatewayRoutes.of(context).require(name, () -> settingsOf(target, name));
        }
        return name.routePrefix();
    }

    /** A started way to this operation of that gateway, which runs from now on; see {@link #routePrefix}. */
    AsyncProducer producer(KameletTarget target, Operation operation) throws Exception {
        AsyncProducer producer = context.getEndpoint("direct:" + routePrefix(target) + operation.id() + "?block=false")
                .createAsyncProducer();
        ServiceHelper.startService(producer);
        return producer;
    }

    KameletTargets targets() {
        return targets;
    }

    /**
     * Refuses a Kamelet whose gateway is not there and could not be made.
     *
     * @throws SettingException if nobody has set it up, or one of its settings cannot work
     */
    void requireUsable(KameletTarget target) {
        requireKnown(target);
        if (target.isOwnUpstream()) {
            SettingsCheck.of(context, unnamedSettings().withUpstream(target.apiKey(), target.baseUrl()));
        } else if (context.getRouteDefinition(lastRoute(InstanceName.of(target.instance()))) == null) {
            SettingsCheck.of(context, Settings.load(context, target.instance()));
        }
    }

    /**
     * Refuses a Kamelet that names a gateway of which there is neither a route nor a setting: a slip in the name.
     *
     * @throws SettingException if nobody has set it up
     */
    void requireKnown(KameletTarget target) {
        InstanceName name = InstanceName.of(target.instance());
        boolean known = name.equals(InstanceName.UNNAMED)
                || context.getRouteDefinition(lastRoute(name)) != null
                || Settings.areGiven(context, name);
        if (!known) {
            throw new SettingException("The Kamelet property instance is \"" + name.value()
                    + "\", but there is no gateway of that name: correct it, or set " + name.settingsPrefix()
                    + "api-key.");
        }
    }

    private InstanceName nameOf(KameletTarget target) {
        if (!target.isOwnUpstream()) {
            return InstanceName.of(target.instance());
        }
        Settings unnamed = unnamedSettings();
        Upstream upstream = Upstream.of(unnamed.withUpstream(target.apiKey(), target.baseUrl()));
        return upstream.equals(Upstream.of(unnamed)) ? InstanceName.UNNAMED : ofKamelets.of(upstream);
    }

    private Settings settingsOf(KameletTarget target, InstanceName name) {
        return target.isOwnUpstream()
                ? unnamedSettings()
                        .withUpstream(target.apiKey(), target.baseUrl())
                        .as(name)
                : Settings.load(context, name.value());
    }

    /** Those that the unnamed gateway runs with, which may have been given to it and not be the host's properties. */
    private Settings unnamedSettings() {
        Settings running = context.getRegistry()
                .lookupByNameAndType(InstanceName.UNNAMED.routePrefix() + "settings", Settings.class);
        return running != null ? running : Settings.load(context, null);
    }

    private boolean isRunning(InstanceName name) {
        ServiceStatus status = context.getRouteController().getRouteStatus(lastRoute(name));
        return status != null && status.isStarted();
    }

    /** The one that starts when all others have. */
    private static String lastRoute(InstanceName name) {
        return name.routePrefix() + "attempt";
    }

    /** Camel never starts routes that are added while their context is starting. */
    private void awaitStartOfHost() throws InterruptedException {
        if (context.isStarting() && context.getRouteController().isStartingRoutes()) {
            throw new IllegalStateException("An OpenRouter Kamelet is called by the thread that starts the application:"
                    + " call it when that has started.");
        }
        while (context.isStarting()) {
            TimeUnit.MILLISECONDS.sleep(MILLIS_BETWEEN_LOOKS);
        }
    }
}
