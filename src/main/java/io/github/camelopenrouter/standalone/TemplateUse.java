/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import static java.util.function.Predicate.not;

import io.github.camelopenrouter.config.DidYouMean;
import io.github.camelopenrouter.config.SettingException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.RouteTemplateParameterDefinition;
import org.apache.camel.model.TemplatedRouteDefinition;
import org.apache.camel.model.TemplatedRouteParameterDefinition;
import org.apache.camel.util.StringHelper;

/**
 * A route of a template, looked at before it is made: whether there is such a template, and whether it is given what it needs
 * and nothing that it does not know. Camel itself ignores the latter, and with it a value that somebody relies on.
 */
final class TemplateUse {

    /** Camel's own: from where to load the template. */
    private static final String LOCATION = "location";

    private final TemplatedRouteDefinition route;
    private final RouteTemplateDefinition template;

    private TemplateUse(TemplatedRouteDefinition route, RouteTemplateDefinition template) {
        this.route = route;
        this.template = template;
    }

    /** @throws SettingException if it cannot work; its sentence is about the route */
    static void check(CamelContext context, TemplatedRouteDefinition route) {
        if (given(route).contains(LOCATION)) {
            return;
        }
        List<RouteTemplateDefinition> templates = templates(context);
        String wanted = String.valueOf(route.getRouteTemplateRef());
        RouteTemplateDefinition template = templates.stream()
                .filter(known -> wanted.equals(known.getId()))
                .findFirst()
                .orElseThrow(() -> new SettingException(nameOf(route) + " is of the template \"" + wanted
                        + "\", which there is not"
                        + nearest(
                                wanted, templates.stream().map(NamedNode::getId).toList())));
        new TemplateUse(route, template).checkParameters();
    }

    /** Whether the templates of all these routes are there. */
    static boolean areThere(CamelContext context, List<TemplatedRouteDefinition> routes) {
        List<String> ids = templates(context).stream().map(NamedNode::getId).toList();
        return routes.stream().allMatch(route -> ids.contains(route.getRouteTemplateRef()));
    }

    private static List<RouteTemplateDefinition> templates(CamelContext context) {
        return RoutesOfFile.model(context).getRouteTemplateDefinitions();
    }

    private void checkParameters() {
        given(route).stream().filter(not(this::isKnown)).findFirst().ifPresent(name -> {
            throw new SettingException(nameOf(route) + " has the parameter \"" + name + "\", which its template "
                    + template.getId() + " does not know" + nearest(name, known()));
        });
        parameters().stream().filter(this::isMissing).findFirst().ifPresent(missing -> {
            throw new SettingException(nameOf(route) + " lacks the parameter \"" + missing.getName()
                    + "\", which its template " + template.getId() + " needs.");
        });
    }

    /** Camel takes {@code my-name} for {@code myName}, and fills in what a template uses without saying so before. */
    private boolean isKnown(String name) {
        return known().stream().anyMatch(known -> camelCase(known).equals(camelCase(name)))
                || Pattern.compile("\\{\\{\\??" + Pattern.quote(name) + "\\b")
                        .matcher(textOfTemplate())
                        .find();
    }

    private String textOfTemplate() {
        return template.getResource() == null
                ? ""
                : RouteFileText.of(template.getResource()).text();
    }

    private boolean isMissing(RouteTemplateParameterDefinition parameter) {
        return parameter.isRequired()
                && parameter.getDefaultValue() == null
                && given(route).stream().noneMatch(name -> camelCase(name).equals(camelCase(parameter.getName())));
    }

    private List<String> known() {
        return parameters().stream()
                .map(RouteTemplateParameterDefinition::getName)
                .toList();
    }

    private List<RouteTemplateParameterDefinition> parameters() {
        return Optional.ofNullable(template.getTemplateParameters()).orElse(List.of());
    }

    private static List<String> given(TemplatedRouteDefinition route) {
        return Optional.ofNullable(route.getParameters()).orElse(List.of()).stream()
                .map(TemplatedRouteParameterDefinition::getName)
                .toList();
    }

    private static String nameOf(TemplatedRouteDefinition route) {
        return route.getRouteId() == null ? "a templated route" : "the route " + route.getRouteId();
    }

    private static String nearest(String name, List<String> known) {
        return DidYouMean.to(name, known)
                .map(near -> ": did you mean " + near + "?")
                .orElse(known.isEmpty() ? "." : ", but " + String.join(", ", known) + ".");
    }

    private static String camelCase(String name) {
        return StringHelper.dashToCamelCase(name);
    }
}
