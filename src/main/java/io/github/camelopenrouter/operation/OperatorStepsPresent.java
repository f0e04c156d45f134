/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.operation;

import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.camel.model.RouteDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Whether a route configuration of the operator's stands in a route of ours. Camel puts it there when the
 * route is added. The route itself is asked: the context's model is locked while it adds any other.
 */
final class OperatorStepsPresent implements BooleanSupplier {

    private volatile @Nullable RouteDefinition route;

    /** This is the route, which has been written and not been added yet. */
    void in(RouteDefinition written) {
        route = written;
    }

    /** As long as there is no route, assume there are steps. */
    @Override
    public boolean getAsBoolean() {
        RouteDefinition known = route;
        return known == null
                || !Objects.requireNonNullElse(known.getAppliedRouteConfigurationIds(), Set.of())
                        .isEmpty();
    }
}
