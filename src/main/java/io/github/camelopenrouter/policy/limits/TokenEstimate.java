/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.limits;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.policy.document.Policy;
import io.github.camelopenrouter.policy.request.OutputFields;
import io.github.camelopenrouter.tokens.PromptTokens;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How many tokens a request may need: those of its prompt, and of each answer as many as it lets come. */
final class TokenEstimate {

    /** Of an answer whose request says nothing, where the policy says nothing either. */
    private static final long COMPLETION = 4096;

    /** More than any model writes; what is above that is as good as this. */
    private static final long MOST = 1_000_000_000_000L;

    private final Policy policy;

    TokenEstimate(Policy policy) {
        this.policy = policy;
    }

    static long ofForm(long bytes) {
        return PromptTokens.ofRecording(bytes);
    }

    /**
     * @param request as it will be sent: caps are written into it
     * @param prompt the estimate of its prompt
     */
    long of(Operation operation, ObjectNode request, long prompt) {
        long answers = 1;
        for (String field : OutputFields.COUNTS) {
            answers = Math.max(answers, number(request.get(field), 1));
        }
        long all = Math.multiplyExact(Math.min(output(operation, request), MOST), Math.min(answers, 1000));
        return prompt + all;
    }

    /** Of several the largest: which one is read nobody has written down. */
    private long output(Operation operation, ObjectNode request) {
        List<String> fields = OutputFields.of(operation);
        long unsaid = fields.isEmpty() ? 0 : ofPolicy();
        long said = -1;
        for (String field : fields) {
            if (request.hasNonNull(field)) {
                said = Math.max(said, number(request.get(field), unsaid));
            }
        }
        return said < 0 ? unsaid : said;
    }

    private long ofPolicy() {
        JsonNode estimate = policy.estimate();
        return estimate == null
                ? COMPLETION
                : estimate.path("completion-tokens").asLong(COMPLETION);
    }

    /** What is no number, or none at all, does not count. */
    private static long number(@Nullable JsonNode value, long otherwise) {
        if (value == null || !value.isNumber()) {
            return otherwise;
        }
        BigDecimal number = value.decimalValue();
        return number.signum() <= 0
                ? otherwise
                : number.min(BigDecimal.valueOf(MOST)).longValue();
    }
}
