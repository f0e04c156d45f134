/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.passthrough;

import io.github.camelopenrouter.error.OpenRouterException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts the ids of a client's path into a path of the table. They are the only part of it that is the client's, so they are
 * letters, digits and a few signs that mean nothing in a path: nothing encoded, and no way up.
 */
final class PathIds {

    private static final Pattern PARAMETER = Pattern.compile("\\{[a-z]+}");
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9._~:@/-]+");
    private static final String ONE = "([^/]+)";
    private static final String VERSION = "/v1";

    private final String template;
    /** Of a client's path, whose beginning is the door's own; null where there is no id in it. */
    private final @Nullable Pattern end;

    PathIds(String template) {
        this.template = template;
        String relative = template.substring(VERSION.length());
        this.end = PARAMETER.matcher(template).find()
                ? Pattern.compile(".*" + PARAMETER.matcher(relative).replaceAll(ONE) + "/?")
                : null;
    }

    /** Whether the client's path is asked. */
    boolean areAny() {
        return end != null;
    }

    /**
     * The path that goes up.
     *
     * @param asked the path as the client has written it, null where nobody has
     * @throws OpenRouterException 400 if there is no id in it, or none that may stand in a path
     */
    String in(@Nullable String asked) {
        if (end == null) {
            return template;
        }
        Matcher found = end.matcher(asked == null ? "" : asked);
        if (!found.matches() || !isPlain(found.group(0))) {
            throw OpenRouterException.invalidRequest(
                    "The id in the path may have letters, digits and ._~:@- only: " + template + ".", null);
        }
        String path = template;
        for (int group = 1; group <= found.groupCount(); group++) {
            path = PARAMETER.matcher(path).replaceFirst(Matcher.quoteReplacement(found.group(group)));
        }
        return path;
    }

    /** Whether a path or a query's value can mean nothing but what is written. */
    static boolean isPlain(String text) {
        return ALLOWED.matcher(text).matches() && !text.contains("..") && !text.contains("//");
    }
}
