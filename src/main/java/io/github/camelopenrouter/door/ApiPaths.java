/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.door;

import java.util.List;

/** Where the doors of each API stand. */
final class ApiPaths {

    private static final String V1 = "/v1";
    private static final String ANTHROPIC = "/anthropic";

    /** In front of {@link #V1} there, for the vendor's own models and clients. */
    private static final List<String> VENDORS = List.of("/openai", ANTHROPIC);

    private ApiPaths() {}

    /** Whether a path is written as doors have it. */
    static boolean isWhole(String path) {
        return path.startsWith("/v1/")
                || path.startsWith("/openai/v1/")
                || path.startsWith("/anthropic/v1/")
                || path.equals(ANTHROPIC);
    }

    /** The path that a client means who leaves out the version, or the API as well; then it is OpenAI's. */
    static String whole(String path) {
        if (isWhole(path)) {
            return path;
        }
        for (String vendor : VENDORS) {
            if (isBelow(path, vendor)) {
                return vendor + V1 + path.substring(vendor.length());
            }
        }
        return V1 + path;
    }

    /** Whether one of the APIs itself is called by this path. */
    static boolean isOfAnApi(String path) {
        return path.equals(V1)
                || isBelow(path, V1)
                || VENDORS.stream().anyMatch(v -> path.equals(v) || isBelow(path, v));
    }

    static boolean isBelow(String path, String prefix) {
        return path.length() > prefix.length() && path.startsWith(prefix) && path.charAt(prefix.length()) == '/';
    }
}
