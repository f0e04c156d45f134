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
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Makes a {@link Call} of a request, or refuses it in OpenRouter's order: key, JSON, model, parameters. */
final class CallReader {

    private final ModelList models;

    CallReader(ModelList models) {
        this.models = models;
    }

    Call read(Api api, HttpServerRequest request, Buffer bytes) {
        String key = Authentication.check(request);
        ObjectNode body = object(bytes);
        Model model = model(body);
        if (model.special() == null && model.embeddings() != (api == Api.EMBEDDINGS)) {
            throw wrongEndpoint(model);
        }
        RequestCheck.check(api, body, model);
        long created = Instant.now().getEpochSecond();
        String id = Ids.generation(api, created);
        return new Call(api, body, bytes.toString(), model, id, created, key, request.headers());
    }

    private static ObjectNode object(Buffer bytes) {
        try {
            if (Json.read(bytes.getBytes()) instanceof ObjectNode body) {
                return body;
            }
        } catch (IOException e) {
            throw Refusal.badRequest("Invalid JSON body");
        }
        throw Refusal.badRequest("Invalid input: expected object");
    }

    /** The first candidate that does not fail at once, as OpenRouter falls back along {@code models}. */
    private Model model(ObjectNode body) {
        List<Model> candidates = new ArrayList<>();
        if (body.hasNonNull("model") || body.path("models").isEmpty()) {
            candidates.add(models.resolve(body.path("model").asText("openrouter/auto")));
        }
        for (JsonNode fallback : body.path("models")) {
            candidates.add(models.resolve(fallback.asText()));
        }
        return candidates.stream()
                .filter(model -> model.special() == null || !model.special().failsAtOnce())
                .findFirst()
                .orElse(candidates.get(0));
    }

    private static Refusal wrongEndpoint(Model model) {
        String operation = model.embeddings() ? "an embedding model, use /embeddings" : "no embedding model";
        return new Refusal(ApiError.of(400, model.id() + " is " + operation)
                .with("{\"error_type\":\"invalid_request\",\"availability_code\":\"wrong_endpoint\"}"));
    }
}
