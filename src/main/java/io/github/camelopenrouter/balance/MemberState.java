/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.balance;

import java.time.Duration;

/**
 * One member as operators see it.
 *
 * @param expected how long its next first byte will probably take; failures count as slow answers
 * @param sharePercent of the group's latest calls
 * @param outstanding calls that have not ended
 * @param cooldown how long it will still be left alone, zero if it is not
 */
public record MemberState(String name, Duration expected, int sharePercent, int outstanding, Duration cooldown) {

    /** In one line, for example {@code cost 320 ms, share 48 %, calls 3, in cooldown for 290 s}. */
    @Override
    public String toString() {
        String cooling = cooldown.isZero() ? "" : ", in cooldown for " + (cooldown.toMillis() + 999) / 1000 + " s";
        return "cost " + expected.toMillis() + " ms, share " + sharePercent + " %, calls " + outstanding + cooling;
    }
}
