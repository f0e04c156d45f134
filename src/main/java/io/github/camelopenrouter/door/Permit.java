/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.door;

import io.github.camelopenrouter.call.ByteBudget;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One request's place among those that run, and the bytes of its body; given back once, however many paths lead there.
 */
final class Permit {

    private final Admission admission;
    private final ByteBudget.Account bytes;
    private final AtomicBoolean taken = new AtomicBoolean(true);

    Permit(Admission admission, ByteBudget.Account bytes) {
        this.admission = admission;
        this.bytes = bytes;
    }

    /** What the request's body takes, from its arrival until the slot is given back. */
    ByteBudget.Account bytes() {
        return bytes;
    }

    void release() {
        if (taken.compareAndSet(true, false)) {
            bytes.close();
            admission.release();
        }
    }
}
