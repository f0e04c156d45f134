/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.auth;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.jspecify.annotations.Nullable;

/**
 * Whether the door that a request has come in by can be reached from this machine only. Where its server is bound decides,
 * never what the client says or where it seems to be: behind a proxy on the same machine everybody seems to be there. What
 * cannot be known counts as open to others; Vert.x and Spring Boot tell where they are bound.
 *
 * <p>Safe for many threads. Refers to Vert.x and servlets only where there are some.
 */
final class DoorAddress {

    private static final String BOOT_ENGINE =
            "org.apache.camel.component.platform.http.springboot.SpringBootPlatformHttpEngine";

    /** Exchange property (Endpoint). */
    private static final String DOOR = "CamelOpenRouterDoor";

    /** The doors that were found on loopback, each with what is left to ask of a request; servers do not move. */
    private final Map<Endpoint, Predicate<Exchange>> onLoopback = new ConcurrentHashMap<>();

    /** Notes the door of a request where it comes in: behind a Kamelet the exchange says that it came from there. */
    public static void note(Exchange exchange) {
        exchange.setProperty(DOOR, exchange.getFromEndpoint());
    }

    public boolean isLoopback(Exchange exchange) {
        Object from = exchange.getProperty(DOOR, exchange.getFromEndpoint(), Endpoint.class);
        if (!(from instanceof PlatformHttpEndpoint door)) {
            return false;
        }
        Predicate<Exchange> known = onLoopback.get(door);
        if (known == null) {
            known = look(door);
            if (known == null) {
                return false;
            }
            onLoopback.put(door, known);
        }
        return known.test(exchange);
    }

    /** @return null for a door that is not known to be on loopback */
    private static @Nullable Predicate<Exchange> look(PlatformHttpEndpoint door) {
        CamelContext context = door.getCamelContext();
        PlatformHttpEngine engine = engineOf(door);
        if (engine == null) {
            return null;
        }
        if (engine.getClass().getName().equals(BOOT_ENGINE)) {
            return BootServer.onLoopback(context);
        }
        boolean vertx = DelegatingEngine.isVertx(context, engine);
        return vertx && VertxServer.isOnLoopback(context, engine) ? request -> true : null;
    }

    private static @Nullable PlatformHttpEngine engineOf(PlatformHttpEndpoint door) {
        PlatformHttpEngine own = door.getPlatformHttpEngine();
        PlatformHttpEngine engine = own != null ? own : door.getComponent().getEngine();
        return engine instanceof DelegatingEngine host ? host.serving() : engine;
    }

    /** Camel's own; a router that somebody else has made, as Quarkus does, has no server that could be asked. */
    private static final class VertxServer {

        /** Servers that are configured with the same port have one name for their routers: each of them may be it. */
        static boolean isOnLoopback(CamelContext context, PlatformHttpEngine engine) {
            VertxPlatformHttpRouter router =
                    VertxRouters.named(context, VertxPlatformHttpRouter.getRouterNameFromPort(engine.getServerPort()));
            if (router == null || router.getServer() == null) {
                return false;
            }
            int port = router.getServer().getConfigurationPort();
            return Loopback.isLoopback(router.getServer().getHost())
                    && context.hasServices(VertxPlatformHttpServer.class).stream()
                            .filter(server -> server.getConfigurationPort() == port)
                            .allMatch(server -> Loopback.isLoopback(server.getHost()));
        }
    }
}
