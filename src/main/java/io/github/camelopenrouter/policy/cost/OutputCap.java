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
import java.math.BigDecimal;

/** Writes into requests what keeps them within what they are taken to cost. */
public final class OutputCap {

    private OutputCap() {}

    /** Has tools that run behind the gateway stop at so much money, where the request has any and says nothing itself. */
    public static void stopServerTools(ObjectNode request, BigDecimal usd) {
        // skeleton
    }

    /** Has each answer end after so many tokens, where the client says nothing itself. */
    public static void outputTokens(Operation operation, ObjectNode request, long tokens) {
        // skeleton
    }
}
