/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.models;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelopenrouter.api.TokenUsage;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelPriceTest {

    private static final String LONG_PROMPTS = "{\"prompt\":\"0.000003\",\"completion\":\"0.000015\","
            + "\"request\":\"0.01\",\"input_cache_read\":\"0.0000003\",\"input_cache_write\":\"0.00000375\","
            + "\"overrides\":[{\"min_prompt_tokens\":200000,\"prompt\":\"0.000006\",\"completion\":\"0.0000225\"}]}";

    @Test
    void isExact() throws JsonProcessingException {
        ModelPrice price = price("{\"prompt\":\"0.00000014\",\"completion\":\"0\"}");
        BigDecimal sum = BigDecimal.ZERO;
        for (int n = 0; n < 1000; n++) {
            sum = sum.add(price.of(usage(1, null, null, null)));
        }
        assertThat(sum).isEqualByComparingTo("0.00014");
    }

    @Test
    void knowsTheCacheAndTheRequest() throws JsonProcessingException {
        assertThat(price(LONG_PROMPTS).of(usage(100, 10L, 20L, 5L))).isEqualByComparingTo("0.010363");
    }

    @Test
    void aLongPromptHasAnotherPrice() throws JsonProcessingException {
        ModelPrice price = price(LONG_PROMPTS);
        assertThat(price.of(199_999, 0)).isEqualByComparingTo("0.609997");
        assertThat(price.of(200_000, 2)).isEqualByComparingTo("1.210045");
    }

    @Test
    void otherUnitsHavePricesOfTheirOwn() throws JsonProcessingException {
        UnitPrices units = price("{\"prompt\":\"1\",\"completion\":\"2\",\"input_cache_write_1h\":\"0.000006\","
                        + "\"internal_reasoning\":\"3\",\"image\":\"0.001238\",\"audio\":\"4\",\"image_output\":\"5\","
                        + "\"audio_output\":\"6\",\"web_search\":\"0.01\"}")
                .units();

        assertThat(units)
                .isEqualTo(new UnitPrices(
                        new BigDecimal("0.000006"),
                        new BigDecimal("3"),
                        new BigDecimal("0.001238"),
                        new BigDecimal("4"),
                        new BigDecimal("5"),
                        new BigDecimal("6"),
                        new BigDecimal("0.01")));
        assertThat(price("{\"prompt\":\"1\",\"completion\":\"2\"}").units()).isEqualTo(UnitPrices.NONE);
    }

    @Test
    void whatALongPromptDoesNotChangeStays() throws JsonProcessingException {
        ModelPrice price = price(
                "{\"prompt\":\"1\",\"completion\":\"2\",\"image\":\"3\",\"input_cache_write_1h\":\"4\","
                        + "\"overrides\":[{\"min_prompt_tokens\":10,\"prompt\":\"5\",\"input_cache_write_1h\":\"6\"}]}");

        assertThat(price.at(9).units().cacheWriteHour()).isEqualByComparingTo("4");
        assertThat(price.at(10).units().cacheWriteHour()).isEqualByComparingTo("6");
        assertThat(price.at(10).units().image()).isEqualByComparingTo("3");
        assertThat(price.at(10).prompt()).isEqualByComparingTo("5");
        assertThat(price.at(10).completion()).isEqualByComparingTo("2");
    }

    @Test
    void whatWasNotCountedHasNoPrice() throws JsonProcessingException {
        assertThat(price(LONG_PROMPTS).of(TokenUsage.UNKNOWN)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"prompt\":\"\",\"completion\":\"\"}",
                "{\"prompt\":\"-1\",\"completion\":\"-1\"}",
                "{\"prompt\":\"0.1\"}",
                "{\"prompt\":\"much\",\"completion\":\"0\"}",
                "{\"prompt\":\"0\",\"completion\":null}",
                "{\"prompt\":\"0\",\"completion\":\"0\",\"request\":\"-1\"}",
                "{\"prompt\":\"0\",\"completion\":\"0\",\"image\":\"-1\"}",
                "{\"prompt\":\"0\",\"completion\":\"0\",\"audio\":\"much\"}",
                "{\"prompt\":\"0\",\"completion\":\"0\",\"overrides\":[{\"prompt\":\"1\"}]}"
            })
    void nobodyKnowsThisOne(String pricing) throws JsonProcessingException {
        assertThat(of(pricing)).isNull();
    }

    private static ModelPrice price(String pricing) throws JsonProcessingException {
        ModelPrice price = of(pricing);
        assertThat(price).isNotNull();
        return price;
    }

    private static @Nullable ModelPrice of(String pricing) throws JsonProcessingException {
        return ModelPrice.of(new ObjectMapper().readTree(pricing));
    }

    private static TokenUsage usage(
            long prompt, @Nullable Long cached, @Nullable Long written, @Nullable Long completion) {
        return new TokenUsage(prompt, cached, written, completion, null, null, null, null, null);
    }
}
