/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.kamelet;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;

/**
 * What a call has used; each is null where the answer does not say it.
 *
 * @param cost in credits, exactly as OpenRouter writes it
 */
record Usage(Integer promptTokens, Integer completionTokens, BigDecimal cost) {

    static final Usage UNKNOWN = new Usage(null, null, null);

    /** Source: chat and completions speak of prompt and completion tokens, Responses of input and output tokens. */
    static Usage of(JsonNode usage) {
        JsonNode cost = usage.path("cost");
        return new Usage(
                count(usage, "prompt_tokens", "input_tokens"),
                count(usage, "completion_tokens", "output_tokens"),
                cost.isNumber() ? cost.decimalValue() : null);
    }

    private static Integer count(JsonNode usage, String name, String inResponses) {
        JsonNode count = usage.has(name) ? usage.path(name) : usage.path(inResponses);
        return count.canConvertToInt() ? count.intValue() : null;
    }
}
