/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.error;

import static io.github.camelopenrouter.error.SmallJson.JSON;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.camelopenrouter.api.Operation.Api;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The JSON body of an error answer, in the shape that the door's callers understand.
 *
 * <p>OpenAI: {@code {"error":{"message","type","param","code"}}}, all four keys always, null where unknown. Anthropic:
 * {@code {"type":"error","error":{"type","message"},"request_id"}}.
 */
public final class ErrorEnvelope {

    private ErrorEnvelope() {}

    /** What {@code type} can be in an envelope of the gateway's own. */
    public static Set<String> types() {
        return Arrays.stream(ErrorType.values())
                .flatMap(type -> Stream.of(type.openAi(), type.anthropic()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Renders the envelope as UTF-8.
     *
     * @param requestId stands in Anthropic's envelope only, may be null
     */
    public static byte[] render(Api api, OpenRouterException error, @Nullable String requestId) {
        try {
            return JSON.writeValueAsBytes(api == Api.ANTHROPIC ? anthropic(error, requestId) : openAi(error));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree of strings is always writable", e);
        }
    }

    private static ObjectNode openAi(OpenRouterException error) {
        ObjectNode envelope = JSON.createObjectNode();
        envelope.putObject("error")
                .put("message", error.getMessage())
                .put("type", error.type().openAi())
                .put("param", error.param())
                .set("code", code(error.code()));
        return envelope;
    }

    /** OpenRouter's own codes are numbers, ours are words. */
    private static JsonNode code(@Nullable String code) {
        if (code == null) {
            return NullNode.instance;
        }
        return code.matches("\\d{3}") ? IntNode.valueOf(Integer.parseInt(code)) : TextNode.valueOf(code);
    }

    private static ObjectNode anthropic(OpenRouterException error, @Nullable String requestId) {
        ObjectNode envelope = JSON.createObjectNode().put("type", "error");
        envelope.putObject("error").put("type", error.type().anthropic()).put("message", error.getMessage());
        return envelope.put("request_id", requestId);
    }
}
