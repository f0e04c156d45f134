/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream.keys;

import io.github.camelopenrouter.balance.CooldownCause;
import io.github.camelopenrouter.balance.CooldownResult;
import io.github.camelopenrouter.error.FailureKind;
import io.github.camelopenrouter.upstream.Durations;
import io.github.camelopenrouter.upstream.RetryPolicy;
import io.github.camelopenrouter.upstream.RetryableResponse;
import io.github.camelopenrouter.upstream.UpstreamCall;
import io.github.camelopenrouter.upstream.UpstreamKey;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves a key alone for a while that OpenRouter refuses or limits, and has the call tried with another at once: throws
 * {@link RetryableResponse} then. Where no other key is left, the answer passes as it is.
 */
final class CooldownKey implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(CooldownKey.class);

    /** More than every error that OpenRouter documents. */
    private static final int LONGEST_ERROR = 1024 * 1024;

    private final KeyPool keys;
    private final RetryPolicy policy;
    private final Clock clock;

    CooldownKey(KeyPool keys, RetryPolicy policy, Clock clock) {
        this.keys = keys;
        this.policy = policy;
        this.clock = clock;
    }

    @Override
    public void process(Exchange exchange) throws IOException, RetryableResponse {
        Message answer = exchange.getMessage();
        int status = answer.getHeader(Exchange.HTTP_RESPONSE_CODE, 200, Integer.class);
        if (!KeyRefusal.mayBe(status)) {
            return;
        }
        Optional<Duration> cooldown = KeyRefusal.cooldown(status, read(answer), answer::getHeader, clock);
        if (cooldown.isPresent()) {
            UpstreamCall call = UpstreamCall.begun(exchange);
            if (anotherTakesOver(exchange, call.current().members().key(), status, cooldown.get())
                    && policy.grantsAnotherKey(call)) {
                throw new RetryableResponse(status);
            }
        }
    }

    private boolean anotherTakesOver(Exchange exchange, UpstreamKey key, int status, Duration duration) {
        CooldownCause cause = FailureKind.ofStatus(status) == FailureKind.RATE_LIMITED
                ? CooldownCause.LIMITED
                : CooldownCause.REFUSED;
        CooldownResult result = keys.coolDown(key, duration, cause, keys.serving(exchange));
        if (result == CooldownResult.BEGAN) {
            LOG.warn(
                    "The OpenRouter key '{}' is in cooldown for {} s: OpenRouter has answered it with status {}",
                    key.label(),
                    Durations.retryAfterSeconds(duration),
                    status);
        }
        return result != CooldownResult.ALONE;
    }

    /** The message keeps the body, but read: errors are short. */
    private static byte[] read(Message answer) throws IOException {
        if (answer.getBody() instanceof InputStream open) {
            try (open) {
                answer.setBody(open.readNBytes(LONGEST_ERROR));
            }
        }
        return answer.getBody() instanceof byte[] body ? body : new byte[0];
    }
}
