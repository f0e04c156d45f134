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
import java.util.ArrayList;
import java.util.List;

/** {@code /embeddings}: vectors instead of words, never a stream. */
final class EmbeddingsFormat implements AnswerFormat {

    private final Call call;

    EmbeddingsFormat(Call call) {
        this.call = call;
    }

    @Override
    public ObjectNode whole(Reply reply) {
        ObjectNode body = Json.object().put("object", "list");
        ArrayNode data = body.putArray("data");
        inputs().forEach(input -> data.add(embedding(input, data.size())));
        body.put("model", call.model().shortName());
        body.set("usage", reply.usage().embeddings());
        body.put("provider", Call.PROVIDER).put("id", call.id());
        boolean echoes = call.model().special() == SpecialModel.ECHO;
        return echoes ? body.put("sandbox_echo", reply.text()) : body;
    }

    private ObjectNode embedding(JsonNode input, int index) {
        int dimensions = call.body().path("dimensions").asInt(call.model().dimensions());
        Embedding vector = Embedding.of(call.model(), input, Math.max(1, dimensions));
        boolean base64 = call.body().path("encoding_format").asText().equals("base64");
        ObjectNode entry = Json.object().put("object", "embedding");
        entry.set("embedding", base64 ? vector.base64() : vector.floats());
        return entry.put("index", index);
    }

    /** One text or one row of token numbers is one input; an array of either is many. */
    private List<JsonNode> inputs() {
        JsonNode input = call.body().path("input");
        if (!input.isArray() || input.path(0).isNumber()) {
            return List.of(input);
        }
        List<JsonNode> inputs = new ArrayList<>();
        input.forEach(inputs::add);
        return inputs;
    }

    @Override
    public ObjectNode broken(Reply beginning, Failure form) {
        return ApiError.PROVIDER_GONE.body(Api.EMBEDDINGS);
    }

    @Override
    public List<SseEvent> opening(Reply reply) {
        throw new UnsupportedOperationException("Embeddings do not stream");
    }

    @Override
    public SseEvent word(String word) {
        throw new UnsupportedOperationException("Embeddings do not stream");
    }

    @Override
    public List<SseEvent> closing(Reply reply) {
        throw new UnsupportedOperationException("Embeddings do not stream");
    }

    @Override
    public List<SseEvent> failure(Failure form) {
        throw new UnsupportedOperationException("Embeddings do not stream");
    }
}
