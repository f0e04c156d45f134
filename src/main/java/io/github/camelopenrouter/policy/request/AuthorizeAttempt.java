/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.request;

import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.api.Operation;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Looks once more at the model that an attempt takes, of a group or of fallbacks. A call that {@link AuthorizeCall} has not
 * seen goes no further. What asks for no model passes: the fetch of the list, and a look at one of OpenRouter's other paths,
 * which has no request, but a key of its caller's.
 */
public final class AuthorizeAttempt implements Processor {

    private final Function<Exchange, Grant> grants;

    public AuthorizeAttempt(Function<Exchange, Grant> grants) {
        this.grants = grants;
    }

    @Override
    public void process(Exchange exchange) {
        String model = exchange.getProperty(OpenRouterConstants.SENT_MODEL, String.class);
        if (model != null) {
            Grant.of(exchange).require(model, "model");
        } else if (exchange.getProperty(OpenRouterConstants.OPERATION) == Operation.PASS_THROUGH) {
            exchange.setProperty(
                    OpenRouterConstants.UPSTREAM_KEYS, grants.apply(exchange).upstreamKeys());
        }
    }
}
