/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import io.github.camelopenrouter.door.StreamingEngine;
import io.vertx.ext.web.Route;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;
import org.jspecify.annotations.Nullable;

/** Puts what a file says now in place of what it said before, or leaves all as it was. */
final class RouteSwap {

    private final CamelContext context;
    private final RouteFiles files;
    private final List<StreamingEngine> engines;

    RouteSwap(CamelContext context, RouteFiles files, List<StreamingEngine> engines) {
        this.context = context;
        this.files = files;
        this.engines = engines;
    }

    /**
     * Does it.
     *
     * @param before null where nothing has been made of it
     * @param text null where it is gone
     * @return what has been made, null for nothing
     * @throws io.github.camelopenrouter.config.SettingException if it cannot be used
     */
    @Nullable
    RouteFile replace(@Nullable RouteFile before, @Nullable RouteFileText text) {
        RouteFile now = text == null ? null : read(before, text);
        List<Route> standIns = engines.stream().map(StreamingEngine::standIn).toList();
        try {
            remove(before);
            if (now != null) {
                make(before, now);
            }
        } finally {
            standIns.forEach(Route::remove);
        }
        return now;
    }

    /** What cannot be read fails here before a route is touched; a bean may have taken the place of one before. */
    private RouteFile read(@Nullable RouteFile before, RouteFileText text) {
        try {
            RouteFile now = RouteFile.read(context, text);
            now.check(context);
            return now;
        } catch (RuntimeException e) {
            if (before != null) {
                RouteFile.read(context, before.text());
            }
            throw e;
        }
    }

    private void make(@Nullable RouteFile before, RouteFile now) {
        try {
            make(now);
        } catch (RuntimeException e) {
            remove(now);
            if (before != null) {
                putBack(before.text(), e);
            }
            throw e;
        }
    }

    private void putBack(RouteFileText before, RuntimeException reason) {
        try {
            RouteFile again = RouteFile.read(context, before);
            again.check(context);
            make(again);
        } catch (RuntimeException e) {
            reason.addSuppressed(e);
        }
    }

    private void make(RouteFile file) {
        file.addRoutesToCamelContext(context);
        file.addTemplatedRoutesToCamelContext(context);
        ServedCalls.require(context, file);
        files.use(file);
    }

    private void remove(@Nullable RouteFile file) {
        if (file == null) {
            return;
        }
        files.forget(file);
        try {
            RoutesOfFile.remove(context, file);
        } catch (Exception e) {
            throw RuntimeCamelException.wrapRuntimeCamelException(e);
        }
    }
}
