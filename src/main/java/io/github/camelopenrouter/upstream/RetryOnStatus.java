/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream;

import io.github.camelopenrouter.error.FailureKind;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.util.IOHelper;

/**
 * Looks at a finished attempt: throws {@link RetryableResponse} while another one follows, and closes the answer it
 * gives up; otherwise the answer passes as it is, so that the last one keeps its own status and body, marked as {@link
 * RetryPolicy#markExhausted} says.
 */
final class RetryOnStatus implements Processor {

    private final RetryPolicy policy;
    private final Clock clock;

    RetryOnStatus(RetryPolicy policy, Clock clock) {
        this.policy = policy;
        this.clock = clock;
    }

    @Override
    public void process(Exchange exchange) throws RetryableResponse {
        Message answer = exchange.getMessage();
        int status = answer.getHeader(Exchange.HTTP_RESPONSE_CODE, 200, Integer.class);
        if (!FailureKind.ofStatus(status).isTransient()) {
            return;
        }
        UpstreamCall call = UpstreamCall.begun(exchange);
        Duration asked = askedWait(call, answer);
        if (policy.grantsAnother(call, asked)) {
            if (answer.getBody() instanceof InputStream open) {
                IOHelper.close(open);
            }
            throw new RetryableResponse(status);
        }
        policy.markExhausted(exchange);
    }

    /** A vendor's {@code Retry-After} does not hold for another model of the group; OpenRouter's own limit holds for all. */
    private Duration askedWait(UpstreamCall call, Message answer) {
        boolean goesElsewhere = call.hasAnotherModel() && !PlatformLimit.isIn(answer::getHeader);
        return goesElsewhere ? Duration.ZERO : RetryAfter.parse(answer.getHeader("Retry-After"), clock);
    }
}
