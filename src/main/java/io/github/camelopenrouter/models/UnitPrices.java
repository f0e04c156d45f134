/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.models;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a model may cost besides its tokens of text, in US dollars, as the model list says it (source: OpenRouter's API
 * reference, "pricing"); none for what it does not name.
 *
 * @param cacheWriteHour a token of the prompt that is kept in the prompt cache for an hour
 * @param reasoning a token that the model only thinks
 * @param image one in the prompt
 * @param audio a token of sound in the prompt
 * @param imageOutput a token of an image in the answer
 * @param audioOutput a token of sound in the answer
 * @param webSearch a search
 */
public record UnitPrices(
        BigDecimal cacheWriteHour,
        BigDecimal reasoning,
        BigDecimal image,
        BigDecimal audio,
        BigDecimal imageOutput,
        BigDecimal audioOutput,
        BigDecimal webSearch) {

    static final UnitPrices NONE = new UnitPrices(
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            BigDecimal.ZERO);

    /**
     * Null where one of them is known to be unknown.
     *
     * @param base what holds where nothing is said
     * @throws NumberFormatException if one is no number
     */
    static @Nullable UnitPrices of(JsonNode pricing, UnitPrices base) {
        BigDecimal hour = ModelPrice.price(pricing, "input_cache_write_1h", base.cacheWriteHour);
        BigDecimal reasoning = ModelPrice.price(pricing, "internal_reasoning", base.reasoning);
        BigDecimal image = ModelPrice.price(pricing, "image", base.image);
        BigDecimal audio = ModelPrice.price(pricing, "audio", base.audio);
        BigDecimal imageOutput = ModelPrice.price(pricing, "image_output", base.imageOutput);
        BigDecimal audioOutput = ModelPrice.price(pricing, "audio_output", base.audioOutput);
        BigDecimal search = ModelPrice.price(pricing, "web_search", base.webSearch);
        return hour == null
                        || reasoning == null
                        || image == null
                        || audio == null
                        || imageOutput == null
                        || audioOutput == null
                        || search == null
                ? null
                : new UnitPrices(hour, reasoning, image, audio, imageOutput, audioOutput, search);
    }
}
