/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An error as OpenRouter words it.
 *
 * @param metadata null where there is none
 * @param headers what goes with it, {@code Retry-After} for example
 */
record ApiError(int status, String message, @Nullable ObjectNode metadata, Map<String, String> headers) {

    /** What went wrong behind OpenRouter, in every fault that happens after the head was sent. */
    static final ApiError PROVIDER_GONE =
            of(502, "Provider disconnected mid-stream").with("{\"error_type\":\"provider_unavailable\"}");

    static ApiError of(int status, String message) {
        return new ApiError(status, message, null, Map.of());
    }

    ApiError with(String metadataJson) {
        return new ApiError(status, message, (ObjectNode) Json.parse(metadataJson), headers);
    }

    ApiError header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new ApiError(status, message, metadata, more);
    }

    Script script(Api api) {
        Script script = Script.json(status, body(api));
        for (Map.Entry<String, String> header : headers.entrySet()) {
            script = script.with(header.getKey(), header.getValue());
        }
        return script;
    }

    /** The error as a whole body, in the envelope that the operation's clients know. */
    ObjectNode body(Api api) {
        return api == Api.MESSAGES ? anthropic() : envelope();
    }

    /** {@code {"message","code","metadata"?}}: what stands under {@code error}. */
    ObjectNode detail() {
        ObjectNode detail = Json.object().put("message", message).put("code", status);
        if (metadata != null) {
            detail.set("metadata", metadata);
        }
        return detail;
    }

    private ObjectNode envelope() {
        ObjectNode body = Json.object();
        body.set("error", detail());
        return status == 401 ? body : body.put("user_id", "user_sim");
    }

    ObjectNode anthropic() {
        ObjectNode body = Json.object().put("type", "error");
        body.putObject("error").put("type", anthropicType()).put("message", message);
        return body.putNull("request_id");
    }

    private String anthropicType() {
        return switch (status) {
            case 401 -> "authentication_error";
            case 402 -> "billing_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 408, 504, 524 -> "timeout_error";
            case 429 -> "rate_limit_error";
            case 503, 529 -> "overloaded_error";
            default -> status < 500 ? "invalid_request_error" : "api_error";
        };
    }
}
