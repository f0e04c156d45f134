/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;

/**
 * Finds what somebody meant as a setting of the gateway but misspelt. Whether that stops the start or only warns is the
 * caller's decision.
 *
 * <p>Instances other than the unnamed one are known by the names passed in: the settings of an undeclared one are unknown.
 */
public final class UnknownSettings {

    private static final String PREFIX = InstanceName.UNNAMED.settingsPrefix();

    /** What Kubernetes and Docker put into the environment beside a service named {@code openrouter…}. */
    private static final Pattern SERVICE_LINK =
            Pattern.compile("\\w+_(SERVICE_HOST|SERVICE_PORT(_\\w+)?|PORT(_\\d+_\\w+)?)");

    /** The environment variable of every known full key, in the table's order. */
    private final Map<String, String> variables;

    /**
     * Knows the settings of the unnamed instance and of these.
     *
     * @throws SettingException if a name is wrong
     */
    public UnknownSettings(Collection<String> instanceNames) {
        Set<InstanceName> instances = new TreeSet<>(Comparator.comparing(InstanceName::value));
        instances.add(InstanceName.UNNAMED);
        instanceNames.forEach(name -> instances.add(InstanceName.of(name)));
        variables = new LinkedHashMap<>();
        for (InstanceName instance : instances) {
            for (Setting<?> setting : SettingsCatalog.ALL) {
                String fullKey = instance.settingsPrefix() + setting.key();
                variables.put(fullKey, Setting.environmentVariable(fullKey));
            }
        }
    }

    /** One sentence for each unknown key in files and in initial or override properties; Camel does not list others. */
    public List<String> inProperties(CamelContext context) {
        Set<String> keys = new TreeSet<>(context.getPropertiesComponent()
                .loadProperties(key -> key.startsWith(PREFIX))
                .stringPropertyNames());
        keys.removeAll(variables.keySet());
        return keys.stream().map(this::sentence).toList();
    }

    /** One line that lists every unknown {@code OPENROUTER_…} variable. */
    public Optional<String> inEnvironment(Map<String, String> environment) {
        String unknown = environment.keySet().stream()
                .sorted()
                .filter(name -> isUnknown(Setting.environmentVariable(name)))
                .map(name -> name + hintInEnvironment(name))
                .collect(Collectors.joining(", "));
        return unknown.isEmpty()
                ? Optional.empty()
                : Optional.of("Unknown settings in the environment are ignored: " + unknown + ".");
    }

    private boolean isUnknown(String variable) {
        return variable.startsWith("OPENROUTER_")
                && !variables.containsValue(variable)
                && !SERVICE_LINK.matcher(variable).matches();
    }

    private String hintInEnvironment(String name) {
        return Nearest.to(name, variables.values())
                .map(near -> " (did you mean " + near + "?)")
                .orElse("");
    }

    private String sentence(String key) {
        return "Unknown setting " + key + hint(key);
    }

    private String hint(String key) {
        String[] words = key.substring(PREFIX.length()).split("\\.", 2);
        if (words.length == 2 && InstanceName.isValid(words[0]) && variables.containsKey(PREFIX + words[1])) {
            return ": there is no instance " + words[0] + ".";
        }
        return Nearest.to(key, variables.keySet())
                .map(near -> ": did you mean " + near + "?")
                .orElse(".");
    }
}
