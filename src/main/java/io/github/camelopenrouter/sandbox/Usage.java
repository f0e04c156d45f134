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
import java.math.BigDecimal;
import java.util.List;

/**
 * Tokens and what they cost, to the last digit, in the words of each API.
 *
 * @param prompt all input tokens, {@code cached} and {@code written} among them
 * @param completion all output tokens, {@code reasoning} among them
 * @param images those in the prompt
 * @param byok whether the vendor bills a key of the user's own, and OpenRouter its fee only
 */
record Usage(
        int prompt, int completion, int reasoning, int cached, int written, int images, Prices prices, boolean byok) {

    static final Usage NONE = new Usage(0, 0, 0, 0, 0, 0, Prices.FREE, false);

    /** OpenRouter's share of what a vendor takes from a key of the user's own. */
    private static final BigDecimal FEE = new BigDecimal("0.05");

    /** Of what has a price for the whole. */
    static Usage flat(BigDecimal price) {
        return new Usage(0, 0, 0, 0, 0, 0, Prices.perRequest(price), false);
    }

    /** The same tokens for nothing. */
    Usage unbilled() {
        return new Usage(prompt, completion, reasoning, cached, written, images, Prices.FREE, byok);
    }

    /** If no more than so many tokens came out. Before the first of them nothing is billed. */
    Usage upTo(int sent) {
        Usage begun = new Usage(prompt, sent, Math.min(reasoning, sent), cached, written, images, prices, byok);
        return sent == 0 ? begun.unbilled() : begun;
    }

    BigDecimal promptCost() {
        BigDecimal write = prices.cacheWrite();
        return times(prices.prompt(), prompt - cached - written)
                .add(times(prices.cacheRead(), cached))
                .add(write == null ? BigDecimal.ZERO : times(write, written))
                .add(times(prices.image(), images))
                .add(prices.request());
    }

    BigDecimal completionCost() {
        return times(prices.completion(), completion);
    }

    /** What the model's vendor takes; where it is not paid by the user, it is in OpenRouter's price. */
    BigDecimal vendorCost() {
        return plain(promptCost().add(completionCost()));
    }

    /** What OpenRouter takes. */
    BigDecimal cost() {
        return byok ? plain(vendorCost().multiply(FEE)) : vendorCost();
    }

    ObjectNode chat() {
        ObjectNode usage = Json.object();
        usage.put("prompt_tokens", prompt).put("completion_tokens", completion);
        usage.put("total_tokens", prompt + completion).put("cost", cost()).put("is_byok", byok);
        usage.putObject("prompt_tokens_details")
                .put("cached_tokens", cached)
                .put("cache_write_tokens", written)
                .put("audio_tokens", 0)
                .put("video_tokens", 0);
        usage.set("cost_details", costs("prompt", "completions"));
        usage.putObject("completion_tokens_details")
                .put("reasoning_tokens", reasoning)
                .put("image_tokens", 0)
                .put("audio_tokens", 0);
        return usage;
    }

    ObjectNode responses() {
        ObjectNode usage = Json.object().put("input_tokens", prompt);
        usage.putObject("input_tokens_details").put("cached_tokens", cached).put("cache_write_tokens", written);
        usage.put("output_tokens", completion);
        usage.putObject("output_tokens_details").put("reasoning_tokens", reasoning);
        usage.put("total_tokens", prompt + completion).put("cost", cost()).put("is_byok", byok);
        return usage.set("cost_details", costs("input", "output"));
    }

    ObjectNode messages() {
        ObjectNode usage = Json.object().put("input_tokens", prompt - cached - written);
        usage.put("cache_creation_input_tokens", written).put("cache_read_input_tokens", cached);
        usage.put("output_tokens", completion).put("service_tier", "standard");
        usage.put("cost", cost()).put("is_byok", byok);
        return usage.set("cost_details", costs("prompt", "completions"));
    }

    /** At the beginning of a stream, when nobody knows the cost yet. */
    ObjectNode messagesBegun() {
        return messages().put("output_tokens", 1).without(List.of("cost", "is_byok", "cost_details"));
    }

    ObjectNode embeddings() {
        ObjectNode usage = Json.object().put("prompt_tokens", prompt).put("total_tokens", prompt);
        usage.put("cost", cost()).put("is_byok", byok);
        return usage.set("cost_details", costs("prompt", "completions"));
    }

    private ObjectNode costs(String in, String out) {
        return Json.object()
                .put("upstream_inference_cost", vendorCost())
                .put("upstream_inference_" + in + "_cost", plain(promptCost()))
                .put("upstream_inference_" + out + "_cost", plain(completionCost()));
    }

    private static BigDecimal times(BigDecimal price, int tokens) {
        return price.multiply(BigDecimal.valueOf(tokens));
    }

    /** Without zeros at its end. */
    static BigDecimal plain(BigDecimal value) {
        return value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    }
}
