/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.embedded;

import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ContextServicePlugin;
import org.apache.camel.spi.Registry;

/**
 * What a Camel application gets by having this jar on its class path: the bean {@code openrouter-engine}, which the YAML
 * doors name, the doors' error handling, and the offer of {@code openrouter.routes.enabled}. None does anything before it
 * is asked for.
 *
 * <p>Camel finds it by Java's service loader. It logs and swallows what fails in {@link #load}, and there are no type
 * converters yet, so whatever may fail comes later.
 */
public final class OpenRouterPlugin implements ContextServicePlugin {

    /** The name of the platform-http engine of our doors. */
    public static final String ENGINE = "openrouter-engine";

    /** The name of the engine that the host's own doors have. */
    private static final String HOSTS_ENGINE = "openrouter-hosts-engine";

    private static final String DOOR_ERRORS = "openrouter-door-errors";
    private static final String RELOADED_ROUTES = "openrouter-reloaded-routes";

    /** The engine is found by its name alone: no search of the host's for engines by their type meets it. */
    @Override
    public void load(CamelContext context) {
        Registry registry = context.getRegistry();
        if (registry.lookupByName(ENGINE) == null) {
            Supplier<Object> engine = () -> new HostEngine(context);
            registry.bind(ENGINE, Object.class, engine);
        }
        Supplier<Object> hosts = HostsOwnEngine::new;
        registry.bind(HOSTS_ENGINE, Object.class, hosts);
        registry.bind(DOOR_ERRORS, new InstallDoorErrors());
        context.addLifecycleStrategy(new AutoRoutes());
        context.addLifecycleStrategy(new StartChecks());
        context.addLifecycleStrategy(new ContestedPaths());
        context.addLifecycleStrategy(new UnopenedGateways());
        ReloadedRoutes reloaded = new ReloadedRoutes();
        registry.bind(RELOADED_ROUTES, reloaded);
        context.addLifecycleStrategy(reloaded);
    }

    @Override
    public void unload(CamelContext context) {
        context.getRegistry().unbind(ENGINE);
        context.getRegistry().unbind(HOSTS_ENGINE);
        context.getRegistry().unbind(DOOR_ERRORS);
        context.getRegistry().unbind(RELOADED_ROUTES);
    }
}
