/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.host;

import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.service.ServiceSupport;

/** A host with an HTTP engine of its own, for a class path on which Vert.x is missing. */
public final class HostOnOtherEngine {

    private HostOnOtherEngine() {}

    /** Starts one with our routes and a door, makes a call, and says which doors its engine was asked for. */
    public static String run() throws Exception {
        Doors doors = new Doors();
        ScriptedUpstream upstream =
                ScriptedUpstream.start(call -> call.answer(200, "application/json", "{\"choices\":[]}"));
        try (upstream;
                HostApplication host = HostApplication.on(
                        HostOnOtherEngine.class.getClassLoader(),
                        "openrouter.routes.enabled=true",
                        "openrouter.api-key=any",
                        "openrouter.base-url=" + upstream.baseUrl())) {
            host.context().getRegistry().bind("platform-http-engine", doors);
            Resource door = PluginHelper.getResourceLoader(host.context())
                    .resolveResource("classpath:openrouter/routes/chat-completions.camel.yaml");
            PluginHelper.getRoutesLoader(host.context()).loadRoutes(door);
            host.start();
            String answer =
                    host.ask("direct:openrouter-chat-completions").getMessage().getBody(String.class);
            if (!answer.equals("{\"choices\":[]}")) {
                throw new AssertionError(answer);
            }
            refuseAtTheDoor(host.context());
        }
        return doors.paths.get(0) + ": a host's engine";
    }

    /** Nobody can tell where this engine listens, and nobody has decided who may come in. */
    private static void refuseAtTheDoor(CamelContext context) throws Exception {
        Endpoint door = context.getEndpoints().stream()
                .filter(PlatformHttpEndpoint.class::isInstance)
                .findFirst()
                .orElseThrow();
        try {
            context.getRegistry()
                    .lookupByNameAndType("openrouter-guard", Processor.class)
                    .process(door.createExchange());
        } catch (OpenRouterException refusal) {
            return;
        }
        throw new AssertionError("The guard has let a request in");
    }

    /** The door of this host that was made last. */
    static Door door(CamelContext context) {
        return context.getRegistry().lookupByNameAndType("platform-http-engine", Doors.class).latest;
    }

    static final class Doors implements PlatformHttpEngine {

        final List<String> paths = new ArrayList<>();
        private final List<Door> all = new ArrayList<>();
        private Door latest;

        @Override
        public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
            paths.add(endpoint.getPath());
            latest = new Door(endpoint, processor);
            all.add(latest);
            return latest;
        }

        /** The paths of those that are started. */
        List<String> open() {
            return all.stream()
                    .filter(ServiceSupport::isStarted)
                    .map(door -> door.getEndpoint().getPath())
                    .toList();
        }

        @Override
        public int getServerPort() {
            return 8080;
        }
    }

    static final class Door extends DefaultConsumer implements PlatformHttpConsumer {

        Door(PlatformHttpEndpoint endpoint, Processor processor) {
            super(endpoint, processor);
        }

        @Override
        public PlatformHttpEndpoint getEndpoint() {
            return (PlatformHttpEndpoint) super.getEndpoint();
        }
    }
}
