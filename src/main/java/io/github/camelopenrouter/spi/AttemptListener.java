/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.spi;

import io.github.camelopenrouter.api.BegunAttempt;

/**
 * A {@link CallListener} that wants to know of each attempt as well, in front of its request's first byte: what is told here
 * may be billed, also where the process ends before the call does. Attempts that cost nothing are not told.
 */
public interface AttemptListener extends CallListener {

    /**
     * A request goes up; told once more, with its {@code generationId}, where the head of its answer has one, and with its {@code
     * estimate} each time that a budget holds more for it. On the call's own thread, which a client is waiting for.
     */
    void begins(BegunAttempt attempt);
}
