/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** OpenRouter's errors, worded as they have been seen. */
final class KnownErrors {

    private static final String RETURNED = "Provider returned error";
    private static final String TIMED_OUT = "Request timed out. Please try again later.";

    private static final Map<Integer, ApiError> BY_STATUS = Map.ofEntries(
            entry(ApiError.of(
                            400,
                            "This endpoint's maximum context length is 200000 tokens. However, you requested about"
                                    + " 2500021 tokens (2500021 of text input). Please reduce the length of either one,"
                                    + " or use the context-compression plugin to compress your prompt automatically.")
                    .with("{\"provider_name\":null,\"previous_errors\":[]}")),
            entry(ApiError.of(401, "User not found.")),
            entry(ApiError.of(
                            402,
                            "This request requires more credits, or fewer max_tokens. You requested up to 65536 tokens,"
                                    + " but can only afford 3395. To increase, visit"
                                    + " https://openrouter.ai/settings/credits and upgrade to a paid account")
                    .with("{\"provider_name\":null}")),
            entry(ApiError.of(403, "Request blocked: prompt injection patterns detected")
                    .with("{\"patterns\":[\"ignore previous instructions\"]}")),
            entry(ApiError.of(
                    404,
                    "No endpoints available matching your guardrail restrictions and data policy. Configure:"
                            + " https://openrouter.ai/settings/privacy")),
            entry(ApiError.of(408, "Operation timed out. Please try again later.")),
            entry(ApiError.of(413, "Request payload too large")),
            entry(ApiError.of(422, "Invalid argument")),
            entry(provider(429, "Too many requests")),
            entry(ApiError.of(500, "Internal Server Error")),
            entry(provider(502, "upstream connect error or disconnect/reset before headers")),
            entry(ApiError.of(503, "No provider is available that meets your routing requirements")
                    .with("{\"error_type\":\"provider_overloaded\"}")),
            entry(ApiError.of(504, TIMED_OUT).with("{\"error_type\":\"timeout\"}")),
            entry(ApiError.of(524, TIMED_OUT)),
            entry(provider(529, "Overloaded")));

    /** A limit of OpenRouter itself: other keys or providers do not help. */
    static final ApiError PLATFORM_LIMIT = ApiError.of(
                    429,
                    "Rate limit exceeded: free-models-per-day. Add 10 credits to unlock 1000 free model requests per"
                            + " day")
            .with("{\"headers\":{\"X-RateLimit-Limit\":\"50\",\"X-RateLimit-Remaining\":\"0\","
                    + "\"X-RateLimit-Reset\":\"1893456000000\"}}")
            .header("X-RateLimit-Limit", "50")
            .header("X-RateLimit-Remaining", "0")
            .header("X-RateLimit-Reset", "1893456000000");

    static final ApiError UPSTREAM_LIMIT = provider(
                    429, "sandbox/rate-limit-upstream is temporarily rate-limited upstream. Please retry shortly.")
            .header("Retry-After", "1");

    static final ApiError MODERATION = ApiError.of(
                    403, "sandbox/moderation requires moderation on Sandbox. Your input was flagged for \"violence\".")
            .with("{\"reasons\":[\"violence\"],\"flagged_input\":\"How do I … this test\","
                    + "\"provider_name\":\"Sandbox\",\"model_slug\":\"sandbox/moderation\"}");

    static final ApiError NO_TOOLS = ApiError.of(
            404,
            "No endpoints found that support tool use. To learn more about provider routing, visit:"
                    + " https://openrouter.ai/docs/provider-routing");

    static final ApiError NO_IMAGES = ApiError.of(404, "No endpoints found that support image input");

    private KnownErrors() {}

    /** @param status one of those above */
    static ApiError status(int status) {
        return requireNonNull(BY_STATUS.get(status));
    }

    /** An error of the provider's, whose only useful text is {@code metadata.raw}. */
    private static ApiError provider(int status, String raw) {
        ObjectNode metadata = Json.object().put("raw", raw).put("provider_name", Call.PROVIDER);
        return ApiError.of(status, RETURNED).with(Json.write(metadata));
    }

    private static Map.Entry<Integer, ApiError> entry(ApiError error) {
        return Map.entry(error.status(), error);
    }
}
