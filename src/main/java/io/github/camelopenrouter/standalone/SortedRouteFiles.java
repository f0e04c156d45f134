/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import java.util.Collection;
import java.util.Comparator;
import org.apache.camel.CamelContext;
import org.apache.camel.main.DefaultRoutesCollector;
import org.apache.camel.spi.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Reads the files of routes in one order. Camel takes them as the directory has them, which is another order on each machine,
 * and does the steps of the route configuration that it has read last first: an allow-list would stand in front of a step that
 * changes the model on one machine, and behind it on the next. So the last name is read first.
 */
final class SortedRouteFiles extends DefaultRoutesCollector {

    @Override
    public Collection<Resource> findRouteResourcesFromDirectory(
            CamelContext context, @Nullable String excludePattern, String includePattern) {
        return super.findRouteResourcesFromDirectory(context, excludePattern, includePattern).stream()
                .sorted(Comparator.comparing(Resource::getLocation).reversed())
                .toList();
    }
}
