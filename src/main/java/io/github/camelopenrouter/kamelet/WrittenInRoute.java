/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.kamelet;

import java.util.Map;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.util.StringHelper;
import org.jspecify.annotations.Nullable;

/**
 * Whether a Kamelet's step stands in a route of the integrator's, at the start or added later, or was made of a dynamic URI
 * for a message that has come, whose sender may have had a word in it.
 *
 * <p>Camel notes the step for which it makes a Kamelet's route, as long as it makes the step's own route. Its note of that
 * route is no proof: Camel 4.18 leaves it on the thread, for whatever the thread makes next.
 */
final class WrittenInRoute {

    private static final String STEP = "parentProcessorId";

    private WrittenInRoute() {}

    /** Of a Kamelet in another one, which hands on what it is given, the outermost says it. */
    static boolean isSo(ModelCamelContext context, RouteDefinition kamelet) {
        String id = stepOf(kamelet);
        ProcessorDefinition<?> step = id == null ? null : context.getProcessorDefinition(id);
        RouteDefinition route = step == null ? null : ProcessorDefinitionHelper.getRoute(step);
        return route != null && (!Boolean.TRUE.equals(route.isKamelet()) || isSo(context, route));
    }

    /** Camel's note stands among the parameters of the route alone; one that a URI has brought stands among its own too. */
    private static @Nullable String stepOf(RouteDefinition kamelet) {
        Map<String, Object> ofUri = kamelet.getRouteTemplateContext().getParameters();
        boolean forged =
                ofUri.keySet().stream().map(StringHelper::dashToCamelCase).anyMatch(STEP::equals);
        return !forged && kamelet.getTemplateParameters().get(STEP) instanceof String id ? id : null;
    }
}
