/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.body;

import io.github.camelopenrouter.error.OpenRouterException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which content types a request may name. The body is read as JSON whatever it says ({@code curl -d} says form data);
 * only types that certainly mean something else are refused.
 */
final class MediaType {

    private MediaType() {}

    /** Lets JSON, text, form data and an absent type pass, and refuses everything else with 415. */
    static void requireReadable(@Nullable String contentType) {
        String type = essence(contentType);
        if (!isReadable(type)) {
            throw OpenRouterException.unsupportedMediaType(
                    "The content type of the request is not supported; send application/json.");
        }
    }

    static boolean isForm(@Nullable String contentType) {
        return essence(contentType).equals("multipart/form-data");
    }

    private static String essence(@Nullable String contentType) {
        if (contentType == null) {
            return "";
        }
        int parameters = contentType.indexOf(';');
        String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
        return type.trim().toLowerCase(Locale.ROOT);
    }

    private static boolean isReadable(String type) {
        return type.isEmpty()
                || type.equals("application/json")
                || type.endsWith("+json")
                || type.startsWith("text/")
                || type.equals("application/x-www-form-urlencoded");
    }
}
