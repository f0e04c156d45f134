/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream;

import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.error.ErrorAnswer;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.util.ObjectHelper;

/** Answers a call that an open circuit breaker has refused: 503, who is down, and when it is tried again. */
final class OpenBreakerResponse implements Processor {

    private final VendorBreakers breakers;

    OpenBreakerResponse(VendorBreakers breakers) {
        this.breakers = breakers;
    }

    @Override
    public void process(Exchange exchange) {
        String refusing = refusedBy(exchange);
        boolean platformDown = VendorBreakers.PLATFORM.equals(refusing);
        Duration wait = breakers.pinned().named(refusing).remaining();
        String vendor = Vendor.of(exchange.getProperty(OpenRouterConstants.SENT_MODEL, String.class));
        String who = platformDown ? "OpenRouter cannot be reached" : "The vendor '" + vendor + "' is failing";
        UpstreamCall.countAttempts(exchange);
        int seconds = Durations.retryAfterSeconds(wait);
        ErrorAnswer.answer(
                exchange,
                OpenRouterException.overloaded(
                        who + ": calls are refused until it is tried again in " + seconds + " s.",
                        "upstream_unavailable",
                        seconds));
    }

    private static String refusedBy(Exchange exchange) {
        Throwable refusal = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        return ObjectHelper.getException(CallNotPermittedException.class, refusal)
                .getCausingCircuitBreakerName();
    }
}
