/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.passthrough;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;

/**
 * Who answers on the account's paths: OpenRouter, until somebody here does, who tells each client of itself. Safe for many
 * threads.
 */
public final class AccountAnswers implements Processor {

    private volatile @Nullable Processor own;

    /** @param answering for each client in OpenRouter's shapes */
    public void set(Processor answering) {
        own = answering;
    }

    /** Whether the request of this exchange is answered here. */
    public boolean answer(Exchange exchange) {
        PassThroughPath path = PassThroughPath.of(exchange);
        return own != null && path != null && path.isAccount();
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        Processor answering = own;
        if (answering != null) {
            answering.process(exchange);
        }
    }
}
