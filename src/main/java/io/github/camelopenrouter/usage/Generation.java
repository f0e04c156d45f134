/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelopenrouter.response.UsageReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What OpenRouter tells of something that it has generated (source: OpenRouter's API reference, {@code GET /generation}).
 *
 * @param cost what it takes
 * @param upstreamCost what the vendor takes beside it, of calls with a key of the operator's there
 * @param finish why the model stopped, as chat completions call it
 */
record Generation(
        BigDecimal cost,
        @Nullable BigDecimal upstreamCost,
        boolean byok,
        @Nullable String provider,
        @Nullable String finish,
        @Nullable Long prompt,
        @Nullable Long completion,
        @Nullable Long reasoning,
        @Nullable Long cached) {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /**
     * Reads the answer; empty where it names no cost (yet).
     *
     * @throws IOException if it is none
     */
    static Optional<Generation> read(byte[] answer) throws IOException {
        JsonNode data = JSON.readTree(answer).path("data");
        if (!data.isObject()) {
            throw new IOException("no data");
        }
        BigDecimal cost = amount(data, data.hasNonNull("usage") ? "usage" : "total_cost");
        if (cost == null) {
            return Optional.empty();
        }
        boolean byok = data.path("is_byok").booleanValue();
        return Optional.of(new Generation(
                cost,
                byok ? amount(data, "upstream_inference_cost") : null,
                byok,
                text(data, "provider_name"),
                text(data, "finish_reason"),
                tokens(data, "prompt"),
                tokens(data, "completion"),
                count(data, "native_tokens_reasoning"),
                count(data, "native_tokens_cached")));
    }

    /**
     * What the key that has asked has cost altogether; empty where the answer does not say it.
     *
     * @throws IOException if it is none
     */
    static Optional<BigDecimal> usageOfKey(byte[] answer) throws IOException {
        return Optional.ofNullable(amount(JSON.readTree(answer).path("data"), "usage"));
    }

    /** As the vendor counts them, which is what is billed. */
    private static @Nullable Long tokens(JsonNode data, String kind) {
        Long counted = count(data, "native_tokens_" + kind);
        return counted != null ? counted : count(data, "tokens_" + kind);
    }

    private static @Nullable BigDecimal amount(JsonNode data, String name) {
        return data.path(name).isNumber() ? UsageReader.amountOf(data.path(name).asText()) : null;
    }

    private static @Nullable Long count(JsonNode data, String name) {
        return data.path(name).isIntegralNumber() ? data.path(name).longValue() : null;
    }

    private static @Nullable String text(JsonNode data, String name) {
        return data.path(name).isTextual() ? data.path(name).textValue() : null;
    }
}
