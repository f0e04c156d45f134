/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.operation;

import io.github.camelopenrouter.call.Arrival;
import io.github.camelopenrouter.call.CallIds;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a call from its first moment.
 *
 * @param gateway the name of the one that makes it
 * @param bytes of the request, null where no door has counted them
 */
record CallOrigin(
        String id, Instant time, String gateway, @Nullable Long bytes) {

    /** A request at a door. */
    static CallOrigin of(Arrival request, String gateway) {
        return new CallOrigin(request.id(), timeOf(request.nanos()), gateway, request.bytes());
    }

    /** @param nanos when a call of a host's began, as {@link System#nanoTime} told it */
    static CallOrigin of(long nanos, String gateway) {
        Instant time = timeOf(nanos);
        return new CallOrigin(CallIds.at(time.toEpochMilli()), time, gateway, null);
    }

    private static Instant timeOf(long nanos) {
        return Instant.now().minus(Duration.ofNanos(System.nanoTime() - nanos));
    }
}
