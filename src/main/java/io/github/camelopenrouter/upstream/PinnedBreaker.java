/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream;

import io.github.camelopenrouter.upstream.VendorBreakers.Pinned;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * The one circuit breaker that Camel's EIP in the route knows; it passes every question on to the breakers of the call at
 * hand, which {@link PinVendor} has pinned to this thread. So permission and result meet the same breakers, and the route
 * shows one EIP for all vendors.
 *
 * <p>OpenRouter's own breaker is asked first; where the vendor's refuses, its permission is given back. What an operator
 * does to this breaker through JMX is done to OpenRouter's own.
 */
final class PinnedBreaker extends DelegatingCircuitBreaker {

    private final VendorBreakers breakers;

    PinnedBreaker(VendorBreakers breakers) {
        this.breakers = breakers;
    }

    @Override
    public boolean tryAcquirePermission() {
        try {
            acquirePermission();
            return true;
        } catch (CallNotPermittedException e) {
            return false;
        }
    }

    @Override
    public void acquirePermission() {
        Pinned pinned = breakers.pinned();
        VendorBreaker.Permission platform = pinned.platform().acquire();
        pinned.attempt().settlement().permitted(platform, vendorsPermission(pinned, platform), breakers.settleNanos());
    }

    private static VendorBreaker.@Nullable Permission vendorsPermission(
            Pinned pinned, VendorBreaker.Permission platform) {
        if (pinned.vendor() == null) {
            return null;
        }
        try {
            return pinned.vendor().acquire();
        } catch (CallNotPermittedException e) {
            platform.released();
            throw e;
        }
    }

    @Override
    public void releasePermission() {
        settlement().released();
    }

    @Override
    public void onError(long duration, TimeUnit unit, Throwable failure) {
        breakers.pinned().attempt().threw(failure);
    }

    @Override
    public void onSuccess(long duration, TimeUnit unit) {
        settlement().answered(200);
    }

    /** A stream says at its end how it went: the durations are ours, too, because Camel's end with the first event. */
    @Override
    public void onResult(long duration, TimeUnit unit, Object result) {
        Message answer = ((Exchange) result).getMessage();
        int status = answer.getHeader(Exchange.HTTP_RESPONSE_CODE, 200, Integer.class);
        if (status < 300 && answer.getBody() instanceof InputStream) {
            settlement().begun();
        } else {
            settlement().answered(status);
        }
    }

    @Override
    CircuitBreaker platform() {
        return breakers.platform().breaker();
    }

    private AttemptSettlement settlement() {
        return breakers.pinned().attempt().settlement();
    }
}
