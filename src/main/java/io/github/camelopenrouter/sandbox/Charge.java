/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one call will cost: follows its answer, and books it once, when the first of its possible ends has come. Always
 * before the bytes that tell of the end, so that who has read those finds the call in the ledger. Used on the event loop
 * only.
 */
final class Charge {

    /** Vendors whose hosts go on when the client leaves: those of OpenRouter's list that have models of their own. */
    private static final Set<String> RUN_ON = Set.of(
            "ai21",
            "aion-labs",
            "alibaba",
            "amazon",
            "google",
            "inflection",
            "minimax",
            "mistral",
            "mistralai",
            "perplexity",
            "qwen");

    private final Ledger ledger;
    private final Order order;
    private final boolean runsOn;
    private Generation.State whole = Generation.State.COMPLETE;
    private @Nullable Usage usage;
    private @Nullable Finish finish;
    private boolean failuresCost;
    private Runnable whenComplete = () -> {};
    private int sent;
    private boolean booked;

    Charge(Ledger ledger, Call call) {
        this.ledger = ledger;
        this.order = call.order();
        this.runsOn = call.model().special() == SpecialModel.RUNS_ON
                || RUN_ON.contains(call.model().vendor());
    }

    /** The model has begun, and the whole answer would cost so much. */
    void begin(Usage whole, Finish end) {
        if (usage == null) {
            usage = whole;
            finish = end;
        }
    }

    /** The whole answer is OpenRouter's own cache's. */
    void cached() {
        whole = Generation.State.CACHED;
    }

    /** From now on a failure costs what the whole answer would have. */
    void failuresCost() {
        failuresCost = true;
    }

    void whenComplete(Runnable action) {
        whenComplete = action;
    }

    /** So many tokens more are on their way. */
    void sent(int tokens) {
        sent += tokens;
    }

    void complete() {
        book(whole, usage, finish);
        whenComplete.run();
    }

    void failed() {
        book(Generation.State.FAILED, failuresCost || usage == null ? usage : usage.unbilled(), null);
    }

    void truncated() {
        book(Generation.State.TRUNCATED, order.streamed() ? sentUsage() : usage, null);
    }

    void clientGone() {
        if (!order.streamed()) {
            book(Generation.State.GONE, usage, finish);
        } else if (runsOn) {
            book(Generation.State.RAN_ON, usage, finish);
        } else {
            book(Generation.State.CANCELLED, sentUsage(), null);
        }
    }

    private @Nullable Usage sentUsage() {
        return usage == null ? null : usage.upTo(sent);
    }

    /** A call that no model has begun is none for the ledger. */
    private void book(Generation.State state, @Nullable Usage billed, @Nullable Finish why) {
        if (!booked && billed != null) {
            booked = true;
            ledger.book(order, state, billed, why);
        }
    }
}
