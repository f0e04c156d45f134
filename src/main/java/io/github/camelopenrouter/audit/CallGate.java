/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.audit;

import io.github.camelopenrouter.error.OpenRouterException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** With {@code openrouter.audit.full=refuse}: a call whose line nobody could write goes no further, and costs nothing. */
final class CallGate implements Processor {

    private final CallQueue queue;

    CallGate(CallQueue queue) {
        this.queue = queue;
    }

    @Override
    public void process(Exchange exchange) {
        if (!queue.takesMore()) {
            queue.refused();
            throw OpenRouterException.overloaded(
                    "No call is made, for it cannot be written into the audit: free the disk of openrouter.data-dir,"
                            + " or start with openrouter.audit.full=allow.",
                    "audit_unavailable",
                    5);
        }
    }
}
