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
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code GET /v1/models} and {@code /v1/embeddings/models}: filtered, paged, and public. */
final class ModelsEndpoint {

    private static final String CACHE = "public, max-age=300, stale-while-revalidate=3600, stale-if-error=3600";
    private static final int PAGE = 500;

    private final ModelList models;

    ModelsEndpoint(ModelList models) {
        this.models = models;
    }

    Script list(MultiMap query) {
        return list(query, query.contains("output_modalities") ? query.get("output_modalities") : "text");
    }

    Script embeddings(MultiMap query) {
        return list(query, "embeddings");
    }

    private Script list(MultiMap query, String modalities) {
        List<JsonNode> found = models.entries().stream()
                .filter(entry -> answersWith(entry, modalities))
                .filter(entry -> supports(entry, query.get("supported_parameters")))
                .toList();
        return Script.json(200, page(found, query)).with("Cache-Control", CACHE);
    }

    private static boolean answersWith(JsonNode entry, String modalities) {
        List<String> offered = texts(entry.path("architecture").path("output_modalities"));
        return modalities.equals("all") || !disjoint(offered, modalities);
    }

    private static boolean disjoint(List<String> offered, String wanted) {
        return Set.of(wanted.split(",")).stream().noneMatch(offered::contains);
    }

    private static boolean supports(JsonNode entry, @Nullable String parameters) {
        return parameters == null
                || texts(entry.path("supported_parameters")).containsAll(Set.of(parameters.split(",")));
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static ObjectNode page(List<JsonNode> found, MultiMap query) {
        int offset = Math.min(number(query, "offset", 0), found.size());
        int limit = query.contains("offset") || query.contains("limit") ? number(query, "limit", PAGE) : found.size();
        int end = Math.min(found.size(), offset + limit);
        ObjectNode body = Json.object();
        body.putArray("data").addAll(found.subList(offset, end));
        body.put("total_count", found.size());
        String next = end < found.size() ? "/api/v1/models?offset=" + end + "&limit=" + limit : null;
        body.putObject("links").put("next", next);
        return body;
    }

    private static int number(MultiMap query, String name, int absent) {
        try {
            return query.contains(name) ? Math.max(0, Integer.parseInt(query.get(name))) : absent;
        } catch (NumberFormatException e) {
            throw Refusal.badRequest("Invalid " + name);
        }
    }
}
