/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.metrics;

import io.github.camelopenrouter.api.CallRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Calls that have ended before anybody knows the list of models: they wait until it has been fetched, so that each counts
 * under its model's name. Not for long, and so many at most.
 */
final class EarlyCalls {

    private static final int MOST = 1_000;
    private static final long LONGEST_SECONDS = 5;

    private final KnownModels models;
    private final Consumer<CallRecord> counting;
    private final List<CallRecord> waiting = new ArrayList<>();
    private volatile boolean over;

    EarlyCalls(KnownModels models, Consumer<CallRecord> counting) {
        this.models = models;
        this.counting = counting;
    }

    /** Whether this call waits. */
    boolean hold(CallRecord call) {
        return !over && add(call);
    }

    private boolean add(CallRecord call) {
        boolean first;
        synchronized (this) {
            if (over || waiting.size() >= MOST) {
                return false;
            }
            first = waiting.isEmpty();
            waiting.add(call);
        }
        if (first) {
            models.look()
                    .thenApply(list -> list) // a stage of our own, that may be given up
                    .toCompletableFuture()
                    .orTimeout(LONGEST_SECONDS, TimeUnit.SECONDS)
                    .whenComplete((list, failure) -> release());
        }
        return true;
    }

    /** From now on calls count at once. */
    void release() {
        List<CallRecord> released;
        synchronized (this) {
            over = true;
            released = List.copyOf(waiting);
            waiting.clear();
        }
        released.forEach(counting);
    }
}
