/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.cost;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * What one call may cost at most, by the prices of this moment: US dollars, exact. It is that of the dearest of the models
 * that may serve it.
 *
 * @param fixed whatever is written: the request, its prompt, images, sound and files, and the allowance for tools
 * @param perToken that an answer has
 * @param answers that are asked for
 * @param outputTokens that each answer may have
 * @param isLimited whether none can have more: the request says so, or its model writes no more
 * @param unknown the model whose price nobody knows, of which nothing is counted then; null where all are known
 */
public record CallCost(
        BigDecimal fixed,
        BigDecimal perToken,
        long answers,
        long outputTokens,
        boolean isLimited,
        @Nullable String unknown) {

    /** What costs nothing. */
    public static final CallCost NONE = new CallCost(BigDecimal.ZERO, BigDecimal.ZERO, 1, 0, false, null);

    /** All together. */
    public BigDecimal amount() {
        return fixed.add(perOutputToken().multiply(BigDecimal.valueOf(outputTokens)));
    }

    /** What all answers together cost for each token that they may have. */
    public BigDecimal perOutputToken() {
        return answers == 1 ? perToken : perToken.multiply(BigDecimal.valueOf(answers));
    }

    /** Whether it costs nothing whatever happens: all models are free, and there is no tool that is paid for. */
    public boolean isFree() {
        return unknown == null && fixed.signum() == 0 && perToken.signum() == 0;
    }

    /** How many tokens each answer could have for so much money: none where not even the rest fits. */
    public long outputTokensWithin(BigDecimal left) {
        BigDecimal room = left.subtract(fixed);
        if (room.signum() < 0) {
            return 0;
        }
        return perToken.signum() == 0
                ? outputTokens
                : room.divide(perOutputToken(), 0, RoundingMode.DOWN)
                        .min(BigDecimal.valueOf(outputTokens))
                        .longValue();
    }

    /** Of two that cost the same the one that costs more for each further token. */
    boolean isAbove(CallCost other) {
        int more = amount().compareTo(other.amount());
        return more > 0 || more == 0 && perOutputToken().compareTo(other.perOutputToken()) > 0;
    }

    CallCost withUnknown(String model) {
        return new CallCost(fixed, perToken, answers, outputTokens, isLimited, model);
    }
}
