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
import org.apache.camel.PropertyBindingException;
import org.apache.camel.util.ObjectHelper;

/** An option of Camel's, such as {@code camel.server.port}, that Camel does not have or whose value it cannot take. */
final class CamelOption {

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

    /** Camel takes capitals and dashes as they come. */
    private static String plain(String key) {
        return key.replace("-", "").toLowerCase(Locale.ROOT);
    }
}
