/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.spi;

import io.github.camelopenrouter.api.CallRecord;

/**
 * Wants to know of each call that has ended. Whoever makes it a bean, under any name, is found at the first call and told of
 * all that follow, of every gateway in the context.
 *
 * <p>Runs on the thread that the call's answer ended on, which a client may be waiting for: it has to be quick and must not
 * block. What it throws is logged and changes no call.
 */
@FunctionalInterface
public interface CallListener {

    /** A call has ended; each is told once. */
    void ended(CallRecord call);
}
