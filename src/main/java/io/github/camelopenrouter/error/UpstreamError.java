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
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An error object as OpenRouter and the vendors behind it write it: {@code {"code","type","message","metadata"}}, each of
 * which may be absent.
 *
 * @param json missing where there is no error object
 */
public record UpstreamError(JsonNode json) {

    /** What stands beside an error that is about the request. */
    private static final Set<String> ABOUT_THE_REQUEST = Set.of("patterns", "reasons", "flagged_input");

    /** The {@code error} of this answer; an empty one where the answer is no JSON or has none. */
    public static UpstreamError in(byte[] answer) {
        try {
            return new UpstreamError(JSON.readTree(answer).path("error"));
        } catch (IOException e) {
            return new UpstreamError(JSON.missingNode());
        }
    }

    /**
     * This error; an empty one where the text is no JSON, or was too long to have been kept whole.
     *
     * @param error null if an answer only says that there was one
     */
    public static UpstreamError parse(@Nullable String error) {
        try {
            return new UpstreamError(error == null ? JSON.missingNode() : JSON.readTree(error));
        } catch (JsonProcessingException e) {
            return new UpstreamError(JSON.missingNode());
        }
    }

    /**
     * The status that it names, 502 where it names none.
     *
     * <p>Source: OpenRouter gives the status as {@code code}, sometimes as text; the codes of its Responses API are words,
     * all but these for failures of the vendor; Anthropic's errors have a type only.
     */
    public int status() {
        int code = json.path("code").asInt(0);
        if (code >= 400 && code <= 599) {
            return code;
        }
        return switch (json.path("code").asText()) {
            case "invalid_prompt", "image_content_policy_violation" -> 400;
            case "rate_limit_exceeded" -> 429;
            default -> ErrorType.statusOf(json.path("type").asText());
        };
    }

    /** As it is written, number or word; null if it has none. */
    public @Nullable String code() {
        return json.path("code").asText(null);
    }

    public @Nullable String type() {
        return json.path("type").asText(null);
    }

    public String typeOr(String unknown) {
        return json.path("type").asText(unknown);
    }

    public String messageOr(String unknown) {
        return json.path("message").asText(unknown);
    }

    /** Whether it is about the request: a guardrail, a moderation, a region. Another key would be refused just the same. */
    public boolean isAboutTheRequest() {
        JsonNode metadata = json.path("metadata");
        return json.has("availability") || ABOUT_THE_REQUEST.stream().anyMatch(metadata::has);
    }

    /**
     * Whether it is about a key or an account behind the gateway.
     *
     * @param status that it came with, or that it names
     */
    public boolean isAccounts(int status) {
        return switch (status) {
            case 401, 402 -> true;
            case 403 -> json.isObject() && !isVendors() && !isAboutTheRequest();
            default -> false;
        };
    }

    /** Whether a vendor has said it, and not OpenRouter itself (source: OpenRouter's error metadata). */
    public boolean isVendors() {
        JsonNode provider = json.path("metadata").path("provider_name");
        return provider.isTextual() && !provider.textValue().isBlank();
    }
}
