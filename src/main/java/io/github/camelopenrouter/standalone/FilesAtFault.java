/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.util.ObjectHelper;
import org.jspecify.annotations.Nullable;

/** The files of routes that a failed start may be the fault of: Camel does not always say which route it was about. */
final class FilesAtFault {

    /** Its name, and that of a property which it has not, or which cannot take its value. */
    private static final Pattern OF_A_KAMELET = Pattern.compile(
            "(?:Failure creating route from template: |Error creating or loading Kamelet with id )(\\S+)"
                    + "|The Kamelet (\\S+) (?:has no property \"([^\"]+)\"|cannot be made: )"
                    + "|The Kamelet property (\\S+) (?:is \"([^\"]+)\"|has a wrong value|holds a placeholder )");

    private FilesAtFault() {}

    /** @return none if it is nobody's, or not known whose */
    static List<RouteFile> of(Throwable failure, CamelContext context, RouteFiles files) {
        List<Throwable> causes = Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(30)
                .toList();
        List<RouteFile> ofKamelet = ofKamelet(causes, files);
        return causes.stream()
                .flatMap(cause -> files.ofRoute(context, routeOf(cause)).stream())
                .filter(file -> ofKamelet.isEmpty() || ofKamelet.contains(file)) // else Camel was just at that one
                .findFirst()
                .map(List::of)
                .orElse(ofKamelet);
    }

    private static @Nullable String routeOf(Throwable cause) {
        if (cause instanceof FailedToCreateRouteException route) {
            return route.getRouteId();
        }
        return cause instanceof FailedToStartRouteException route ? route.getRouteId() : null;
    }

    /** Those in which most is found of what is said of it: a value may have come from elsewhere. */
    private static List<RouteFile> ofKamelet(List<Throwable> causes, RouteFiles files) {
        List<String> words = new ArrayList<>(
                causes.stream().flatMap(FilesAtFault::wordsOf).distinct().toList());
        while (!words.isEmpty()) {
            List<RouteFile> found = files.thatMention(words);
            if (!found.isEmpty()) {
                return found;
            }
            words.remove(words.size() - 1);
        }
        return List.of();
    }

    private static Stream<String> wordsOf(Throwable cause) {
        Matcher kamelet = OF_A_KAMELET.matcher(String.valueOf(cause.getMessage()));
        return kamelet.find()
                ? Stream.of(1, 2, 3, 4, 5).map(kamelet::group).filter(ObjectHelper::isNotEmpty)
                : Stream.empty();
    }
}
