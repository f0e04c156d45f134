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
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.Predicate;
import org.apache.camel.support.ExpressionAdapter;
import org.apache.camel.util.ObjectHelper;

/** Asked by Camel's redelivery after each failed attempt: whether another one follows. */
final class RetryOnFailure extends ExpressionAdapter implements Predicate {

    private final RetryPolicy policy;

    RetryOnFailure(RetryPolicy policy) {
        this.policy = policy;
    }

    @Override
    public boolean matches(Exchange exchange) {
        Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        if (ObjectHelper.getException(RetryableResponse.class, failure) != null) {
            return true; // decided already
        }
        UpstreamCall call = UpstreamCall.of(exchange);
        return call != null // else a step of the operator's own failed in front of the first attempt
                && FailureKind.of(failure).isTransient()
                && policy.grantsAnother(call, Duration.ZERO);
    }

    @Override
    public Object evaluate(Exchange exchange) {
        return matches(exchange);
    }
}
