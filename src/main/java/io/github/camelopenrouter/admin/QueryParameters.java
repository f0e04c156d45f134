/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.admin;

import io.github.camelopenrouter.error.OpenRouterException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.Exchange;

/** What stands behind the question mark of a path. Nothing is passed over: who misspells a filter must not get everything. */
public final class QueryParameters {

    private QueryParameters() {}

    /**
     * By their names.
     *
     * @throws OpenRouterException 400 for one that is unknown, empty or there twice
     */
    public static Map<String, String> of(Exchange exchange, Set<String> known) {
        Map<String, String> given = new HashMap<>();
        String query = exchange.getMessage().getHeader(Exchange.HTTP_QUERY, "", String.class);
        for (String pair : query.isEmpty() ? new String[0] : query.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            String name = decoded(parts[0]);
            if (!known.contains(name)) {
                throw refusal("There is no parameter \"" + name + "\" here, only " + inWords(known) + ".", name);
            }
            String value = parts.length == 1 ? "" : decoded(parts[1]);
            if (value.isEmpty()) {
                throw refusal(name + " has no value.", name);
            }
            if (given.put(name, value) != null) {
                throw refusal(name + " is there twice.", name);
            }
        }
        return given;
    }

    private static String inWords(Set<String> known) {
        return known.isEmpty() ? "none at all" : String.join(", ", new TreeSet<>(known));
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw refusal("The query has an escape that is none.", "query");
        }
    }

    private static OpenRouterException refusal(String sentence, String name) {
        return OpenRouterException.invalidRequest(sentence, name);
    }
}
