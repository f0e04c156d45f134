/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import io.github.camelopenrouter.config.DidYouMean;
import io.github.camelopenrouter.config.SettingException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.component.kamelet.FailedToCreateKameletException;
import org.apache.camel.util.ObjectHelper;
import org.slf4j.Logger;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Why a file of routes cannot be used: one sentence that begins with its name, made of what Camel says in many. */
final class UnusableRouteFile {

    private static final Logger LOG = StandaloneLog.LOG;

    /** Names the file already, it may be another one. */
    private static final Pattern NAMED = Pattern.compile("(the jar's )?routes/\\S+ .*", Pattern.DOTALL);

    /** What Camel was reading when it failed, with what it had put in for placeholders until then. */
    private static final Pattern READING = Pattern.compile(",? from (?:the )?(?:text|input): .*", Pattern.DOTALL);

    private static final Pattern UNBALANCED = Pattern.compile("Missing (\\{\\{|}}) from the text: .*", Pattern.DOTALL);

    private static final String UNKNOWN_STEP = "Unknown node id: ";

    private static final Pattern NO_COMPONENT =
            Pattern.compile("No endpoint could be found for: ([\\w+.-]+):.*", Pattern.DOTALL);

    /** What somebody has given to an option may be a secret. */
    private static final Pattern UNKNOWN_OPTION = Pattern.compile(
            "Failed to resolve endpoint: ([^\\s?]+).*Unknown parameters=\\[\\{([^=,}]*).*", Pattern.DOTALL);

    private static final Pattern CONFIGURATION_TWICE =
            Pattern.compile("Route configuration already exists with id: (\\S+)");

    private static final Pattern NO_KAMELET = Pattern.compile("Resource not found: \\S*?([^/]+)\\.kamelet\\.yaml");

    /** Its name may be a part of a value. */
    private static final Pattern NO_PROPERTY = Pattern.compile("^The Kamelet \\S+ has no property ");

    private static final Pattern MISSING_PROPERTY =
            Pattern.compile("Route template (\\S+) the following mandatory parameters must be provided: (.*)");

    private UnusableRouteFile() {}

    /** What to throw, or to log, in place of what Camel has thrown. */
    static SettingException because(String file, RepeatableText repeatable, Throwable failure) {
        List<Throwable> causes = causes(failure);
        Throwable first = causes.stream()
                .filter(cause -> known(cause).isPresent())
                .findFirst()
                .orElse(causes.get(causes.size() - 1));
        String problem = known(first).orElseGet(() -> textOf(first));
        if (first instanceof SettingException
                && (problem.startsWith(file) || NAMED.matcher(problem).matches())) {
            return new SettingException(problem);
        }
        LOG.debug("{} cannot be used", file, failure);
        String shown = first instanceof SettingException
                        && !NO_PROPERTY.matcher(problem).find()
                ? problem
                : repeatable.of(problem);
        return new SettingException(file + " cannot be used: " + routeOf(causes) + oneSentence(shown));
    }

    /** What nobody has foreseen, which need not be of a file: what its last cause says. */
    static SettingException unforeseen(RepeatableText repeatable, Throwable failure) {
        LOG.debug("The gateway could not start", failure);
        List<Throwable> causes = causes(failure);
        Throwable last = causes.get(causes.size() - 1);
        String text = textOf(last);
        boolean isSentence = text.contains(" ") || text.equals(last.getClass().getSimpleName());
        return new SettingException("The gateway could not start: "
                + oneSentence((isSentence ? "" : last.getClass().getSimpleName() + ": ") + repeatable.of(text)));
    }

    /** Whether Camel repeats in its text what it was reading. */
    static boolean isOfPlaceholder(Throwable failure) {
        return READING.matcher(String.valueOf(failure.getMessage())).find();
    }

