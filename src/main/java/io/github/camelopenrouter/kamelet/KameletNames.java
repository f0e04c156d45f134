/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.kamelet;

import io.github.camelopenrouter.config.DidYouMean;
import io.github.camelopenrouter.config.GivenNames;
import io.github.camelopenrouter.config.Redacted;
import io.github.camelopenrouter.config.SettingException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.util.IOHelper;

/**
 * Finds properties that a host gives to Kamelets of ours and that they do not have: Camel hands every name on, and a slip
 * would do nothing. Kamelets of the host's own are left alone.
 */
public final class KameletNames {

    static final List<String> OURS = List.of(
            "openrouter-chat-action",
            "openrouter-completions-action",
            "openrouter-embeddings-action",
            "openrouter-gateway-source",
            "openrouter-models-action",
            "openrouter-responses-action",
            "openrouter-upstream-sink",
            "openrouter-usage-source");

    private static final String PREFIX = "camel.kamelet.";

    /** What properties of all steps of a Kamelet of ours begin with. */
    public static final String OUR_PREFIX = PREFIX + "openrouter-";

    private static final String VARIABLE_PREFIX = "CAMEL_KAMELET_";

    private KameletNames() {}

    /** Whether the route was made of a Kamelet of ours. */
    public static boolean isOurs(RouteDefinition route) {
        return Boolean.TRUE.equals(route.isKamelet()) && OURS.contains(kameletOf(route));
    }

    /** The gateway that a route made of a Kamelet of ours names, empty for the unnamed one. */
    public static String instanceOf(RouteDefinition route) {
        Object instance = parametersOf(route).get("instance");
        return instance == null ? "" : instance.toString();
    }

    /** One sentence for each property of all steps of a Kamelet of ours that nothing reads. */
    public static List<String> unknownInProperties(CamelContext context) {
        return Stream.concat(
                        GivenNames.startingWith(context, OUR_PREFIX).stream()
                                .flatMap(name -> sentence(context, name).stream()),
                        KameletComponentNames.unknown(context).stream())
                .toList();
    }

    /** The same of {@code CAMEL_KAMELET_OPENROUTER_…} variables. */
    public static List<String> unknownInEnvironment(CamelContext context, Set<String> variables) {
        return variables.stream()
                .sorted()
                .flatMap(variable -> OURS.stream()
                        .filter(kamelet -> variable.startsWith(prefixOfVariables(kamelet)))
                        .flatMap(kamelet -> ofVariable(context, kamelet, variable).stream()))
                .toList();
    }

    /**
     * Refuses what stands in a route and the Kamelet does not know, as Camel refuses an unknown option of any other
     * endpoint. What comes from properties is only warned of: it may be meant for other steps.
     *
     * @throws SettingException with the nearest name
     */
    public static void requireKnown(Route added) {
        if (!(added.getRoute() instanceof RouteDefinition route) || !isOurs(route)) {
            return;
        }
        CamelContext context = added.getCamelContext();
        String kamelet = kameletOf(route);
        DeclaredProperties declared = DeclaredProperties.of(context, kamelet);
        if (declared != null) {
            parametersOf(route).keySet().stream()
                    .filter(Predicate.not(declared::know))
                    .filter(name -> !isInProperties(context, kamelet, name))
                    .filter(name ->
                            !KameletComponentNames.of(context, route, kamelet).contains(name))
                    .findFirst()
                    .ifPresent(name -> refuse(kamelet, name, declared));
        }
    }

    private static void refuse(String kamelet, String name, DeclaredProperties declared) {
        throw new SettingException("The Kamelet " + kamelet + " has no property \"" + Redacted.of(name) + "\""
                + DidYouMean.to(name, declared.spellings())
                        .map(near -> ": did you mean " + near + "?")
                        .orElse(": remove it, or write RAW(…) around a value with &."));
    }

    /** A property is also handed on with the id of a step in front of its name. */
    private static boolean isInProperties(CamelContext context, String kamelet, String name) {
        return System.getenv(prefixOfVariables(kamelet) + name) != null
                || GivenNames.startingWith(context, PREFIX + kamelet + ".").stream()
                        .anyMatch(given -> given.endsWith("." + name));
    }

    private static Optional<String> sentence(CamelContext context, String given) {
        String[] words = given.substring(PREFIX.length()).split("\\.", 2);
        if (words.length < 2) {
            return Optional.empty();
        }
        String kamelet = words[0];
        DeclaredProperties declared = DeclaredProperties.of(context, kamelet);
        if (declared == null) {
            return DidYouMean.to(kamelet, OURS)
                    .map(near ->
                            "Unknown Kamelet in " + given + ": did you mean " + PREFIX + near + "." + words[1] + "?");
        }
        String name = words[1].substring(words[1].lastIndexOf('.') + 1);
        if (!OURS.contains(kamelet) || declared.know(name)) {
            return Optional.empty();
        }
        String before = given.substring(0, given.length() - name.length());
        return Optional.of("Unknown Kamelet property " + given
                + DidYouMean.to(name, declared.spellings())
                        .map(near -> ": did you mean " + before + near + "?")
                        .orElse("."));
    }

    private static String prefixOfVariables(String kamelet) {
        return VARIABLE_PREFIX + IOHelper.normalizeEnvironmentVariable(kamelet) + "_";
    }

    private static Optional<String> ofVariable(CamelContext context, String kamelet, String variable) {
        DeclaredProperties declared = DeclaredProperties.of(context, kamelet);
        String name = variable.substring(prefixOfVariables(kamelet).length());
        if (declared == null || declared.endVariable(name)) {
            return Optional.empty();
        }
        List<String> known = declared.spellings().stream()
                .map(IOHelper::normalizeEnvironmentVariable)
                .toList();
        return Optional.of("Unknown Kamelet property " + variable + " in the environment"
                + DidYouMean.to(name, known)
                        .map(near -> ": did you mean " + prefixOfVariables(kamelet) + near + "?")
                        .orElse("."));
    }

    static String kameletOf(RouteDefinition route) {
        return String.valueOf(route.getTemplateParameters().get("templateId"));
    }

    /** As they were given, each in one spelling; and the defaults of the others. */
    private static Map<String, Object> parametersOf(RouteDefinition route) {
        return route.getRouteTemplateContext().getParameters();
    }
}
