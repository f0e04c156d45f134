/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.door;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which requests a door takes.
 *
 * @param methods empty for all
 * @param breadth 0 for one path, 1 for a path with parameters, 2 for all that begins alike
 */
record DoorPattern(Pattern path, Set<String> methods, int breadth) {

    private static final Pattern PARAMETER = Pattern.compile("\\{[^/}]*}");

    static DoorPattern of(String path, boolean prefix, @Nullable String methods) {
        boolean parameters = PARAMETER.matcher(path).find();
        String literal =
                Arrays.stream(PARAMETER.split(path, -1)).map(Pattern::quote).collect(Collectors.joining("[^/]+"));
        return new DoorPattern(
                Pattern.compile(literal + (prefix ? ".*" : "/?")), methodsOf(methods), prefix ? 2 : parameters ? 1 : 0);
    }

    boolean takesSeveral() {
        return breadth > 0;
    }

    /** Whether it takes this request, and fewer others than that door. */
    boolean isNearer(DoorPattern other, String method, String asked) {
        return breadth < other.breadth
                && (methods.isEmpty() || methods.contains(method))
                && path.matcher(asked).matches();
    }

    private static Set<String> methodsOf(@Nullable String restriction) {
        return restriction == null
                ? Set.of()
                : Arrays.stream(restriction.split(","))
                        .map(method -> method.strip().toUpperCase(Locale.ROOT))
                        .collect(Collectors.toSet());
    }
}
