/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.config;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.util.StringHelper;

/**
 * Finds what somebody meant as a setting of the gateway but misspelt. Whether that stops the start or only warns is the
 * caller's decision.
 *
 * <p>Nobody declares named instances: a Kamelet with {@code instance=b} makes one when it is first called. So a known
 * setting behind any word that may be a name ({@code openrouter.b.api-key}) is that instance's. No setting ends like
 * another one behind its first word, so this hides no slip in such a word.
 */
public final class UnknownSettings {

    private static final String PREFIX = Setting.UNNAMED_PREFIX;
    private static final String VARIABLE_PREFIX = Setting.environmentVariable(PREFIX);

    /** What Kubernetes and Docker put into the environment beside a service named {@code openrouter…}. */
    private static final Pattern SERVICE_LINK =
            Pattern.compile("\\w+_(SERVICE_HOST|SERVICE_PORT(_\\w+)?|PORT(_\\d+_\\w+)?)");

    private final List<String> keys;
    private final List<String> variables;

    public UnknownSettings() {
        this(SettingsCatalog.all());
    }

    UnknownSettings(SettingsCatalog known) {
        this.keys = known.keys();
        this.variables = keys.stream().map(Setting::environmentVariable).toList();
    }

    /** One sentence for each unknown key among the properties that can be listed, see {@link GivenNames}. */
    public List<String> inProperties(CamelContext context) {
        return Stream.concat(
                        given(context)
                                .filter(key ->
                                        !keys.contains(key) && instanceOf(key).isEmpty())
                                .map(key -> "Unknown setting " + PREFIX + key + hint(key)),
                        variablesAmongProperties(context))
                .toList();
    }

    /** Only the environment is read by these names. */
    private Stream<String> variablesAmongProperties(CamelContext context) {
        Set<String> boot = Set.copyOf(BootProperties.names(context));
        return GivenNames.startingWith(context, VARIABLE_PREFIX).stream()
                .filter(name -> !boot.contains(name))
                .map(name -> "Unknown setting " + name
                        + keys.stream()
                                .filter(key -> Setting.environmentVariable(PREFIX + key)
                                        .equals(name))
                                .findFirst()
                                .map(key -> " in a file: did you mean " + PREFIX + key + "?")
                                .orElse(" in a file: it is the name of a variable of the environment."));
    }

    /** The keys of the unnamed instance's settings among those properties, without what all begin with. */
    public Set<String> ofUnnamedInProperties(CamelContext context) {
        return given(context).filter(keys::contains).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The names of the instances that have settings among those properties. */
    public Set<String> instancesInProperties(CamelContext context) {
        return given(context).flatMap(key -> instanceOf(key).stream()).collect(Collectors.toCollection(TreeSet::new));
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

    /** One line that lists the settings which are there in another form than the environment's, where Camel does not see them. */
    public Optional<String> inAnotherForm(Map<String, String> environment) {
        String unseen = environment.keySet().stream()
                .sorted()
                .filter(name ->
                        isSetting(Setting.environmentVariable(name)) && !name.equals(Setting.environmentVariable(name)))
                .map(name -> name + " (did you mean " + Setting.environmentVariable(name) + "?)")
                .collect(Collectors.joining(", "));
        return unseen.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "Settings in the environment that are not written as it has them are ignored: " + unseen + ".");
    }

    /** Whether this is the full key of a setting, the unnamed gateway's or a named one's. */
    public boolean know(String name) {
        String key = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : "";
        return keys.contains(key) || instanceOf(key).isPresent();
    }

    /** Without the prefix, and in our spelling what Spring Boot reads in others ({@code openrouter.apiKey}). */
    private Stream<String> given(CamelContext context) {
        Set<String> boot = Set.copyOf(BootProperties.names(context));
        return GivenNames.startingWith(context, PREFIX).stream()
                .map(key -> boot.contains(key) ? asBootReadsIt(key) : key)
                .map(key -> key.substring(PREFIX.length()))
                .distinct();
    }

    private String asBootReadsIt(String key) {
        String relaxed = StringHelper.camelCaseToDash(key).replace('_', '-');
        String setting = relaxed.substring(PREFIX.length());
        return keys.contains(setting) || instanceOf(setting).isPresent() ? relaxed : key;
    }

    private Optional<String> instanceOf(String key) {
        return firstWord(key, "\\.").filter(name -> keys.contains(key.substring(name.length() + 1)));
    }

    private boolean isUnknown(String variable) {
        return variable.startsWith(VARIABLE_PREFIX)
                && !SERVICE_LINK.matcher(variable).matches()
                && !isSetting(variable);
    }

    /** Of the unnamed gateway, or of a named one. */
    private boolean isSetting(String variable) {
        if (!variable.startsWith(VARIABLE_PREFIX)) {
            return false;
        }
        String rest = variable.substring(VARIABLE_PREFIX.length());
        return variables.contains(rest)
                || firstWordOf(rest)
                        .filter(name -> variables.contains(rest.substring(name.length() + 1)))
                        .isPresent();
    }

    /** What stands before the separator, if it may be the name of an instance. */
    private static Optional<String> firstWord(String key, String separator) {
        String[] words = key.split(separator, 2);
        return Optional.of(words[0]).filter(name -> words.length == 2 && InstanceName.isValid(name));
    }

    private static Optional<String> firstWordOf(String variable) {
        return firstWord(variable.toLowerCase(Locale.ROOT), "_");
    }

    private String hint(String key) {
        Optional<String> name = nameIn(key, ".", keys);
        if (name.isPresent()) {
            return ": " + whyNot(name.get());
        }
        return DidYouMean.to(PREFIX + key, candidates(firstWord(key, "\\."), UnaryOperator.identity()))
                .map(near -> ": did you mean " + near + "?")
                .orElse(".");
    }

    private String hintInEnvironment(String name) {
        String rest = Setting.environmentVariable(name).substring(VARIABLE_PREFIX.length());
        Optional<String> instance = nameIn(rest, "_", variables);
        if (instance.isPresent()) {
            String reason = whyNot(instance.get().toLowerCase(Locale.ROOT));
            return " (" + reason.substring(0, reason.length() - 1) + ")";
        }
        return DidYouMean.to(name, candidates(firstWordOf(rest), Setting::environmentVariable))
                .map(near -> " (did you mean " + near + "?)")
                .orElse("");
    }

    /** What stands in front of a whole setting: somebody has taken it for a name, and it can be none. */
    private static Optional<String> nameIn(String key, String separator, List<String> settings) {
        return settings.stream()
                .filter(setting -> key.endsWith(separator + setting))
                .max(Comparator.comparingInt(String::length))
                .map(setting -> key.substring(0, key.length() - setting.length() - 1));
    }

    private static String whyNot(String name) {
        try {
            InstanceName.of(name);
        } catch (SettingException e) {
            String sentence = requireNonNull(e.getMessage());
            return sentence.substring(0, 1).toLowerCase(Locale.ROOT) + sentence.substring(1);
        }
        throw new IllegalStateException(name + " is a good name");
    }

    /** What could have been meant: a setting of the unnamed instance, or of the one whose name seems to stand there. */
    private Collection<String> candidates(Optional<String> instance, UnaryOperator<String> form) {
        List<String> candidates = new ArrayList<>();
        keys.forEach(key -> candidates.add(form.apply(PREFIX + key)));
        instance.ifPresent(name -> keys.forEach(key -> candidates.add(form.apply(PREFIX + name + "." + key))));
        return candidates;
    }
}
