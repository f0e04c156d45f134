/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.door;

import io.github.camelopenrouter.accesslog.AccessLog;
import io.netty.channel.EventLoop;
import io.vertx.core.impl.ContextInternal;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** Opens the response to each request, with what all responses of an engine share. */
final class ResponseFactory {

    private final AccessLog accessLog;
    private final Cors cors;
    private final Map<EventLoop, Executor> eventLoops = new ConcurrentHashMap<>();

    ResponseFactory(AccessLog accessLog, Cors cors) {
        this.accessLog = accessLog;
        this.cors = cors;
    }

    /** Called once for each request, on its event loop. */
    ClientResponse open(RoutingContext routing) {
        ClientResponse response = new ClientResponse(routing.request(), accessLog, eventLoopOf(routing));
        cors.mark(routing.request());
        return response;
    }

    /** Where what is written to this request's client has to be handed in. */
    private Executor eventLoopOf(RoutingContext routing) {
        EventLoop loop = ((ContextInternal) routing.vertx().getOrCreateContext()).nettyEventLoop();
        return eventLoops.computeIfAbsent(loop, EventLoopQueue::new);
    }
}
