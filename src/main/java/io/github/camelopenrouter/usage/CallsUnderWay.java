/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the journal knows at this moment of what it has not got yet; to ask costs nothing. */
interface CallsUnderWay {

    /** Whether it can be written, and has what the process before has left open. */
    boolean isJournalWhole();

    /**
     * When the last call ended, or the last cost became known; null where a call is under way that may cost something, or a
     * cost is asked for.
     */
    @Nullable
    Instant noneSince();
}
