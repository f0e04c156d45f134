/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.limits;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.body.RequestBody;
import io.github.camelopenrouter.passthrough.MultipartBody;
import io.github.camelopenrouter.policy.document.Policy;
import io.github.camelopenrouter.tokens.CountedPrompt;
import java.io.IOException;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * Takes of each level that has a limit of tokens as many as the request may need; once the answer has ended, {@link
 * LimitedCall} corrects that. Stands behind the caps. Errors: 429, code {@code rate_limit_exceeded}; 400, code {@code
 * over_limit}.
 */
final class TakeTokens implements Processor {

    private static final long READ_BEFORE = Integer.MAX_VALUE - 1;

    private final Supplier<Policy> policy;

    TakeTokens(Supplier<Policy> policy) {
        this.policy = policy;
    }

    @Override
    public void process(Exchange exchange) throws IOException {
        LimitedCall call = LimitedCall.of(exchange);
        if (call != null && call.hasTokens()) {
            call.takeTokens(estimate(exchange));
        }
    }

    private long estimate(Exchange exchange) throws IOException {
        Message message = exchange.getMessage();
        if (message.getBody() instanceof MultipartBody form) {
            return TokenEstimate.ofForm(form.length());
        }
        Operation operation = exchange.getProperty(OpenRouterConstants.OPERATION, Operation.class);
        ObjectNode request = RequestBody.in(message, READ_BEFORE).tree();
        return new TokenEstimate(policy.get()).of(operation, request, CountedPrompt.of(exchange, request));
    }
}
