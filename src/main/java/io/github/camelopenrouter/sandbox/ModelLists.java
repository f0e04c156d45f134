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
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What OpenRouter tells of models, providers and accounts beside its list of models. */
final class ModelLists {

    private static final Pattern MODEL = Pattern.compile("/v1/model/([^/]+/[^/]+)");
    private static final Pattern ENDPOINTS = Pattern.compile("/v1/(?:images/)?models/([^/]+/[^/]+)/endpoints");

    private final ModelList models;

    ModelLists(ModelList models) {
        this.models = models;
    }

    /** Empty for a path that is none of these. */
    Optional<Script> answer(String path, HttpServerRequest request) {
        return switch (path) {
            case "/v1/models/user" -> {
                Authentication.check(request);
                yield data(all());
            }
            case "/v1/models/count" ->
                data(Json.object().put("count", models.entries().size()));
            case "/v1/images/models" -> data(Json.array().add(entry("openai/gpt-image-1", "image")));
            case "/v1/videos/models" -> data(Json.array().add(entry("google/veo-3.1", "video")));
            case "/v1/providers" -> data(Json.array().add(provider()));
            case "/v1/endpoints/zdr" -> data(Json.array());
            case "/v1/activity" -> {
                Authentication.check(request);
                yield data(Json.array());
            }
            default -> byId(path);
        };
    }

    private Optional<Script> byId(String path) {
        Matcher model = MODEL.matcher(path);
        if (model.matches()) {
            return data(find(model.group(1)));
        }
        Matcher endpoints = ENDPOINTS.matcher(path);
        if (!endpoints.matches()) {
            return Optional.empty();
        }
        ObjectNode found = Json.object().put("id", endpoints.group(1));
        if (!path.startsWith("/v1/images")) {
            JsonNode known = find(endpoints.group(1));
            found.put("name", known.path("name").asText());
        }
        ObjectNode endpoint = found.putArray("endpoints").addObject();
        endpoint.put("name", Call.PROVIDER).put("provider_name", Call.PROVIDER).put("status", 0);
        return data(found);
    }

    private JsonNode find(String id) {
        return models.entries().stream()
                .filter(entry -> entry.path("id").asText().equals(id))
                .findFirst()
                .orElseThrow(() -> new Refusal(ApiError.of(404, "Model not found")));
    }

    private ArrayNode all() {
        return Json.array().addAll(models.entries());
    }

    private static ObjectNode entry(String id, String modality) {
        ObjectNode entry = Json.object().put("id", id).put("canonical_slug", id).put("name", id);
        entry.putObject("architecture").putArray("output_modalities").add(modality);
        return entry;
    }

    private static ObjectNode provider() {
        return Json.object().put("name", Call.PROVIDER).put("slug", "sandbox").putNull("privacy_policy_url");
    }

    private static Optional<Script> data(JsonNode data) {
        ObjectNode body = Json.object();
        body.set("data", data);
        return Optional.of(Script.json(200, body));
    }
}
