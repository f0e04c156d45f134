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
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.util.ObjectHelper;

/** An option of Camel's, such as {@code camel.server.port}, that Camel does not have or whose value it cannot take. */
final class CamelOption {

    /** Source: Camel Main, {@code BaseMainSupport} and {@code MainHelper}. */
    private static final Pattern UNUSABLE = Pattern.compile("Error configuring property: (?<key>\\S+) because (?:"
            + "(?<missing>option|value) is empty"
            + "|cannot find (?<kind>component|dataformat|language) with name (?<name>\\S+)\\. .*)");

    private CamelOption() {}

    /** Without the value: that may be a password, and Camel's own message shows it. */
    static SettingException refusal(PropertyBindingException failure) {
        SettingException ours = ObjectHelper.getException(SettingException.class, failure);
        if (ours != null) { // of a Kamelet's property
            return ours;
        }
        String prefix = Objects.toString(failure.getOptionPrefix(), "");
        String option = Objects.toString(failure.getOptionKey(), Objects.toString(failure.getPropertyName(), ""));
        List<String> known = Setters.of(failure.getTarget().getClass()).stream()
                .map(name -> prefix + name)
                .toList();
        String key = prefix + option;
        if (known.stream().anyMatch(name -> plain(name).equals(plain(key)))) {
            return new SettingException(key + " has a value that Camel cannot take.");
        }
        return new SettingException(key + " is no setting of Camel's"
                + DidYouMean.to(key, known)
                        .map(near -> ": did you mean " + near + "?")
                        .orElse("."));
    }

    /** What Camel says of one before it looks for whom it is; none where it says something else. */
    static Optional<SettingException> refusal(Throwable failure) {
        Matcher said = UNUSABLE.matcher(String.valueOf(failure.getMessage()));
        if (!(failure instanceof IllegalArgumentException) || !said.matches()) {
            return Optional.empty();
        }
        String key = said.group("key");
        String kind = said.group("kind");
        return Optional.of(new SettingException(
                kind == null
                        ? key + " has no " + said.group("missing") + ": complete it, or remove it."
                        : key + " names a " + kind + " that is not there" + nearest(key, kind, said.group("name"))));
    }

    private static String nearest(String key, String kind, String name) {
        return DidYouMean.to(name, Installed.of(kind))
                .map(near -> ": did you mean "
                        + key.replaceFirst("(?i)" + Pattern.quote("." + name + "."), "." + near + ".") + "?")
                .orElse(".");
    }

    /** Camel takes capitals and dashes as they come. */
    private static String plain(String key) {
        return key.replace("-", "").toLowerCase(Locale.ROOT);
    }
}
