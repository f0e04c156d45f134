/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.auth;

import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.jspecify.annotations.Nullable;

/** Camel's Vert.x routers by the name of their server. Only where there is Vert.x. */
public final class VertxRouters {

    private VertxRouters() {}

    /** The router of this name, or that of a server which may take any port; null without either. */
    public static @Nullable VertxPlatformHttpRouter named(CamelContext context, String name) {
        VertxPlatformHttpRouter router = VertxPlatformHttpRouter.lookup(context, name);
        return router != null
                ? router
                : VertxPlatformHttpRouter.lookup(context, VertxPlatformHttpRouter.PLATFORM_HTTP_ROUTER_NAME_ZERO);
    }
}
