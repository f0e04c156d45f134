/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Anthropic's beta features go up under the name that Anthropic knows and the one that OpenRouter knows, each with all of them. */
final class BetaHeaders {

    private static final String ANTHROPICS = "anthropic-beta";
    private static final String OPENROUTERS = "x-anthropic-beta";

    private BetaHeaders() {}

    static void merge(Map<String, Object> client, Map<String, Object> headers) {
        Object anthropics = client.get(ANTHROPICS);
        Object openRouters = client.get(OPENROUTERS);
        if (anthropics == null && openRouters == null) {
            return;
        }
        String all = Stream.concat(features(anthropics), features(openRouters))
                .distinct()
                .collect(Collectors.joining(", "));
        headers.put(ANTHROPICS, all);
        headers.put(OPENROUTERS, all);
    }

    private static Stream<String> features(@Nullable Object header) {
        Stream<?> values = header instanceof Collection<?> several ? several.stream() : Stream.ofNullable(header);
        return values.flatMap(value -> Arrays.stream(value.toString().split(",")))
                .map(String::strip)
                .filter(feature -> !feature.isEmpty());
    }
}