    /** @param files one of these, nobody knows which */
    static SettingException because(CamelContext context, List<RouteFile> files, Throwable failure) {
        String names = files.stream().map(RouteFile::toString).collect(Collectors.joining(" or "));
        List<RouteFileText> texts = files.stream().map(RouteFile::text).toList();
        return because(names, RepeatableText.about(texts, context), failure);
    }

    private static List<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(30)
                .toList();
    }

    private static Optional<String> known(Throwable cause) {
        if (cause instanceof SettingException) {
            return Optional.ofNullable(cause.getMessage());
        }
        if (cause instanceof MarkedYamlEngineException yaml) {
            String problem = yaml.getProblem();
            String near = problem.startsWith(UNKNOWN_STEP) ? nearestTo(problem, Installed.steps()) : "";
            return Optional.of(problem
                    + yaml.getProblemMark().map(UnusableRouteFile::place).orElse("")
                    + near);
        }
        if (cause instanceof PropertyBindingException binding) {
            return Optional.of(wrongProperty(binding));
        }
        if (cause instanceof ClassNotFoundException) {
            return Optional.of("there is no class " + cause.getMessage());
        }
        String message = String.valueOf(cause.getMessage());
        return inOurWords(
                        CONFIGURATION_TWICE,
                        message,
                        "another file or the gateway itself has the route configuration"
                                + " $1, too: give each an id of its own")
                .or(() -> inOurWords(UNBALANCED, message, "a text, or the value of a property in it, lacks $1"))
                .or(() -> inOurWords(NO_COMPONENT, message, "there is no component for endpoints of the scheme $1")
                        .map(text -> text + nearestTo(text, Installed.of("component"))))
                .or(() -> inOurWords(UNKNOWN_OPTION, message, "the endpoint $1 has no option $2"))
                .or(() -> inOurWords(NO_KAMELET, message, "there is no Kamelet $1"))
                .or(() -> inOurWords(MISSING_PROPERTY, message, "the Kamelet $1 needs the property $2"));
    }

    private static Optional<String> inOurWords(Pattern camels, String message, String ours) {
        Matcher matcher = camels.matcher(message);
        return matcher.find() ? Optional.of(camels.matcher(matcher.group()).replaceFirst(ours)) : Optional.empty();
    }

    /** @param text ends with the name that is not known */
    private static String nearestTo(String text, List<String> known) {
        return DidYouMean.to(text.substring(text.lastIndexOf(' ') + 1), known)
                .map(near -> ": did you mean " + near + "?")
                .orElse("");
    }

    private static String place(Mark mark) {
        return " in line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1);
    }

    /** Without the value, which may be a password. */
    private static String wrongProperty(PropertyBindingException binding) {
        Object bean = binding.getTarget();
        String name = binding.getPropertyName();
        if (bean == null || name == null) {
            return "a bean has a property that cannot be set";
        }
        List<String> properties = Setters.of(bean.getClass());
        String what = "a bean of the type " + bean.getClass().getName();
        if (properties.contains(name)) {
            return what + " cannot take the value of the property " + name;
        }
        String text = what + " has no property " + name;
        return text + nearestTo(text, properties);
    }

    private static String textOf(Throwable cause) {
        String message = cause.getMessage();
        return message == null || message.isBlank()
                ? cause.getClass().getSimpleName()
                : READING.matcher(message).replaceFirst("");
    }

    /** The route of a Kamelet is not in the file. */
    private static String routeOf(List<Throwable> causes) {
        if (causes.stream().anyMatch(cause -> cause instanceof FailedToCreateKameletException)) {
            return "";
        }
        return causes.stream()
                .filter(FailedToCreateRouteException.class::isInstance)
                .map(cause -> ((FailedToCreateRouteException) cause).getRouteId())
                .filter(ObjectHelper::isNotEmpty)
                .findFirst()
                .map(id -> "its route " + id + " fails with ")
                .orElse("");
    }

    private static String oneSentence(String problem) {
        String text = problem.replaceAll("\\s+", " ").strip();
        return text.matches(".*[.?]") ? text : text.replaceFirst("[:,;!]?$", ".");
    }
}
