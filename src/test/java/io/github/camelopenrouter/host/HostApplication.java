/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.host;

import io.github.camelopenrouter.testing.Door;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.impl.DefaultCamelContext;

/** A Camel application as others write it: its own context, with properties of its own; nobody's environment is read. */
final class HostApplication implements AutoCloseable {

    private final CamelContext context;

    private HostApplication(CamelContext context, String... settings) {
        this.context = context;
        PropertiesComponent properties = (PropertiesComponent) context.getPropertiesComponent();
        properties.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
        Properties own = new Properties();
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            own.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        properties.setInitialProperties(own);
    }

    /** Not started yet; settings are {@code key=value}. */
    static HostApplication with(String... settings) {
        return new HostApplication(new DefaultCamelContext(), settings);
    }

    /** One that sees its class path through this loader, from the first moment on. */
    static HostApplication on(ClassLoader classPath, String... settings) {
        DefaultCamelContext context = new DefaultCamelContext(false);
        context.setApplicationContextClassLoader(classPath);
        context.build();
        return new HostApplication(context, settings);
    }

    HostApplication add(RoutesBuilder routes) throws Exception {
        context.addRoutes(routes);
        return this;
    }

    HostApplication start() {
        context.start();
        return this;
    }

    CamelContext context() {
        return context;
    }

    /** A chat request sent to this endpoint, and what became of it. */
    Exchange ask(String endpoint) {
        return context.createProducerTemplate()
                .request(endpoint, call -> call.getMessage().setBody(Door.CHAT.plain()));
    }

    @Override
    public void close() {
        context.stop();
    }
}
