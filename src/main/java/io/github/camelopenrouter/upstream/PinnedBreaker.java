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
import java.util.concurrent.TimeUnit;

/**
 * The one circuit breaker that Camel's EIP in the route knows; it passes every question on to the breakers of the call at
 * hand, which {@link BeginTry} has pinned to this thread. So permission and result meet the same breakers, and the route
 * shows one EIP for all vendors.
 *
 * <p>OpenRouter's own breaker is asked first; where the vendor's refuses, its permission is given back. What an operator
 * does to this breaker through JMX is done to OpenRouter's own.
 */
public final class PinnedBreaker extends PlatformBreaker {

    private final VendorBreakers breakers;

    public PinnedBreaker(VendorBreakers breakers) {
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
        platform().acquirePermission();
        if (pinned.vendor() != null) {
            try {
                pinned.vendor().breaker().acquirePermission();
            } catch (CallNotPermittedException e) {
                platform().releasePermission();
                throw e;
            }
        }
        pinned.members().begin();
    }

    @Override
    public void releasePermission() {
        platform().releasePermission();
        CircuitBreaker vendor = vendor();
        if (vendor != null) {
            vendor.releasePermission();
        }
        members().end();
    }

    /** A client that leaves says nothing of the vendor; a platform that cannot be reached says nothing of it either. */
    @Override
    public void onError(long duration, TimeUnit unit, Throwable failure) {
        CircuitBreaker vendor = vendor();
        if (VendorBreakers.isClientGone(failure)) {
            releasePermission();
        } else if (VendorBreakers.isUnreachable(failure)) {
            platform().onError(duration, unit, failure);
            if (vendor != null) {
                vendor.releasePermission();
            }
            members().end();
        } else {
            platform().onSuccess(duration, unit);
            if (vendor != null) {
                vendor.onError(duration, unit, failure);
            }
            members().failed();
        }
    }

    @Override
    public void onSuccess(long duration, TimeUnit unit) {
        platform().onSuccess(duration, unit);
        if (vendor() != null) {
            vendor().onSuccess(duration, unit);
        }
        members().answered(200);
    }

    @Override
    public void onResult(long duration, TimeUnit unit, Object result) {
        platform().onSuccess(duration, unit);
        if (vendor() != null) {
            vendor().onResult(duration, unit, result);
        }
        members().answered(VendorBreakers.statusOf(result));
    }

    @Override
    CircuitBreaker platform() {
        return breakers.platform().breaker();
    }

    private TryMembers members() {
        return breakers.pinned().members();
    }

    private CircuitBreaker vendor() {
        VendorBreaker vendor = breakers.pinned().vendor();
        return vendor == null ? null : vendor.breaker();
    }
}
