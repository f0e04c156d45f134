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
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.main.Main;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Turns what stopped a start into one sentence for the operator; a fault nobody foresaw keeps its stack trace. */
public final class StartUpFailure {

    /** Camel finds it before it tells anybody of the file. */
    private static final Pattern CONFIGURATION_TWICE =
            Pattern.compile("Route configuration already exists with id: (\\S+)");

    private StartUpFailure() {}

    /** What to throw in place of an exception that came out of {@link Main}. */
    public static RuntimeException of(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Optional<SettingException> known = known(cause);
            if (known.isPresent()) {
                return known.get();
            }
        }
        return new IllegalStateException("The gateway could not start", failure);
    }

    private static Optional<SettingException> known(Throwable cause) {
        if (cause instanceof SettingException setting) {
            return Optional.of(setting);
        }
        if (cause instanceof FailedToCreateRouteException || cause instanceof MarkedYamlEngineException) {
            return Optional.of(new SettingException(
                    "A route cannot be used: " + firstTwoLines(requireNonNull(cause.getMessage()))));
        }
        Matcher twice = CONFIGURATION_TWICE.matcher(String.valueOf(cause.getMessage()));
        if (cause instanceof IllegalArgumentException && twice.find()) {
            return Optional.of(
                    new SettingException(
                            "The route configuration " + twice.group(1)
                                    + " is defined twice, by two files in routes/ or by one and the gateway itself: give each one of its own."));
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
