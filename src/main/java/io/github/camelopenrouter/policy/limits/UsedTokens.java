/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.limits;

import io.github.camelopenrouter.api.CallRecord.CostSource;
import io.github.camelopenrouter.api.TokenUsage;
import io.github.camelopenrouter.upstream.UpstreamCall;
import org.jspecify.annotations.Nullable;

/** How many tokens a call has used that has ended. */
final class UsedTokens {

    private UsedTokens() {}

    /**
     * What the answer says. Where it says nothing: none if nothing was generated, else the estimate; where it leaves out a part, as one
     * does that was cut off, no less than that.
     *
     * @param call null where OpenRouter was never to be called
     */
    static long of(@Nullable UpstreamCall call, long estimate) {
        if (call == null) {
            return 0;
        }
        TokenUsage said = call.usage();
        if (said.total() != null) {
            return said.total();
        }
        if (said.prompt() != null || said.completion() != null) {
            return Math.max(estimate, orNone(said.prompt()) + orNone(said.completion()));
        }
        boolean nothing = call.attemptsMade((model, usage) -> null).stream()
                .allMatch(attempt -> attempt.costSource() == CostSource.NONE);
        return nothing ? 0 : estimate;
    }

    private static long orNone(@Nullable Long count) {
        return count == null ? 0 : count;
    }
}
