/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.cost;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.body.PlainJson;
import io.github.camelopenrouter.policy.request.OutputFields;
import java.math.BigDecimal;
import java.util.List;

/** Writes into requests what keeps them within what they are taken to cost. Changes the request that it is given. */
public final class OutputCap {

    private OutputCap() {}

    /** Whether {@link #stopServerTools} would write something. */
    public static boolean lacksStop(ObjectNode request, BigDecimal usd) {
        PlainJson plain = new PlainJson();
        return PaidTools.runServerTools(request, plain)
                && !StopConditions.of(request, plain).stopAt(usd);
    }

    /**
     * Has tools that run behind the gateway end once they have cost so much, and after some steps, where the request has any.
     * What the client says of it stays: of several conditions the first that is met counts, so that ours only add to it.
     */
    public static void stopServerTools(ObjectNode request, BigDecimal usd) {
        PlainJson plain = new PlainJson();
        StopConditions own = StopConditions.of(request, plain);
        if (PaidTools.runServerTools(request, plain) && !own.stopAt(usd)) {
            request.set(StopConditions.FIELD, own.stoppingAt(usd, request.get("max_tool_calls")));
        }
    }

    /** Whether {@link #outputTokens} would write something. */
    public static boolean lacksOutput(Operation operation, ObjectNode request) {
        List<String> fields = OutputFields.of(operation);
        for (String field : fields) {
            if (request.hasNonNull(field)) {
                return false;
            }
        }
        return !fields.isEmpty();
    }

    /** Has each answer end after so many tokens, where the client says nothing of it. */
    public static void outputTokens(Operation operation, ObjectNode request, long tokens) {
        if (lacksOutput(operation, request)) {
            request.put(OutputFields.of(operation).get(0), tokens);
        }
    }
}
