/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.budgets;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** What becomes of a call for which a budget has not enough left. */
sealed interface WhenSpent {

    /** It is refused. */
    record Refuse() implements WhenSpent {}

    /** It passes, and its answer says so. */
    record Warn() implements WhenSpent {}

    /** Another model serves it, past this budget; the others hold. */
    record Instead(String model) implements WhenSpent {}

    /** @param written as a policy has it, which has been checked; null for nothing said */
    static WhenSpent of(@Nullable JsonNode written) {
        if (written == null) {
            return new Refuse();
        }
        if (written.isObject()) {
            return new Instead(written.path("model").textValue());
        }
        return written.textValue().equals("warn") ? new Warn() : new Refuse();
    }
}
