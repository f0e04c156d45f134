/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone.server;

import io.netty.channel.Channel;
import io.netty.handler.traffic.GlobalTrafficShapingHandler;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.HttpServerImpl;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.SslChannelProvider;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/**
 * A server whose clients wait, connected and unread, until the gate opens. Camel has it listen before the routes start, and
 * would tell whoever comes in between that the path of a door is unknown, which no client tries again.
 *
 * <p>Camel must find it bound all the same: it takes the number of the port for the name of the server. Once the gate is
 * open, nothing of it is left on the way of a connection but one look.
 */
final class GatedServer extends HttpServerImpl {

    private final int gatedPort;
    private final CompletableFuture<Void> gate;

    /**
     * @param gatedPort the configured port of which the clients wait, which may be 0; on any other nobody does
     * @param gate open once it is completed
     */
    GatedServer(VertxInternal vertx, HttpServerOptions options, int gatedPort, CompletableFuture<Void> gate) {
        super(vertx, options);
        this.gatedPort = gatedPort;
        this.gate = gate;
    }

    @Override
    protected BiConsumer<Channel, SslChannelProvider> childHandler(
            ContextInternal context, SocketAddress address, GlobalTrafficShapingHandler shaping) {
        BiConsumer<Channel, SslChannelProvider> serving = super.childHandler(context, address, shaping);
        return address.port() == gatedPort ? (client, tls) -> letIn(client, tls, serving) : serving;
    }

    /** Called on the connection's event loop before the first read. */
    private void letIn(Channel client, SslChannelProvider tls, BiConsumer<Channel, SslChannelProvider> serving) {
        if (gate.isDone()) {
            serving.accept(client, tls);
            return;
        }
        client.config().setAutoRead(false);
        gate.thenRunAsync(
                () -> {
                    if (client.isActive()) {
                        serving.accept(client, tls);
                        client.config().setAutoRead(true);
                    }
                },
                client.eventLoop());
    }
}
