/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.door;

import static java.util.Objects.requireNonNull;

import io.github.camelopenrouter.accesslog.AccessLog;
import io.github.camelopenrouter.auth.VertxRouters;
import io.github.camelopenrouter.call.DoorDrain;
import io.github.camelopenrouter.call.DoorLoad;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpEngine;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.jspecify.annotations.Nullable;

/**
 * The platform-http engine of our doors, chosen per endpoint with {@code platformHttpEngine=#openrouter-engine}: runs
 * each exchange on a thread of its own and writes streams as they come (stock Camel 4.18.0 fills a 16 KiB buffer first).
 *
 * <p>It uses the Vert.x server that the host has; endpoints that do not name it keep the stock engine.
 */
public class StreamingEngine extends VertxPlatformHttpEngine implements DoorLoad, DoorDrain {

    private final EngineOptions options;
    private final boolean answersUnknownPaths;
    private final Admission admission;
    private @Nullable FrontPage frontPage;

    /** New with every start. */
    private @Nullable SharedParts parts;

    /**
     * @param answersUnknownPaths whether every path of the server that nobody serves gets our JSON 404, not only those
     *     beside our doors; true in the standalone start alone
     */
    public StreamingEngine(EngineOptions options, boolean answersUnknownPaths) {
        this.options = options;
        this.answersUnknownPaths = answersUnknownPaths;
        this.admission = new Admission(options);
    }

    /** Before it starts: what stands at the root of the server where no route does. */
    public void setFrontPage(FrontPage page) {
        this.frontPage = page;
    }

    /** Replaces the stock engine's registration under the global name, which would take over the host's endpoints. */
    @Override
    protected void doInit() {
        // nothing to register
    }

    @Override
    protected void doStart() {
        Cors cors = new Cors(options.allowedOrigins());
        ResponseFactory responses = new ResponseFactory(new AccessLog(options.accessLog()), cors);
        ScheduledExecutorService timer = getCamelContext()
                .getExecutorServiceManager()
                .newSingleThreadScheduledExecutor(this, "openrouter-keep-alive");
        KeepAliveTimer keepAlive = new KeepAliveTimer(options);
        keepAlive.start(timer);
        parts = new SharedParts(
                options,
                admission,
                responses,
                keepAlive,
                new OpenDoors(),
                new UnknownPaths(getCamelContext(), cors, responses, answersUnknownPaths, getHandlers(), frontPage),
                new DoorPrefixes(options.prefixes(), answersUnknownPaths),
                new Drain(responses, timer, Clock.systemUTC()),
                ExchangeThreads.create(),
                timer);
    }

    /** Camel stops, of a start that has failed, also what had not started. */
    @Override
    protected void doStop() {
        SharedParts started = parts;
        if (started != null) {
            started.threads().shutdown();
            getCamelContext().getExecutorServiceManager().shutdownNow(started.timer());
        }
    }

    @Override
    public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
        endpoint.setUseBodyHandler(false); // bodies are read by RequestReader, with our limit
        return new StreamingConsumer(endpoint, processor, getHandlers(), routerName(), this::parts);
    }

    /**
     * Stands in for routes that are replaced at run time: until it is removed, a path that no route takes is 503 and not
     * 404, for it may have its route back in a moment.
     */
    public Route standIn() {
        return parts().unknownPaths().standIn(router());
    }

    private Router router() {
        return requireNonNull(VertxRouters.named(getCamelContext(), routerName()));
    }

    final String routerName() {
        return VertxPlatformHttpRouter.getRouterNameFromPort(getServerPort());
    }

    /** The threads that run the routes. */
    public ExecutorService threads() {
        return parts().threads();
    }

    /** How many more requests there is room for. */
    public int freeSlots() {
        return admission.freeSlots();
    }

    @Override
    public int openStreams() {
        SharedParts started = parts;
        return started == null ? 0 : started.keepAlive().openStreams();
    }

    @Override
    public int queued() {
        return admission.queued();
    }

    @Override
    public Duration usualPatience() {
        return options.drainTimeout();
    }

    @Override
    public Drained drain(Duration patience) {
        return parts().drain().begin(router(), patience);
    }

    @Override
    public void takeAgain() {
        parts().drain().end();
    }

    @Override
    public Optional<Drained> drained() {
        SharedParts started = parts;
        return started == null ? Optional.empty() : started.drain().state();
    }

    @Override
    public int openResponses() {
        return parts().drain().openResponses();
    }

    Admission admission() {
        return admission;
    }

    final SharedParts parts() {
        return requireNonNull(parts);
    }
}
