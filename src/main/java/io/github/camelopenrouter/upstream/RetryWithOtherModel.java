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
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Predicate;
import org.apache.camel.support.ExpressionAdapter;
import org.apache.camel.util.ObjectHelper;

/**
 * Asked by Camel's redelivery after a circuit breaker has refused an attempt: whether another model can make it, of the
 * group that was asked for or of the request's fallbacks. An open breaker is known before, and its vendor passed over;
 * this is about one that lets some calls through to see whether the vendor is back, and refuses the others. A refusal
 * costs nothing, so it is no attempt of its own.
 */
final class RetryWithOtherModel extends ExpressionAdapter implements Predicate {

    private final RetryPolicy policy;
    private final VendorBreakers breakers;

    RetryWithOtherModel(RetryPolicy policy, VendorBreakers breakers) {
        this.policy = policy;
        this.breakers = breakers;
    }

    @Override
    public boolean matches(Exchange exchange) {
        UpstreamCall call = UpstreamCall.begun(exchange);
        Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        CallNotPermittedException refusal = ObjectHelper.getException(CallNotPermittedException.class, failure);
        boolean platformDown =
                refusal != null && VendorBreakers.PLATFORM.equals(refusal.getCausingCircuitBreakerName());
        String refusing = Vendor.of(exchange.getProperty(OpenRouterConstants.SENT_MODEL, String.class));
        boolean hasAnother = call.hasAnotherModel() || hasFallback(exchange, call, refusing);
        if (platformDown || !hasAnother || !policy.mayGoOn(call)) {
            return false;
        }
        call.refusedBy(refusing);
        return true;
    }

    private boolean hasFallback(Exchange exchange, UpstreamCall call, String refusing) {
        List<?> candidates = exchange.getProperty(OpenRouterConstants.CANDIDATE_MODELS, List.of(), List.class);
        return candidates.stream()
                .map(model -> Vendor.of((String) model))
                .anyMatch(vendor -> !vendor.equals(refusing) && !call.isRefusedBy(vendor) && !breakers.isOpen(vendor));
    }

    @Override
    public Object evaluate(Exchange exchange) {
        return matches(exchange);
    }
}
