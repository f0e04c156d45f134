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
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Whether a route configuration of the operator's stands in a route of ours, beside our own. Camel has put it there
 * when the route was added, so the first answer holds.
 */
final class OperatorStepsPresent implements BooleanSupplier {

    private final CamelContext context;
    private final String route;
    private final Set<String> own;
    private volatile @Nullable Boolean known;

    /**
     * @param route the id of the route
     * @param own the ids of our own configurations of it
     */
    OperatorStepsPresent(CamelContext context, String route, Set<String> own) {
        this.context = context;
        this.route = route;
        this.own = own;
    }

    @Override
    public boolean getAsBoolean() {
        Boolean answer = known;
        if (answer == null) {
            answer = areThere();
            known = answer;
        }
        return answer;
    }

    /** If the definition of the route is unavailable, assume there are operator steps. */
    private boolean areThere() {
        RouteDefinition definition =
                context instanceof ModelCamelContext model ? model.getRouteDefinition(route) : null;
        return definition == null
                || !own.equals(Objects.requireNonNullElse(definition.getAppliedRouteConfigurationIds(), Set.of()));
    }
}
