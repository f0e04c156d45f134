/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.embedded;

import io.github.camelopenrouter.config.BootSource;
import io.github.camelopenrouter.config.InstanceName;
import io.github.camelopenrouter.config.UnknownSettings;
import io.github.camelopenrouter.kamelet.KameletNames;
import io.github.camelopenrouter.kamelet.KameletTargets;
import java.util.Collection;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.LifecycleStrategySupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says at the start of a host what of its settings cannot work or does nothing, which would only be seen at the first call, or
 * never. A host that uses nothing of ours hears nothing of unknown settings: they may be its own. Known ones of a gateway that
 * nothing opens are not, and are told of in any host.
 */
final class StartChecks extends LifecycleStrategySupport {

    private static final Logger LOG = LoggerFactory.getLogger(StartChecks.class);

    private final UnknownSettings unknown = new UnknownSettings();

    /** Kamelets of ours find their properties in Boot's files, too. */
    @Override
    public void onContextInitializing(CamelContext context) {
        BootSource.addTo(context, KameletNames.OUR_PREFIX);
    }

    /**
     * Routes of Kamelets are made from templates: all that is given to one is known here. An HTTP server of Camel Main runs by
     * now, so this is no veto, behind which Camel leaves running what it has started, and with it the process.
     */
    @Override
    public void onRoutesAdd(Collection<Route> routes) {
        routes.forEach(KameletNames::requireKnown);
    }

    /**
     * All routes are there, and none has started. No veto either, see {@link #onRoutesAdd}.
     *
     * @throws RuntimeCamelException with our sentence if a Kamelet is wrong, or its gateway could not be made
     */
    @Override
    public void onContextStarting(CamelContext context) {
        KameletTargets.of(context).check();
    }

    @Override
    public void onContextStarted(CamelContext context) {
        if (!(context instanceof ModelCamelContext model)) {
            return;
        }
        List<RouteDefinition> routes = model.getRouteDefinitions();
        if (routes.stream().anyMatch(StartChecks::isOurs)) {
            warnOfUnknownNames(context);
        }
        unknown.instancesInProperties(context).stream()
                .map(InstanceName::of)
                .filter(name -> routes.stream().noneMatch(route -> opens(name, route)))
                .forEach(StartChecks::warnOfNobodys);
    }

    private void warnOfUnknownNames(CamelContext context) {
        unknown.inProperties(context).forEach(LOG::warn);
        KameletNames.unknownInProperties(context).forEach(LOG::warn);
        if (readsEnvironment(context)) {
            unknown.inEnvironment(System.getenv()).ifPresent(LOG::warn);
            KameletNames.unknownInEnvironment(context, System.getenv().keySet()).forEach(LOG::warn);
        }
    }

    private static void warnOfNobodys(InstanceName name) {
        LOG.warn(
                "Settings {}* are those of a gateway named {}, which nothing opens: set {}routes.enabled=true, or give a"
                        + " Kamelet instance={}; or correct the name",
                name.settingsPrefix(),
                name.value(),
                name.settingsPrefix(),
                name.value());
    }

    static boolean isOurs(RouteDefinition route) {
        String id = route.getRouteId();
        return KameletNames.isOurs(route) || (id != null && id.startsWith(InstanceName.UNNAMED.routePrefix()));
    }

    private static boolean opens(InstanceName name, RouteDefinition route) {
        String id = route.getRouteId();
        return (id != null && id.startsWith(name.routePrefix()))
                || (KameletNames.isOurs(route) && KameletNames.instanceOf(route).equals(name.value()))
                || DynamicSteps.mayCall(name, route);
    }

    private static boolean readsEnvironment(CamelContext context) {
        return !(context.getPropertiesComponent() instanceof PropertiesComponent properties)
                || properties.getEnvironmentVariableMode() != PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER;
    }
}
