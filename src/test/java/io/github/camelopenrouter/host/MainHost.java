/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.host;

import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.main.SimpleMainShutdownStrategy;

/** A host of the kind that Camel Main runs, with its own HTTP server on a free port. */
public final class MainHost implements AutoCloseable {

    private final Main main = new Main();

    private MainHost(String... settings) {
        main.setShutdownStrategy(
                new SimpleMainShutdownStrategy()); // without a hook, which would hold all that ever ran
        main.setPropertyPlaceholderLocations("classpath:none.properties;optional=true");
        main.addInitialProperty("camel.server.enabled", "true");
        main.addInitialProperty("camel.server.port", "0");
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            main.addInitialProperty(setting.substring(0, equals), setting.substring(equals + 1));
        }
        main.addMainListener(new NoEnvironment());
    }

    /** On the loopback address; settings are {@code key=value}, ours and Camel's. */
    public static MainHost with(String... settings) {
        return new MainHost(Stream.concat(Stream.of("camel.server.host=127.0.0.1"), Stream.of(settings))
                .toArray(String[]::new));
    }

    /** On the addresses that Camel's server has by itself, as whoever leaves out the host gets them: all. */
    public static MainHost onAllAddresses(String... settings) {
        return new MainHost(settings);
    }

    public MainHost start(RouteBuilder... routes) {
        List.of(routes).forEach(main.configure()::addRoutesBuilder);
        main.start();
        return this;
    }

    public CamelContext context() {
        return main.getCamelContext();
    }

    public int port() {
        return context().hasService(VertxPlatformHttpServer.class).getServer().actualPort();
    }

    @Override
    public void close() {
        main.stop();
    }

    private static final class NoEnvironment extends MainListenerSupport {
        @Override
        public void beforeInitialize(BaseMainSupport main) {
            PropertiesComponent properties =
                    (PropertiesComponent) main.getCamelContext().getPropertiesComponent();
            properties.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
        }
    }
}
