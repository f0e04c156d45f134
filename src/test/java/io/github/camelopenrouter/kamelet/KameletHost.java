/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.kamelet;

import java.util.Arrays;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** A host application with Kamelets in its routes; everything of Camel's is at its default. */
final class KameletHost implements AutoCloseable {

    /** The key of the unnamed gateway. */
    static final String KEY = "sk-or-v1-canary-0123456789";

    final CamelContext context = new DefaultCamelContext();

    /** A host that calls this upstream, with more properties as {@code key=value}; not yet started. */
    static KameletHost of(String upstream, String... properties) {
        KameletHost host = new KameletHost();
        PropertiesComponent component = (PropertiesComponent) host.context.getPropertiesComponent();
        component.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
        component.addInitialProperty("openrouter.api-key", KEY);
        component.addInitialProperty("openrouter.base-url", upstream);
        component.addInitialProperty("openrouter.retry.attempts", "0");
        Arrays.stream(properties)
                .map(property -> property.split("=", 2))
                .forEach(pair -> component.addInitialProperty(pair[0], pair[1]));
        return host;
    }

    /** A route from {@code direct:ask} through this Kamelet. */
    KameletHost asking(String kamelet) throws Exception {
        return with(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask").routeId("ask").to("kamelet:" + kamelet);
            }
        });
    }

    KameletHost with(RouteBuilder routes) throws Exception {
        context.addRoutes(routes);
        return this;
    }

    KameletHost withYaml(String yaml) throws Exception {
        Resource resource = ResourceHelper.fromString("routes.yaml", yaml);
        PluginHelper.getRoutesLoader(context).loadRoutes(resource);
        return this;
    }

    KameletHost start() {
        context.start();
        return this;
    }

    /** What comes back, failure or not. */
    Exchange ask(Object body) {
        return ask("direct:ask", body);
    }

    Exchange ask(String endpoint, Object body) {
        return context.createProducerTemplate()
                .request(endpoint, call -> call.getMessage().setBody(body));
    }

    /** What comes back in the body; a failure is thrown. */
    Object answer(Object body) throws Exception {
        Exchange exchange = ask(body);
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
        return exchange.getMessage().getBody();
    }

    /** The ids of all routes whose id begins so. */
    List<String> routes(String prefix) {
        return context.getRoutes().stream()
                .map(Route::getRouteId)
                .filter(id -> id.startsWith(prefix))
                .sorted()
                .toList();
    }

    @Override
    public void close() {
        context.stop();
    }
}
