/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import org.apache.camel.Exchange;
import org.apache.camel.Predicate;
import org.apache.camel.support.ExpressionAdapter;
import org.apache.camel.util.ObjectHelper;

/**
 * Asked by Camel's redelivery after a circuit breaker has refused a try: whether another model of the group can make it.
 * A refusal costs nothing, so it is no try of its own.
 */
final class AnotherModel extends ExpressionAdapter implements Predicate {

    private final RetryPolicy policy;

    AnotherModel(RetryPolicy policy) {
        this.policy = policy;
    }

    @Override
    public boolean matches(Exchange exchange) {
        UpstreamCall call = UpstreamCall.of(exchange);
        Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        CallNotPermittedException refusal = ObjectHelper.getException(CallNotPermittedException.class, failure);
        boolean platformDown =
                refusal != null && VendorBreakers.PLATFORM.equals(refusal.getCausingCircuitBreakerName());
        if (platformDown || !call.hasAnotherModel() || !policy.mayGoOn(call)) {
            return false;
        }
        call.refused();
        return true;
    }

    @Override
    public Object evaluate(Exchange exchange) {
        return matches(exchange);
    }
}
