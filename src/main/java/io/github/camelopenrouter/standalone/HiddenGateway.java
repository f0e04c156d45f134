/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.operation.LoadedRoutes;
import io.github.camelopenrouter.sandbox.Sandbox;
import java.net.URI;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.main.SimpleMainShutdownStrategy;

/**
 * A gateway with the door for chat completions, as a host has it, in a context that nobody else sees, on a loopback port, in
 * front of a sandbox of its own. None of the user's settings is read for it, in whichever way they are set, and its upstream
 * and key are none that a setting could change: its calls cost nothing.
 */
final class HiddenGateway implements AutoCloseable {

    private final Sandbox sandbox = Sandbox.start(0);
    private final Main main = new Main();

    private HiddenGateway(String name) {
        main.setPropertyPlaceholderLocations("classpath:none.properties;optional=true");
        main.setShutdownStrategy(
                new SimpleMainShutdownStrategy()); // without a hook, which would hold it for as long as the JVM runs
        main.configure()
                .withAutoConfigurationEnvironmentVariablesEnabled(false)
                .withAutoConfigurationSystemPropertiesEnabled(false)
                .withName(name)
                .withRoutesIncludePattern("classpath:openrouter/routes/chat-completions.camel.yaml");
        main.addInitialProperty("camel.server.enabled", "true");
        main.addInitialProperty("camel.server.host", StandaloneDefaults.HOST);
        main.addInitialProperty("camel.server.port", "0");
        main.addInitialProperty("openrouter.auth", "none");
        main.addMainListener(new OwnSettings());
    }

    /** @param name of its context */
    static HiddenGateway start(String name) {
        HiddenGateway gateway = new HiddenGateway(name);
        try {
            gateway.main.start();
            return gateway;
        } catch (RuntimeException e) {
            gateway.close();
            throw e;
        }
    }

    private final class OwnSettings extends MainListenerSupport {
        @Override
        public void beforeInitialize(BaseMainSupport initialized) {
            CamelContext context = initialized.getCamelContext();
            PropertiesComponent properties = (PropertiesComponent) context.getPropertiesComponent();
            properties.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
            properties.setSystemPropertiesMode(PropertiesComponent.SYSTEM_PROPERTIES_MODE_NEVER);
            Settings settings = Settings.load(context, null).withUpstream("sandbox", sandbox.baseUrl());
            initialized.configure().addRoutesBuilder(LoadedRoutes.of(settings));
        }
    }

    URI door() {
        int port = main.getCamelContext()
                .hasService(VertxPlatformHttpServer.class)
                .getServer()
                .actualPort();
        return URI.create("http://" + StandaloneDefaults.HOST + ":" + port + "/v1/chat/completions");
    }

    @Override
    public void close() {
        main.stop();
        sandbox.close();
    }
}
