/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream;

import io.github.camelopenrouter.error.CallCutException;
import io.github.camelopenrouter.error.FailureKind;
import io.github.camelopenrouter.error.OpenRouterException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.util.ObjectHelper;
import org.jspecify.annotations.Nullable;

/**
 * Tells those who let one attempt through, and those who make it, how it went: OpenRouter's breaker and the vendor's,
 * the key and the model. Each learns it once, on every way out.
 *
 * <p>OpenRouter's own breaker has its answer with the head. The vendor's waits for the end of the answer, or until content
 * has flowed for {@code openrouter.circuit-breaker.settle}: a vendor whose streams die after their first token is failing.
 */
final class AttemptSettlement {

    private enum State {
        OPEN,
        /** The vendor has shown that it can; its answer may still die. */
        GOOD,
        OVER
    }

    private final AttemptMembers members;
    private final AttemptTimes times;
    private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
    private final AtomicReference<VendorBreaker.@Nullable Permission> platform = new AtomicReference<>();
    private volatile VendorBreaker.@Nullable Permission vendor;
    private volatile long settleNanos = Long.MAX_VALUE;
    private volatile @Nullable Integer judged;
    private volatile boolean permitted;

    AttemptSettlement(AttemptMembers members, AttemptTimes times) {
        this.members = members;
        this.times = times;
    }

    /**
     * The breakers have let the attempt through.
     *
     * @param ofVendor null where the call is for no vendor
     * @param settleNanos how long content has to flow to be a success
     */
    void permitted(VendorBreaker.Permission ofPlatform, VendorBreaker.@Nullable Permission ofVendor, long settleNanos) {
        this.platform.set(ofPlatform);
        this.vendor = ofVendor;
        this.settleNanos = settleNanos;
        this.permitted = true;
        members.begin();
    }

    /** Whether the breakers have let the attempt through. */
    boolean isPermitted() {
        return permitted;
    }

    /** What the answer was judged by, an error in a 200 by the status that it names; null as long as nobody has judged. */
    @Nullable
    Integer status() {
        return judged;
    }

    /** The head of the answer is there. */
    void reached() {
        VendorBreaker.Permission asked = platform.getAndSet(null);
        if (asked != null) {
            asked.succeeded(times.toFirstEvent());
        }
    }

    /** A success has begun, whose end is still to come. */
    void begun() {
        members.answered(200);
    }

    /** More of the answer has come; once its content has flowed for long enough, the vendor has succeeded. */
    void progressed() {
        if (state.get() == State.OPEN
                && times.contentNanos() >= settleNanos
                && state.compareAndSet(State.OPEN, State.GOOD)
                && vendor != null) {
            vendor.succeeded(times.toFirstEvent());
        }
    }

    /** The whole answer is there, or as much of it as anybody will judge: this is its status. */
    void answered(int status) {
        judged = status;
        reached();
        if (FailureKind.ofStatus(status).isVendors()) {
            fail("status " + status);
        } else if (state.getAndSet(State.OVER) == State.OPEN && vendor != null) {
            vendor.succeeded(times.toFirstEvent());
        }
        members.answered(status);
    }

    /** It broke off, or ended before it was whole. */
    void failed(String why) {
        reached();
        fail(why);
        members.failed();
    }

    /** The attempt says nothing of anybody: its client has left, or the gateway stops. */
    void released() {
        VendorBreaker.Permission asked = platform.getAndSet(null);
        if (asked != null) {
            asked.released();
        }
        if (state.getAndSet(State.OVER) == State.OPEN && vendor != null) {
            vendor.released();
        }
        members.end();
    }

    /**
     * The attempt ended with this exception in place of an answer. Where OpenRouter cannot be reached, only its own
     * breaker learns of it.
     *
     * @param stopping whether the gateway itself has given the call up
     */
    void threw(Throwable failure, boolean stopping) {
        FailureKind kind = FailureKind.of(failure);
        if (stopping || kind == FailureKind.CLIENT_GONE) {
            released();
        } else if (kind.isPlatforms()) {
            VendorBreaker.Permission asked = platform.getAndSet(null);
            if (asked != null) {
                asked.failed(times.toFirstEvent(), "it cannot be reached");
            }
            released();
        } else {
            failed(reasonOf(failure));
        }
    }

    /** For the log: a sentence of our own, because the message of another's exception may quote anything. */
    private static String reasonOf(Throwable failure) {
        OpenRouterException known = ObjectHelper.getException(OpenRouterException.class, failure);
        CallCutException cut = ObjectHelper.getException(CallCutException.class, failure);
        if (cut != null) {
            return cut.reason().getMessage();
        }
        return known != null ? known.getMessage() : "a connection that broke";
    }

    private void fail(String why) {
        State before = state.getAndSet(State.OVER);
        if (vendor == null || before == State.OVER) {
            return;
        }
        if (before == State.OPEN) {
            vendor.failed(times.toFirstEvent(), why);
        } else {
            vendor.failedLate(times.toFirstEvent(), why);
        }
    }
}
