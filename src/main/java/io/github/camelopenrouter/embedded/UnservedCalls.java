/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.embedded;

import io.github.camelopenrouter.config.DidYouMean;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.model.ModelCamelContext;

/** Steps that call {@code direct:openrouter-…} where no route is: each of their calls would wait for one, in vain. */
public final class UnservedCalls {

    private static final String OURS = "direct:openrouter-";

    private UnservedCalls() {}

    /** What is called so, without options: {@code direct:a?timeout=0} calls what {@code direct:a} is. All routes must be there. */
    public static List<String> in(CamelContext context) {
        Set<String> there = served(context);
        return context.getEndpoints().stream()
                .map(Endpoint::getEndpointUri)
                .filter(uri -> !uri.contains("failIfNoConsumers=false"))
                .map(UnservedCalls::nameOf)
                .distinct()
                .filter(name -> isOurs(name) && !there.contains(name))
                .sorted()
                .toList();
    }

    /** The route that may have been meant. */
    public static Optional<String> nearest(CamelContext context, String call) {
        return DidYouMean.to(
                call,
                served(context).stream().filter(UnservedCalls::isOurs).sorted().toList());
    }

    /** Those that are about to be made among them. */
    private static Set<String> served(CamelContext context) {
        Stream<String> made =
                context.getRoutes().stream().map(Route::getEndpoint).map(Endpoint::getEndpointUri);
        Stream<String> defined = context instanceof ModelCamelContext model
                ? model.getRouteDefinitions().stream()
                        .filter(route -> route.getInput() != null)
                        .map(route -> String.valueOf(route.getInput().getEndpointUri()))
                : Stream.empty();
        return Stream.concat(made, defined).map(UnservedCalls::nameOf).collect(Collectors.toSet());
    }

    private static boolean isOurs(String name) {
        return name.startsWith(OURS);
    }

    private static String nameOf(String uri) {
        return uri.split("\\?", 2)[0].replaceFirst("^direct://", "direct:");
    }
}
