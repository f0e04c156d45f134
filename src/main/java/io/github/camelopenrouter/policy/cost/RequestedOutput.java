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
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.models.ModelLimits;
import io.github.camelopenrouter.policy.request.OutputFields;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * How much a request lets be written.
 *
 * @param answers how often
 * @param tokens of each; {@link #BOUNDLESS} where only the model ends it
 * @param isSaid whether the request says so
 */
record RequestedOutput(long answers, long tokens, boolean isSaid) {

    static final long BOUNDLESS = Long.MAX_VALUE;

    /** For what writes nothing. */
    static final RequestedOutput NOTHING = new RequestedOutput(1, 0, true);

    /** More than any model writes. */
    private static final BigDecimal MOST = BigDecimal.valueOf(1_000_000_000_000L);

    /**
     * Of several fields the largest: which one is read nobody has written down.
     *
     * @param unsaid tokens where it says nothing
     */
    static RequestedOutput of(Operation operation, ObjectNode request, long unsaid) {
        List<String> fields = OutputFields.of(operation);
        if (fields.isEmpty()) {
            return NOTHING;
        }
        long tokens = -1;
        for (int i = 0; i < fields.size(); i++) {
            if (request.hasNonNull(fields.get(i))) {
                tokens = Math.max(tokens, number(request.get(fields.get(i)), BOUNDLESS));
            }
        }
        return new RequestedOutput(answers(request), tokens < 0 ? unsaid : tokens, tokens >= 0 && tokens < BOUNDLESS);
    }

    /** How many answers it asks for. */
    static long answers(ObjectNode request) {
        long answers = 1;
        for (int i = 0; i < OutputFields.COUNTS.size(); i++) {
            JsonNode count = request.get(OutputFields.COUNTS.get(i));
            answers = count == null ? answers : Math.max(answers, number(count, 1));
        }
        return Math.min(answers, MOST.longValue());
    }

    boolean isNothing() {
        return this == NOTHING;
    }

    /** What a model can write of each at most; {@link #BOUNDLESS} where nobody knows an end. */
    long within(ModelLimits limits, long promptTokens) {
        long most = limits.completion() == null ? tokens : Math.min(tokens, limits.completion());
        return limits.context() == null ? most : Math.min(most, Math.max(0, limits.context() - promptTokens));
    }

    /** What is no number above zero, as -1 in the requests of some clients, may be read as any. */
    private static long number(JsonNode value, long nonsense) {
        BigDecimal number = ShortNumber.of(value);
        if (number == null || number.compareTo(BigDecimal.ONE) < 0) {
            return nonsense;
        }
        return number.compareTo(MOST) > 0
                ? BOUNDLESS
                : number.setScale(0, RoundingMode.UP).longValue();
    }
}
