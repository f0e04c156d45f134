/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.limits;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many calls of one level may be under way. Safe for many threads.
 *
 * @param level whose calls they are, for sentences
 * @param running goes on where the policy has changed the number
 */
record CallsUnderWay(String level, long most, AtomicInteger running) {

    /** Counts one more, if it may begin; then {@link #leave} has to follow, once. */
    boolean enter() {
        if (running.incrementAndGet() <= most) {
            return true;
        }
        running.decrementAndGet();
        return false;
    }

    void leave() {
        running.decrementAndGet();
    }
}
