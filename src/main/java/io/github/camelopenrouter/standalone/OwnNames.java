/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import io.github.camelopenrouter.config.SettingException;
import java.util.Objects;
import java.util.regex.Pattern;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.model.BeanFactoryDefinition;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteConfigurationDefinition;

/**
 * Names of beans and route configurations that are the gateway's: a file that defines another guard, or another handling of
 * errors, under such a name would let in whom the guard refuses, and nobody would be told.
 */
final class OwnNames {

    private static final String PREFIX = "openrouter-";

    /** Not those that begin like a place for the operator's steps, as {@code openrouter-door-retry} does. */
    private static final Pattern CONFIGURATION =
            Pattern.compile("openrouter-((?!door-|upstream-|response-)[a-z][a-z0-9]*-)?(errors|retry)");

    private OwnNames() {}

    /**
     * @param source the file, or a builder of the gateway's own, which may
     * @throws SettingException if the file takes one
     */
    static void refuseTaken(Object source, RouteBuilder builder) {
        if (!(source instanceof String file)) {
            return;
        }
        builder.getContext().getCamelContextExtension().getContextPlugin(Model.class).getCustomBeans().stream()
                .map(BeanFactoryDefinition::getName)
                .filter(name -> name != null && name.startsWith(PREFIX))
                .findFirst()
                // Camel reads the beans of all files before the routes of one, and forgets whose they are
                .ifPresent(name -> refuse(
                        "A file in routes/",
                        "defines the bean " + name + ": names that begin with " + PREFIX + " are"));
        if (builder instanceof RouteConfigurationBuilder configurations) {
            configurations.getRouteConfigurationCollection().getRouteConfigurations().stream()
                    .map(RouteConfigurationDefinition::getId)
                    .filter(Objects::nonNull)
                    .filter(id -> CONFIGURATION.matcher(id).matches())
                    .findFirst()
                    .ifPresent(id ->
                            refuse("The file " + file, "defines the route configuration " + id + ": that name is"));
        }
    }

    private static void refuse(String who, String what) {
        throw new SettingException(who + " " + what + " the gateway's own; give it another name.");
    }
}
