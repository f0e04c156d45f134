/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.call;

import io.github.camelopenrouter.api.CallRecord;
import java.net.URI;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The trace of one call: it stands in the place of the call's {@link AttemptObserver}, and tells that one, too. */
public interface CallTrace extends AttemptObserver {

    /** What was to observe the attempts without a trace; null where nothing was. */
    void observedBy(@Nullable AttemptObserver other);

    /**
     * A request goes up.
     *
     * @param attempt its number, from 1
     * @param headers takes name and value of what links the upstream to the trace
     */
    void attempt(
            int attempt,
            @Nullable String model,
            String method,
            @Nullable URI target,
            BiConsumer<String, String> headers);

    /** The call has ended, and its spans with it. */
    void ended(CallRecord call);
}
