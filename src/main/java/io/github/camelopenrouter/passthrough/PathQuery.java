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
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes from a client's query what the table lists; the rest, a {@code beta=true} for example, stays here. */
final class PathQuery {

    private PathQuery() {}

    /**
     * The query that goes up, null for none.
     *
     * @param asked as the client has written it
     * @throws OpenRouterException 400 if a listed name comes twice or says anything unusual, or the one that must be there is not
     */
    static @Nullable String of(PassThroughPath path, @Nullable String asked) {
        List<String> passed = new ArrayList<>();
        for (String name : path.queries()) {
            String value = valueOf(name, asked == null ? "" : asked);
            if (value != null) {
                passed.add(name + "=" + value);
            } else if (name.equals(path.requiredQuery())) {
                throw refusal(name, "must be given");
            }
        }
        return passed.isEmpty() ? null : String.join("&", passed);
    }

    private static @Nullable String valueOf(String name, String query) {
        String value = null;
        for (String pair : query.split("&")) {
            if (pair.startsWith(name + "=")) {
                if (value != null) {
                    throw refusal(name, "must be given once");
                }
                value = pair.substring(name.length() + 1);
            }
        }
        if (value != null && !PathIds.isPlain(value)) {
            throw refusal(name, "may have letters, digits and ._~:@- only");
        }
        return value;
    }

    private static OpenRouterException refusal(String name, String rule) {
        return OpenRouterException.invalidRequest("The query's '" + name + "' " + rule + ".", name);
    }
}
