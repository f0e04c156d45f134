/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import io.github.camelopenrouter.admin.AdminBeans;
import io.github.camelopenrouter.admin.policy.PolicyBeans;
import io.github.camelopenrouter.auth.AdminSettings;
import io.github.camelopenrouter.auth.AuthFailures;
import io.github.camelopenrouter.auth.AuthSettings;
import io.github.camelopenrouter.auth.Loopback;
import io.github.camelopenrouter.auth.ManagementGuard;
import io.github.camelopenrouter.auth.ObserveSettings;
import io.github.camelopenrouter.auth.TokenFile;
import io.github.camelopenrouter.call.DoorDrain;
import io.github.camelopenrouter.config.PolicySettings;
import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.door.DoorSettings;
import io.github.camelopenrouter.door.ManagementEngine;
import io.github.camelopenrouter.metrics.MetricsSettings;
import io.github.camelopenrouter.usage.UsageSettings;
import io.vertx.ext.web.Route;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;

/** Our own routes on the management port: the engine that serves them, and what leaves them out where there is none. */
final class ManagementDoors extends ServiceSupport {

    private final @Nullable ManagementEngine engine;
    private final ManagementRoutes routes;
    private @Nullable Route standIn;

    private ManagementDoors(@Nullable ManagementEngine engine, ManagementRoutes routes) {
        this.engine = engine;
        this.routes = routes;
    }

    /**
     * Before any route is read.
     *
     * @param port null where it is switched off
     * @param gateway the engine of the other port, that of the gateway's own doors
     * @throws io.github.camelopenrouter.config.SettingException if the file of a token cannot be used
     */
    static ManagementDoors prepare(
            CamelContext context, Settings settings, @Nullable ListenAddress port, DoorDrain gateway) {
        Optional<TokenFile> operators = AdminSettings.of(settings).token();
        Optional<TokenFile> starts = Optional.empty();
        if (port != null) {
            ObserveSettings.tokens(settings).forEach(TokenFile::token);
            starts = operators.isEmpty()
                    ? UsageSettings.findDirectory(context).flatMap(StartToken::make)
                    : Optional.empty();
        }
        ManagementEngine engine = port == null ? null : engine(context, settings, port, starts);
        boolean metrics = MetricsSettings.areWanted(context, settings);
        boolean someAdmin = operators.isPresent()
                || starts.isPresent()
                || PolicySettings.areGiven(settings)
                || !AuthSettings.of(settings).issuers().isEmpty();
        ManagementRoutes routes = new ManagementRoutes(context, port != null, someAdmin, metrics);
        AdminBeans.bind(context, gateway);
        PolicyBeans.bind(context);
        context.getCamelContextExtension().getContextPlugin(Model.class).addModelLifecycleStrategy(routes);
        return new ManagementDoors(engine, routes);
    }

    private static ManagementEngine engine(
            CamelContext context, Settings settings, ListenAddress port, Optional<TokenFile> startToken) {
        ManagementEngine engine = new ManagementEngine(
                DoorSettings.ofManagement(settings, context),
                port.port(),
                Loopback.isLoopback(port.host()),
                AdminSettings.of(settings).hosts(),
                ManagementGuard.of(settings, startToken, AuthFailures.of(context, settings)));
        engine.setCamelContext(context);
        context.getRegistry().bind(ManagementEngine.NAME, engine);
        return engine;
    }

    /** Null where the port is off. */
    @Nullable
    ManagementEngine engine() {
        return engine;
    }

    /** The port listens, and the routes are still to come: who asks for one is told to come back. */
    @Override
    protected void doStart() {
        if (engine != null) {
            ServiceHelper.startService(engine);
            standIn = engine.standIn();
        }
    }

    @Override
    protected void doStop() {
        ServiceHelper.stopService(engine);
    }

    /** The routes have come, but for those that are left out. */
    void allStand() {
        if (standIn != null) {
            standIn.remove();
        }
        routes.report();
    }
}
