/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone.server;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.impl.VertxWrapper;
import io.vertx.ext.web.Router;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Vert.x of the standalone start. Camel creates its HTTP servers with options that nobody can set; as a bean in the
 * registry this one is used for it, and gives each server our {@link ServerLimits} and a {@link ConnectionGuard} for each
 * of its connections. Whoever creates it closes it.
 *
 * <p>On Linux it uses Netty's epoll in place of the JDK's selectors where that is on the class path: a hand-over from an
 * exchange's thread to an event loop costs less. Elsewhere nothing changes.
 */
public final class GuardedVertx extends VertxWrapper {

    private static final Logger LOG = LoggerFactory.getLogger(GuardedVertx.class);

    private static final int LONGEST_CLOSE_SECONDS = 10;

    private final ServerLimits limits;
    private final int gatedPort;
    private final CompletableFuture<Void> gate = new CompletableFuture<>();

    /** @param gatedPort the configured port whose clients wait for {@link #openGate}, see {@link GatedServer} */
    public GuardedVertx(ServerLimits limits, int gatedPort) {
        super((VertxInternal) Vertx.vertx(new VertxOptions().setPreferNativeTransport(true)));
        this.limits = limits;
        this.gatedPort = gatedPort;
    }

    @Override
    public HttpServer createHttpServer(HttpServerOptions options) {
        HttpServerOptions guarded = limits.applyTo(options);
        HttpServer server = new GatedServer(delegate, guarded, gatedPort, gate);
        server.invalidRequestHandler(ServerErrors::answerInvalid);
        AtomicBoolean first = new AtomicBoolean(true);
        return server.connectionHandler(connection -> {
            if (first.getAndSet(false)) {
                answerErrorsAsJson(server);
            }
            ConnectionGuard.install(connection, guarded, limits);
        });
    }

    /** All doors stand: serves those who wait, and from now on everybody at once. */
    public void openGate() {
        gate.complete(null);
    }

    /** Replaces the texts with which Camel's router answers what reaches no route; it is there once a client is. */
    private static void answerErrorsAsJson(HttpServer server) {
        if (server.requestHandler() instanceof Router router) {
            ServerErrors.ROUTER_STATUSES.forEach(
                    status -> router.errorHandler(status, routing -> ServerErrors.answer(routing, status)));
        }
    }

    /** Ends the event loops, which would keep the process alive. */
    public void closeAndWait() {
        try {
            Future<Void> closed = close();
            closed.toCompletionStage().toCompletableFuture().get(LONGEST_CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("The HTTP server did not close: {}", e.toString());
        }
    }
}
