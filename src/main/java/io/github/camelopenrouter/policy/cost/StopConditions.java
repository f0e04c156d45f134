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
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.body.PlainJson;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * When the model is not asked again for what tools behind the gateway have found: {@code stop_server_tools_when}, a list of
 * conditions of which the first that is met ends it, and which goes before {@code max_tool_calls} (source: OpenRouter's API
 * reference, "StopServerToolsWhen"). The cost is that of all steps together, with the tokens of the model; a step that has
 * begun is not stopped.
 */
final class StopConditions {

    static final String FIELD = "stop_server_tools_when";

    /** What a step costs about, a search (source: OpenRouter's list): so much is gone before anybody can stop it. */
    static final BigDecimal STEP_USD = new BigDecimal("0.01");

    private static final String COST = "max_cost";
    private static final String DOLLARS = "max_cost_in_dollars";
    private static final String STEPS = "step_count_is";
    private static final String STEP_COUNT = "step_count";

    /** Without any condition there are no more. */
    private static final BigDecimal MOST_STEPS = BigDecimal.valueOf(30);

    private final ArrayNode conditions;

    private StopConditions(ArrayNode conditions) {
        this.conditions = conditions;
    }

    /** Those of a request, none where it has none. */
    static StopConditions of(ObjectNode request, PlainJson plain) {
        JsonNode written = request.get(FIELD);
        return new StopConditions(
                written != null && plain.whole(written) instanceof ArrayNode list
                        ? list
                        : JsonNodeFactory.instance.arrayNode());
    }

    /** In US dollars, the least of several; null where it may cost what it will. It may only be compared. */
    @Nullable
    BigDecimal cost() {
        return least(COST, DOLLARS);
    }

    /** Whether it ends both after so much and after some steps. */
    boolean stopAt(BigDecimal usd) {
        BigDecimal cost = cost();
        return cost != null && cost.compareTo(usd) <= 0 && least(STEPS, STEP_COUNT) != null;
    }

    /**
     * The same, and what they lack for that.
     *
     * @param toolCalls what the request says of steps elsewhere, and is not heard beside such a list
     */
    ArrayNode stoppingAt(BigDecimal usd, @Nullable JsonNode toolCalls) {
        ArrayNode all = conditions.deepCopy();
        BigDecimal cost = cost();
        if (cost == null || cost.compareTo(usd) > 0) {
            all.addObject().put("type", COST).set(DOLLARS, DecimalNode.valueOf(usd));
        }
        if (least(STEPS, STEP_COUNT) == null) {
            all.addObject().put("type", STEPS).put(STEP_COUNT, steps(usd, ShortNumber.of(toolCalls)));
        }
        return all;
    }

    /** As many as the money may be enough for. */
    private static int steps(BigDecimal usd, @Nullable BigDecimal toolCalls) {
        BigDecimal steps = usd.divide(STEP_USD, 0, RoundingMode.DOWN).min(MOST_STEPS);
        return (toolCalls == null ? steps : steps.min(toolCalls))
                .max(BigDecimal.ONE)
                .intValue();
    }

    private @Nullable BigDecimal least(String type, String field) {
        BigDecimal least = null;
        for (JsonNode condition : conditions) {
            BigDecimal number =
                    condition.path("type").asText().equals(type) ? ShortNumber.of(condition.get(field)) : null;
            if (number != null && (least == null || number.compareTo(least) < 0)) {
                least = number;
            }
        }
        return least;
    }
}
