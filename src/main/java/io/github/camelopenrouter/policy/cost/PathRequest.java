/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.cost;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.body.PlainJson;
import io.github.camelopenrouter.passthrough.PassThroughPath;
import io.github.camelopenrouter.tokens.PromptTokens;
import org.jspecify.annotations.Nullable;

/** What decides on the cost of a request to one of OpenRouter's other paths. */
final class PathRequest {

    /** As many documents as one request is counted for (source: Cohere, "search units"). */
    private static final long DOCUMENTS = 100;

    private PathRequest() {}

    /**
     * Null for what no list has a price for.
     *
     * @param unsaid tokens of each answer
     */
    static @Nullable PricedRequest of(PassThroughPath path, ObjectNode request, long unsaid) {
        long tokens = PromptTokens.of(request);
        RequestedOutput output = new RequestedOutput(RequestedOutput.answers(request), unsaid, false);
        return switch (path) {
            case RERANK -> rerank(request, tokens);
            case IMAGES -> PricedRequest.passedThrough(images(request, tokens), Made.IMAGES, output);
            case AUDIO_SPEECH -> PricedRequest.passedThrough(PricedPrompt.of(1, tokens, 0, 0), Made.SOUND, output);
            case AUDIO_TRANSCRIPTIONS -> ofSound(tokens, PromptTokens.ofRecording(request), unsaid);
            default -> null;
        };
    }

    /** What is to be written down. */
    static PricedRequest ofSound(long textTokens, long audioTokens, long unsaid) {
        PricedPrompt prompt = PricedPrompt.of(1, textTokens + audioTokens, audioTokens, 0);
        return PricedRequest.passedThrough(prompt, Made.TEXT, new RequestedOutput(1, unsaid, false));
    }

    private static PricedPrompt images(ObjectNode request, long tokens) {
        return PricedPrompt.of(
                1, tokens, 0, ContentWalk.through(request, new PlainJson()).images());
    }

    /** The query is read with each document (source: Voyage, "Rerankers"). */
    private static PricedRequest rerank(ObjectNode request, long tokens) {
        long documents =
                Math.max(1, new PlainJson().of(request.path("documents")).size());
        ObjectNode query = JsonNodeFactory.instance.objectNode();
        JsonNode text = request.get("query");
        if (text != null) {
            query.set("query", text);
        }
        long again = (documents - 1) * PromptTokens.of(query);
        PricedPrompt prompt = PricedPrompt.of((documents + DOCUMENTS - 1) / DOCUMENTS, tokens + again, 0, 0);
        return PricedRequest.passedThrough(prompt, Made.TEXT, RequestedOutput.NOTHING);
    }
}
