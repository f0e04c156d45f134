/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import io.vertx.core.http.HttpHeaders;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.support.LifecycleStrategySupport;

/**
 * Tells whoever asks a gateway that is stopping to ask no more on this connection, also on the doors that Camel serves itself,
 * as {@code /health} and {@code /observe/health} are: a load balancer takes its other connections elsewhere then.
 */
final class LastAnswers extends LifecycleStrategySupport {

    @Override
    public void onContextStopping(CamelContext context) {
        context.getRegistry().findByType(VertxPlatformHttpRouter.class).forEach(LastAnswers::closeConnections);
    }

    private static void closeConnections(VertxPlatformHttpRouter router) {
        router.route().order(Integer.MIN_VALUE).handler(routing -> {
            routing.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            routing.next();
        });
    }
}
