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
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.main.Main;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Turns what stopped a start into one sentence for the operator; the stack trace is in the log, at DEBUG. */
final class StartUpFailure {

    private static final Pattern PLACEHOLDER = Pattern.compile("Property with key \\[([^]]+)]");

    private StartUpFailure() {}

    /** What to throw in place of an exception that came out of {@link Main}, with the files of routes that it has read. */
    static RuntimeException of(Exception failure, CamelContext context, RouteFiles files) {
        List<RouteFile> atFault = FilesAtFault.of(failure, context, files);
        if (!atFault.isEmpty()) {
            return UnusableRouteFile.because(context, atFault, failure);
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Optional<SettingException> known = known(cause, context);
            if (known.isPresent()) {
                return known.get();
            }
        }
        return UnusableRouteFile.unforeseen(RepeatableText.about(List.of(), context), failure);
    }

    private static Optional<SettingException> known(Throwable cause, CamelContext context) {
        if (cause instanceof SettingException setting) {
            return Optional.of(setting);
        }
        if (cause instanceof FailedToCreateRouteException || cause instanceof MarkedYamlEngineException) {
            return Optional.of(UnusableRouteFile.because("A route", RepeatableText.about(List.of(), context), cause));
        }
        if (UnusableRouteFile.isOfPlaceholder(cause)) {
            return Optional.of(ofSetting(settingsWith(cause, context), context, cause));
        }
        if (cause instanceof PropertyBindingException binding) {
            return Optional.of(CamelOption.refusal(binding));
        }
        if (cause instanceof ClassNotFoundException) {
            return Optional.of(ofSetting("A setting", context, cause));
        }
        return CamelOption.refusal(cause);
    }

    private static SettingException ofSetting(String setting, CamelContext context, Throwable cause) {
        return UnusableRouteFile.because(setting, RepeatableText.about(List.of(), context), cause);
    }

    /** Camel names the placeholder, and not what holds it. */
    private static String settingsWith(Throwable cause, CamelContext context) {
        Matcher placeholder = PLACEHOLDER.matcher(String.valueOf(cause.getMessage()));
        if (!placeholder.find()) {
            return "A setting";
        }
        Properties given = context.getPropertiesComponent().loadProperties();
        String names = given.stringPropertyNames().stream()
                .filter(name -> given.getProperty(name).contains("{{" + placeholder.group(1)))
                .sorted()
                .collect(Collectors.joining(" or "));
        return names.isEmpty() ? "A setting" : names;
    }
}
