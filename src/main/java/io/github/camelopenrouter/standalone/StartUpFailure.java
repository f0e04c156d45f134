/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import io.github.camelopenrouter.config.SettingException;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.main.Main;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Turns what stopped a start into one sentence for the operator; a fault nobody foresaw keeps its stack trace. */
final class StartUpFailure {

    /** Either its name, or the name and value of a property that it cannot take. */
    private static final Pattern OF_A_KAMELET =
            Pattern.compile("Failure creating route from template: (\\S+)|The Kamelet property (\\S+) is \"([^\"]+)\"");

    private StartUpFailure() {}

    /** What to throw in place of an exception that came out of {@link Main}, with the files of routes that it has read. */
    static RuntimeException of(Exception failure, CamelContext context, RouteFiles files) {
        Optional<SettingException> ofFile =
                filesOf(failure, context, files).map(names -> UnusableRouteFile.because(names, failure));
        if (ofFile.isPresent()) {
            return ofFile.get();
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Optional<SettingException> known = known(cause);
            if (known.isPresent()) {
                return known.get();
            }
        }
        return new IllegalStateException("The gateway could not start", failure);
    }

    /** Those that the failure may be of: Camel does not always say which route it was about. */
    private static Optional<String> filesOf(Throwable failure, CamelContext context, RouteFiles files) {
        Optional<String> found = Optional.empty();
        for (Throwable cause = failure; cause != null && found.isEmpty(); cause = cause.getCause()) {
            if (cause instanceof FailedToCreateRouteException route) {
                found = files.ofRoute(context, route.getRouteId()).map(RouteFile::toString);
            } else if (cause instanceof FailedToStartRouteException route) {
                found = files.ofRoute(context, route.getRouteId()).map(RouteFile::toString);
            }
        }
        for (Throwable cause = failure; cause != null && found.isEmpty(); cause = cause.getCause()) {
            Matcher kamelet = OF_A_KAMELET.matcher(String.valueOf(cause.getMessage()));
            if (kamelet.find()) {
                found = files.thatMention(Stream.of(kamelet.group(1), kamelet.group(2), kamelet.group(3))
                        .filter(Objects::nonNull)
                        .toList());
            }
        }
        return found;
    }

    private static Optional<SettingException> known(Throwable cause) {
        if (cause instanceof SettingException setting) {
            return Optional.of(setting);
        }
        if (cause instanceof FailedToCreateRouteException || cause instanceof MarkedYamlEngineException) {
            return Optional.of(new SettingException(
                    "A route cannot be used: " + firstTwoLines(requireNonNull(cause.getMessage()))));
        }
        if (cause instanceof PropertyBindingException binding) {
            return Optional.of(CamelOption.refusal(binding));
        }
        return Optional.empty();
    }

    /** YAML's messages name problem and place in two lines; a picture of the place follows. */
    private static String firstTwoLines(String message) {
        String text = message.lines().limit(2).map(String::strip).collect(joining(" "));
        return text.replaceFirst("[:.]?$", ".");
    }
}
