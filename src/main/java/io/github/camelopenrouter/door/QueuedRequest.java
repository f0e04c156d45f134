/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.door;

import io.github.camelopenrouter.call.ClientLink;
import io.github.camelopenrouter.error.OpenRouterException;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Consumer;

/**
 * One request before the gateway: it goes in at once, or waits for a slot on the event loop, its body unread, until there
 * is one, its time is over, its client leaves, or the gateway stops. Everything but {@link #admit} runs on its event loop.
 */
final class QueuedRequest implements Admission.Waiter {

    private final Admission admission;
    private final ClientLink link;
    private final HttpServerRequest request;
    private final Vertx vertx;
    private final Context eventLoop;
    private final Consumer<Permit> goIn;
    private final Consumer<OpenRouterException> turnAway;
    private long timer;

    /**
     * @param goIn what happens with a slot
     * @param turnAway what happens without one; not called for a client that has left
     */
    QueuedRequest(
            Admission admission,
            RoutingContext routing,
            ClientLink link,
            Consumer<Permit> goIn,
            Consumer<OpenRouterException> turnAway) {
        this.admission = admission;
        this.link = link;
        this.request = routing.request();
        this.vertx = routing.vertx();
        this.eventLoop = vertx.getOrCreateContext();
        this.goIn = goIn;
        this.turnAway = turnAway;
    }

    void enter(EngineOptions options) {
        Permit slot;
        try {
            slot = admission.enter(this);
        } catch (OpenRouterException full) {
            turnAway.accept(full);
            return;
        }
        if (slot != null) {
            goIn.accept(slot);
        } else {
            await(options);
        }
    }

    /** A client that asks for {@code 100-continue} hears of it only once its body is wanted. */
    private void await(EngineOptions options) {
        request.pause();
        timer = vertx.setTimer(options.queueTimeout().toMillis(), id -> giveUp(Admission.waitedTooLong(options)));
        link.onGone(this::forget);
        link.onStop(reason -> eventLoop.runOnContext(now -> giveUp(reason)));
    }

    @Override
    public void admit(Permit slot) {
        eventLoop.runOnContext(now -> {
            vertx.cancelTimer(timer);
            if (link.isGone()) {
                slot.release();
            } else {
                goIn.accept(slot);
                request.resume();
            }
        });
    }

    /** Too late where the slot is on its way already. */
    private void giveUp(OpenRouterException reason) {
        if (admission.leave(this)) {
            vertx.cancelTimer(timer);
            turnAway.accept(reason);
            request.resume();
        }
    }

    private void forget() {
        if (admission.leave(this)) {
            vertx.cancelTimer(timer);
        }
    }
}
