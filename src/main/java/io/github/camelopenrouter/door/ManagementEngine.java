/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.door;

import io.github.camelopenrouter.auth.ManagementGuard;
import java.util.List;
import java.util.Set;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/**
 * The engine of doors on the management port, chosen per endpoint with {@code
 * platformHttpEngine=#openrouter-management-engine}. It admits by limits of its own, so that a gateway whose own port is
 * full can still be administered, and lets nobody in whom the guard does not know, whatever a route has or has not got.
 *
 * <p>Camel's own paths on that port ({@code /observe/…}) stand before all routes, and so win.
 */
public final class ManagementEngine extends StreamingEngine {

    /** The name by which routes choose it. */
    public static final String NAME = "openrouter-management-engine";

    private final int port;
    private final ManagementGuard guard;

    /**
     * @param port the configured one of Camel's management server
     * @param onLoopback whether that server can be reached from this machine only
     * @param hosts further names by which clients may call it
     */
    public ManagementEngine(
            EngineOptions options, int port, boolean onLoopback, Set<String> hosts, ManagementGuard guard) {
        super(options, false);
        this.port = port;
        this.guard = guard;
        setHandlers(List.of(new ManagementRequestCheck(onLoopback, hosts, () -> parts().responses())));
    }

    @Override
    public int getServerPort() {
        return port;
    }

    /** Without a management server Camel would put the door on the gateway's own port, if that may be any. */
    @Override
    public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor route) {
        VertxPlatformHttpRouter router = VertxPlatformHttpRouter.lookup(getCamelContext(), routerName());
        if (router == null || !router.isManagementServer()) {
            throw new IllegalStateException("There is no management server on port " + port);
        }
        Processor decision = guard.of(endpoint);
        return super.createConsumer(endpoint, exchange -> {
            decision.process(exchange);
            route.process(exchange);
        });
    }
}
