/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.call;

import io.github.camelopenrouter.error.OpenRouterException;
import org.jspecify.annotations.Nullable;

/** Who watches over a call while its answer comes in: told what arrives, and asked why the answer broke when it did. */
public interface CallWatch {

    /** Something came that is no comment, no heartbeat: an event, or a piece of the JSON. */
    void progress();

    /** Whether the client has left, which breaks the upstream too but is no failure of its. */
    boolean isAbandoned();

    /** Why the gateway itself has cut the call, null if it has not. */
    @Nullable
    OpenRouterException failure();

    /** Whether all bytes of an answer that has told its length have come, so that nothing but its end can follow. */
    default boolean hasAllBytes() {
        return false;
    }

    /** Whether somebody here has ended the call, and it did not break by itself. */
    default boolean isCut() {
        return isAbandoned() || failure() != null;
    }
}
