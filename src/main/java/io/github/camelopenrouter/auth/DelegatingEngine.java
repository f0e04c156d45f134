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
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.jspecify.annotations.Nullable;

/** An engine that leaves the serving to another one. */
public interface DelegatingEngine extends PlatformHttpEngine {

    /** The engine that serves the doors, null as long as there is none. */
    @Nullable
    PlatformHttpEngine serving();

    /** Whether an engine is Camel's by Vert.x; also where there is no Vert.x. */
    static boolean isVertx(CamelContext context, PlatformHttpEngine engine) {
        Class<?> vertx = context.getClassResolver()
                .resolveClass("org.apache.camel.component.platform.http.vertx.VertxPlatformHttpEngine");
        return vertx != null && vertx.isInstance(engine);
    }
}
