/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.auth;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The paths of the management port that are the admin's: a door there takes the admin token, whoever has written it. */
public final class AdminPaths {

    private static final List<String> FIRST_SEGMENTS = List.of("admin", "ui");

    /** Its beginning, a parameter or star in it, and whether another segment follows. */
    private static final Pattern FIRST_SEGMENT = Pattern.compile("/*([^/{*]*)([{*])?[^/]*(/)?.*");

    private AdminPaths() {}

    /**
     * Whether a door could be called by such a path.
     *
     * @param path as an endpoint has it, perhaps with {@code {parameters}} or a star at its end
     * @param prefix whether the door takes everything that begins like this
     */
    public static boolean mayBeTakenBy(String path, boolean prefix) {
        Matcher first = FIRST_SEGMENT.matcher(path);
        if (!first.matches()) {
            return true; // a line break: nobody means that
        }
        String beginning = first.group(1);
        boolean goesOn = first.group(2) != null || prefix && first.group(3) == null;
        return FIRST_SEGMENTS.stream().anyMatch(goesOn ? one -> one.startsWith(beginning) : beginning::equals);
    }
}
