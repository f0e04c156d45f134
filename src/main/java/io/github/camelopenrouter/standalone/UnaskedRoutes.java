/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import io.github.camelopenrouter.alert.AlertSettings;
import io.github.camelopenrouter.export.ExportSettings;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;

/** The jar's routes of exports and alerts where nobody has asked for any: to read them would only make the start longer. */
final class UnaskedRoutes {

    private static final String IN_JAR = "classpath:openrouter/standalone/routes/";

    private UnaskedRoutes() {}

    /** The pattern without those that would all be left out by their preconditions. */
    static String leaveOut(CamelContext context, String pattern) {
        return Stream.of(pattern.split(","))
                .filter(part -> !part.startsWith(IN_JAR + "export/") || ExportSettings.areGiven(context))
                .filter(part -> !part.startsWith(IN_JAR + "alerts/") || AlertSettings.areWanted(context))
                .collect(Collectors.joining(","));
    }
}
