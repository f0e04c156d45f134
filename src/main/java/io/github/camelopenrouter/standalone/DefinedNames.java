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
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.camel.spi.Resource;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The beans and route configurations that a file defines, by their names; Camel itself forgets whose they are, and lets the
 * last of two beans win.
 *
 * <p>Some names are the gateway's own: a file that defines another guard, or another handling of errors, under such a name
 * would let in whom the guard refuses, and nobody would be told.
 */
final class DefinedNames {

    private static final String BEAN = "bean";
    private static final String CONFIGURATION = "route configuration";

    private static final Pattern OWN_BEAN = Pattern.compile("openrouter-.*");

    /** Not those that begin like a place for the operator's steps, as {@code openrouter-door-retry} does. */
    private static final Pattern OWN_CONFIGURATION =
            Pattern.compile("openrouter-((?!door-|upstream-|response-)[a-z][a-z0-9]*-)?(errors|retry)");

    /** As Camel: of a bean's two names the last one counts. */
    private static final LoadSettings LENIENT =
            LoadSettings.builder().setAllowDuplicateKeys(true).build();

    private final RouteFileName file;
    private final List<RouteClaim> claims = new ArrayList<>();

    private DefinedNames(RouteFileName file) {
        this.file = file;
    }

    /**
     * Reads a file.
     *
     * @throws SettingException if it takes a name of the gateway's own
     */
    static List<RouteClaim> of(RouteFileName file, Resource resource) {
        DefinedNames names = new DefinedNames(file);
        try (InputStream yaml = resource.getInputStream()) {
            if (new Load(LENIENT).loadFromInputStream(yaml) instanceof List<?> items) {
                items.forEach(names::read);
            }
        } catch (IOException | YamlEngineException e) {
            return List.of(); // Camel complains when it reads the file
        }
        return names.claims;
    }

    private void read(@Nullable Object item) {
        if (!(item instanceof Map<?, ?> parts)) {
            return;
        }
        if (parts.get("beans") instanceof List<?> beans) {
            beans.forEach(bean -> claim(BEAN, OWN_BEAN, text(bean, "name")));
        }
        claim(CONFIGURATION, OWN_CONFIGURATION, text(parts.get("routeConfiguration"), "id"));
    }

    private void claim(String what, Pattern own, @Nullable String name) {
        if (name == null) {
            return;
        }
        if (own.matcher(name).matches()) {
            throw new SettingException(
                    file + " defines the " + what + " " + name + ": that name is the gateway's own; give it another.");
        }
        claims.add(RouteClaim.of(file, what, name, false));
    }

    private static @Nullable String text(@Nullable Object part, String key) {
        return part instanceof Map<?, ?> map && map.get(key) instanceof String text ? text : null;
    }
}
