/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whose models the list has, and which of them a name that it does not have is like. */
final class KnownVendors {

    /** A vendor and a name, with neither variant nor preset; an alias begins with a tilde. */
    private static final Pattern NAME = Pattern.compile("~?([a-z0-9-]+)/([A-Za-z0-9._-]+)");

    private final Map<String, List<JsonNode>> byVendor = new HashMap<>();

    KnownVendors(List<JsonNode> entries) {
        for (JsonNode entry : entries) {
            Matcher id = NAME.matcher(entry.path("id").asText());
            if (id.matches() && !entry.has("alias_target") && !id.group(1).equals("openrouter")) {
                byVendor.computeIfAbsent(id.group(1), vendor -> new ArrayList<>())
                        .add(entry);
            }
        }
    }

    /** The model that begins most like it; of several the first. Empty where the vendor is not known. */
    Optional<JsonNode> mostSimilar(String name) {
        Matcher parts = NAME.matcher(name);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String id = parts.group(1) + "/" + parts.group(2);
        boolean embeddings = id.contains("embed");
        return byVendor.getOrDefault(parts.group(1), List.of()).stream()
                .filter(entry -> ModelList.isEmbeddings(entry) == embeddings)
                .min(Comparator.comparingInt(entry -> -shared(entry.path("id").asText(), id)));
    }

    /** How many characters two names begin with alike. */
    private static int shared(String one, String other) {
        int end = Math.min(one.length(), other.length());
        int length = 0;
        while (length < end && one.charAt(length) == other.charAt(length)) {
            length++;
        }
        return length;
    }
}
