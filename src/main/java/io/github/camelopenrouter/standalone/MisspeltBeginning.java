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
import io.github.camelopenrouter.config.GivenNames;
import io.github.camelopenrouter.config.UnknownSettings;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;

/**
 * A setting whose first word is nearly ours or Camel's: nobody reads it, and nobody would say so. Only where what follows is a
 * setting, too: any other name is the operator's own.
 */
final class MisspeltBeginning {

    private static final List<String> BEGINNINGS = List.of("openrouter", "camel");

    private MisspeltBeginning() {}

    /** One sentence for each, without its value. */
    static Stream<String> in(CamelContext context) {
        UnknownSettings settings = new UnknownSettings();
        return GivenNames.startingWith(context, "").stream().flatMap(name -> sentence(settings, name).stream());
    }

    private static Optional<String> sentence(UnknownSettings settings, String name) {
        int end = name.indexOf('.');
        if (end < 0 || BEGINNINGS.contains(name.substring(0, end))) {
            return Optional.empty();
        }
        return DidYouMean.to(name.substring(0, end), BEGINNINGS)
                .filter(near -> !name.startsWith(near)) // "openrouter2" is somebody's own
                .map(near -> near + name.substring(end))
                .filter(near -> settings.know(near) || CamelSettings.isGroup(near))
                .map(near -> "Unknown setting " + name + ": did you mean " + near + "?");
    }
}
