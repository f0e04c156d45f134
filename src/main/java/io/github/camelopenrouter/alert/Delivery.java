/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a notification has come with one receiver.
 *
 * @param attempts that have failed
 * @param by the process that is sending it; null where none is
 * @param until when that process has lost its right to do so; null where none has one
 */
record Delivery(
        State state,
        int attempts,
        @Nullable String by,
        @Nullable Instant until) {

    enum State {
        WAITING,
        DELIVERED,
        /** Its receiver will never take it. */
        DROPPED
    }

    static final Delivery NEW = new Delivery(State.WAITING, 0, null, null);

    boolean isWaiting() {
        return state == State.WAITING;
    }

    /** Whether another process is sending it, or waits until it may try again. */
    boolean isTaken(String process, Instant now) {
        return by != null && !by.equals(process) && until != null && until.isAfter(now);
    }

    Delivery claim(String process, Instant end) {
        return new Delivery(state, attempts, process, end);
    }

    /** The process that has tried stays the one to do so until then: others would not give the receiver its rest. */
    Delivery failed(String process, Instant end) {
        return new Delivery(state, attempts + 1, process, end);
    }

    Delivery ended(State how) {
        return new Delivery(how, attempts, null, null);
    }

    /** What is done stays done. */
    Delivery merge(Delivery other) {
        return isWaiting() ? other : this;
    }

    Delivery lasting() {
        return new Delivery(state, 0, null, null);
    }
}
