/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Marks the answer to a call that has failed in more than one try: {@code x-should-retry: false}. */
final class MarkRetriesExhausted implements Processor {

    private final RetryPolicy policy;

    MarkRetriesExhausted(RetryPolicy policy) {
        this.policy = policy;
    }

    @Override
    public void process(Exchange exchange) {
        UpstreamCall call = UpstreamCall.of(exchange);
        if (call != null && policy.isSpent(call)) {
            exchange.getMessage().setHeader("x-should-retry", "false");
        }
    }
}
