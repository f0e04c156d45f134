/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.operation;

import io.github.camelopenrouter.call.ClientLink;
import io.github.camelopenrouter.error.ErrorAnswer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.model.Model;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteDefinitionHelper;

/**
 * {@code openrouter-errors} stands around doors and operations: whatever goes wrong becomes an answer in the error
 * envelope. Routes refer to it by id, and Camel passes over an id that it does not know yet, while in a host the doors may
 * come before the operations: then {@code InstallDoorErrors} adds it.
 */
public final class DoorErrorConfiguration extends RouteConfigurationBuilder {

    private final String prefix;

    DoorErrorConfiguration(String prefix) {
        this.prefix = prefix;
    }

    public static String id(String prefix) {
        return prefix + "errors";
    }

    /** Adds it, unless it is there already. */
    public static void addTo(CamelContext context, String prefix) throws Exception {
        if (in(context, prefix).isEmpty()) {
            context.addRoutesConfigurations(new DoorErrorConfiguration(prefix));
        }
    }

    /** What Camel itself does with a route that it prepares while the configuration is there; not twice. */
    public static void putInto(RouteDefinition route, CamelContext context, String prefix) {
        Set<String> applied = route.getAppliedRouteConfigurationIds();
        if (applied != null && applied.contains(id(prefix))) {
            return;
        }
        List<OnExceptionDefinition> handlers = in(context, prefix).orElseThrow().getOnExceptions();
        handlers.forEach(handler -> {
            RouteDefinitionHelper.initParent(handler);
            handler.setRouteScoped(false);
        });
        route.getOutputs().addAll(behindItsOwn(route), handlers);
        route.addAppliedRouteConfigurationId(id(prefix));
    }

    /** Handlers stand on top of a prepared route: first its own, then those of configurations. */
    private static int behindItsOwn(RouteDefinition route) {
        int index = 0;
        for (ProcessorDefinition<?> output : route.getOutputs()) {
            if (!(output instanceof OnExceptionDefinition handler) || !handler.isRouteScoped()) {
                return index;
            }
            index++;
        }
        return index;
    }

    /** The model's own search by id gives each nameless configuration of the host's an id, which ends its being global. */
    private static Optional<RouteConfigurationDefinition> in(CamelContext context, String prefix) {
        return context
                .getCamelContextExtension()
                .getContextPlugin(Model.class)
                .getRouteConfigurationDefinitions()
                .stream()
                .filter(configuration -> id(prefix).equals(configuration.getId()))
                .findFirst();
    }

    // @formatter:off
    @Override
    public void configuration() {
        routeConfiguration(id(prefix))
                .onException(Exception.class).onWhen(DoorErrorConfiguration::isClientGone).id(prefix + "on-client-gone")
                    .handled(true).logExhausted(false)
                .end()
                .onException(Exception.class).id(prefix + "on-any-exception")
                    .handled(true).logExhausted(false)
                    .process(new ErrorAnswer()).id(prefix + "error-response");
    }
    // @formatter:on

    static boolean isClientGone(Exchange exchange) {
        return ClientLink.of(exchange).isGone();
    }
}
