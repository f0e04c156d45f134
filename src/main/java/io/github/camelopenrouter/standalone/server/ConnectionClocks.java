/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone.server;

import io.netty.channel.ChannelHandlerContext;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The clocks of one connection: one for the head of a request, one for the rests between two. On its event loop only. */
final class ConnectionClocks {

    /** How long a refused client may go on sending: closing at once would reset the connection under the answer. */
    private static final int LINGER_SECONDS = 5;

    private final ChannelHandlerContext context;
    private final ServerLimits limits;
    private final BooleanSupplier resting;
    private final Runnable tooSlow;
    private @Nullable Future<?> head;
    private @Nullable Future<?> rest;
    private long restingSince;

    /**
     * @param resting whether the connection still rests when that clock rings
     * @param tooSlow what happens when that of a head does
     */
    ConnectionClocks(ChannelHandlerContext context, ServerLimits limits, BooleanSupplier resting, Runnable tooSlow) {
        this.context = context;
        this.limits = limits;
        this.resting = resting;
        this.tooSlow = tooSlow;
    }

    /** Starts the clock of a head, unless it runs already. */
    void startHead() {
        if (head == null) {
            head = context.executor().schedule(tooSlow, limits.headTimeout().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    void stopHead() {
        head = stop(head);
    }

    /** A rest begins. One clock serves all of them: it finds out when it rings what has happened since. */
    void rest() {
        restingSince = System.nanoTime();
        if (rest == null) {
            startRest(limits.idleTimeout().toNanos());
        }
    }

    /** Nothing is awaited from this client any more but that it closes the connection. */
    void linger() {
        stopHead();
        head = context.executor().schedule(() -> context.close(), LINGER_SECONDS, TimeUnit.SECONDS);
    }

    void stop() {
        stopHead();
        rest = stop(rest);
    }

    private void startRest(long nanos) {
        rest = context.executor().schedule(this::rested, nanos, TimeUnit.NANOSECONDS);
    }

    private void rested() {
        rest = null;
        if (!resting.getAsBoolean()) {
            return; // the next rest starts it again
        }
        long left = limits.idleTimeout().toNanos() - (System.nanoTime() - restingSince);
        if (left > 0) {
            startRest(left);
        } else {
            context.close();
        }
    }

    private static @Nullable Future<?> stop(@Nullable Future<?> clock) {
        if (clock != null) {
            clock.cancel(false);
        }
        return null;
    }
}
