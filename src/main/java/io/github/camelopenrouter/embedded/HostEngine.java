/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.embedded;

import io.github.camelopenrouter.auth.DelegatingEngine;
import io.github.camelopenrouter.call.DoorLoad;
import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.door.DoorSettings;
import io.github.camelopenrouter.door.StreamingEngine;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.apache.camel.support.service.ServiceHelper;
import org.jspecify.annotations.Nullable;

/**
 * The engine of our doors in a host application. Where the host serves by Vert.x (Camel Main does) it is the
 * {@link StreamingEngine}, made for the first door; elsewhere the doors go to the engine that the host has. Spring Boot's
 * writes a stream as it comes and closes it when the client has left.
 *
 * <p>Refers to nothing of Vert.x itself: a host without it can load this class.
 */
final class HostEngine implements DelegatingEngine, DoorLoad {

    private final CamelContext context;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable PlatformHttpEngine streaming;
    /** Where the last door went; all doors of a host have one server. */
    private volatile @Nullable PlatformHttpEngine chosen;

    public HostEngine(CamelContext context) {
        this.context = context;
    }

    @Override
    public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
        PlatformHttpEngine hosts = engineOf(endpoint);
        chosen = hosts;
        if (DelegatingEngine.isVertx(context, hosts)) {
            return streaming().createConsumer(endpoint, processor);
        }
        DoorSettings.requireNoPrefixes(context);
        endpoint.setUseStreaming(true); // bytes as they came, not text that a charset has made of them
        endpoint.setPopulateBodyWithForm(false);
        endpoint.setHeaderFilterStrategy(new DoorHeaders());
        return hosts.createConsumer(
                endpoint,
                endpoint.getPath().contains(",")
                        ? SeveralPaths.of(endpoint, processor)
                        : new IdentifiedRequest(processor));
    }

    @Override
    public int getServerPort() {
        return chosen == null ? 0 : chosen.getServerPort();
    }

    /** Starting the component makes it choose its engine; Camel itself would do so a moment later. */
    static PlatformHttpEngine engineOf(PlatformHttpEndpoint endpoint) {
        ServiceHelper.startService(endpoint.getComponent());
        return endpoint.getComponent().getEngine();
    }

    @Override
    public @Nullable PlatformHttpEngine serving() {
        return streaming != null ? streaming : chosen;
    }

    /** Of doors that are another engine's nobody knows. */
    @Override
    public int openStreams() {
        return streaming instanceof DoorLoad load ? load.openStreams() : 0;
    }

    @Override
    public int queued() {
        return streaming instanceof DoorLoad load ? load.queued() : 0;
    }

    private PlatformHttpEngine streaming() {
        lock.lock();
        try {
            if (streaming == null) {
                streaming = Vertx.engine(context);
            }
            return streaming;
        } finally {
            lock.unlock();
        }
    }

    /** Loaded only where there is Vert.x. The context starts the engine at once, and stops it with itself. */
    private static final class Vertx {

        static PlatformHttpEngine engine(CamelContext context) {
            StreamingEngine engine = new StreamingEngine(DoorSettings.of(Settings.load(context, null), context), false);
            try {
                context.addService(engine, true, true);
            } catch (Exception e) {
                throw RuntimeCamelException.wrapRuntimeCamelException(e);
            }
            return engine;
        }
    }
}
