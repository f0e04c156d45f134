/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.embedded;

import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.config.DidYouMean;
import io.github.camelopenrouter.config.InstanceName;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.config.UnknownSettings;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.LifecycleStrategySupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names the setting that is missing where a host has doors, steps or settings of a gateway that nothing opens: Camel would name
 * a bean that nobody knows, or let the first call wait.
 */
final class UnopenedGateways extends LifecycleStrategySupport {

    private static final Logger LOG = LoggerFactory.getLogger(UnopenedGateways.class);

    private static final Pattern GUARD = Pattern.compile("openrouter-(?:(?<name>[a-z0-9]+)-)??guard");

    private static final Pattern OPERATION = Pattern.compile("direct:openrouter-(?:(?<name>[a-z0-9]+)-)??(?:"
            + Stream.of(Operation.values()).map(Operation::id).collect(Collectors.joining("|")) + ")");

    private static final List<String> OPERATIONS = Stream.of(Operation.values())
            .map(operation -> "direct:openrouter-" + operation.id())
            .toList();

    private final UnknownSettings settings = new UnknownSettings();

    /**
     * Its steps are not made yet.
     *
     * @throws SettingException if the route is a door of a gateway that is not there
     */
    @Override
    public void onRouteContextCreate(Route route) {
        if (!(route.getRoute() instanceof RouteDefinition definition)) {
            return;
        }
        ProcessorDefinitionHelper.filterTypeInOutputs(definition.getOutputs(), ProcessDefinition.class).stream()
                .map(ProcessDefinition::getRef)
                .filter(Objects::nonNull)
                .filter(ref -> instanceIn(GUARD, ref).isPresent())
                .filter(ref -> route.getCamelContext().getRegistry().lookupByName(ref) == null)
                .findFirst()
                .ifPresent(ref -> refuse(route.getRouteId(), ref));
    }

    private static void refuse(String door, String guard) {
        throw new SettingException("The route " + door + " is a door of a gateway that nothing opens: set "
                + opening(instanceIn(GUARD, guard)) + ", or add OpenRouterRoutes.");
    }

    /** All routes are there that the host has by itself. */
    @Override
    public void onContextStarted(CamelContext context) {
        if (!(context instanceof ModelCamelContext model)) {
            return;
        }
        List<String> unserved = UnservedCalls.in(context);
        List<String> calls = unserved.stream()
                .filter(call -> instanceIn(OPERATION, call).isPresent())
                .toList();
        calls.forEach(UnopenedGateways::warnOfCall);
        unserved.stream().filter(call -> !calls.contains(call)).forEach(call -> warnOfName(context, call));
        Set<String> given = settings.ofUnnamedInProperties(context);
        boolean decided = given.isEmpty() || given.contains(HostSettings.ROUTES_ENABLED.key());
        if (calls.isEmpty() && !decided && model.getRouteDefinitions().stream().noneMatch(UnopenedGateways::mayUse)) {
            LOG.warn(
                    "Settings openrouter.* are those of a gateway that nothing opens: set {}, or call a Kamelet",
                    opening(Optional.empty()));
        }
    }

    private static void warnOfCall(String call) {
        LOG.warn(
                "{} is called, and no route of that name is there: set {}, or add OpenRouterRoutes",
                call,
                opening(instanceIn(OPERATION, call)));
    }

    /** With the nearest of the routes that are there, or of a gateway's that could be. */
    private static void warnOfName(CamelContext context, String call) {
        UnservedCalls.nearest(context, call)
                .or(() -> DidYouMean.to(call, OPERATIONS))
                .ifPresent(near ->
                        LOG.warn("{} is called, and no route of that name is there: did you mean {}?", call, near));
    }

    /** None in what only looks like ours, and one without a name in what is the unnamed gateway's. */
    private static Optional<InstanceName> instanceIn(Pattern form, String text) {
        Matcher ours = form.matcher(text);
        return ours.matches()
                ? Optional.of(Objects.requireNonNullElse(ours.group("name"), ""))
                        .filter(name -> name.isEmpty() || InstanceName.isValid(name))
                        .map(InstanceName::of)
                : Optional.empty();
    }

    private static boolean mayUse(RouteDefinition route) {
        return StartChecks.isOurs(route) || DynamicSteps.mayCallAny(route);
    }

    private static String opening(Optional<InstanceName> gateway) {
        return gateway.orElse(InstanceName.UNNAMED).settingsPrefix() + HostSettings.ROUTES_ENABLED.key() + "=true";
    }
}
