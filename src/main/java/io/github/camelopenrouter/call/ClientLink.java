/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.call;

import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.error.OpenRouterException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * The client's end of one HTTP exchange as the rest of the gateway sees it: whether it is still there, whether its answer
 * has to stop, who wants to know that at once, and what it waits for.
 *
 * <p>Stands in the Exchange property {@link #PROPERTY} of everything that came in by our doors; exchanges of a host's own
 * routes have none, see {@link #of(Exchange)}.
 */
public final class ClientLink {

    public static final String PROPERTY = "CamelOpenRouterClientLink";

    /**
     * What the client waits for.
     *
     * @param operation whose answer it is
     * @param stream whether it is an event stream
     */
    public record Expectation(Operation operation, boolean stream) {}

    private final OneTimeEvent<Boolean> gone = new OneTimeEvent<>();
    private final OneTimeEvent<OpenRouterException> stop = new OneTimeEvent<>();
    private final OneTimeEvent<Boolean> end = new OneTimeEvent<>();
    /** Opens when the client leaves or its answer has to stop: nobody waits any longer. */
    private final CountDownLatch over = new CountDownLatch(1);

    private volatile @Nullable Expectation expectation;
    private volatile boolean committed;
    private volatile ByteBudget.@Nullable Account room;

    /** The link of this exchange, or one that never leaves. */
    public static ClientLink of(Exchange exchange) {
        ClientLink link = exchange.getProperty(PROPERTY, ClientLink.class);
        return link != null ? link : new ClientLink();
    }

    /**
     * The link for a call that is only a step on the way to this client's answer, for example a Kamelet's: it ends when
     * the client leaves, and what the client waits for is still its own answer, not that of the call.
     */
    public ClientLink forStep() {
        ClientLink step = new ClientLink();
        step.room = room;
        onGone(step::leave);
        onEnd(step::end);
        onStop(step::stop);
        return step;
    }

    /** From now on the client waits for OpenRouter, and may get signs of life. */
    public void expect(Operation operation, boolean stream) {
        expectation = new Expectation(operation, stream);
    }

    /** What the client waits for, null as long as its request has not been understood. */
    public @Nullable Expectation expectation() {
        return expectation;
    }

    /** Whether the client has its status already, because it has waited so long: nothing can be tried again. */
    public boolean isCommitted() {
        return committed;
    }

    /** The client has got its status. */
    public void commit() {
        committed = true;
    }

    /** Counts the bytes that the gateway holds for this client in this account. */
    public void countIn(ByteBudget.Account account) {
        room = account;
    }

    /** The account of the bytes that the gateway holds for this client, null where none is kept. */
    public ByteBudget.@Nullable Account room() {
        return room;
    }

    /**
     * Waits this long.
     *
     * @return whether its answer is still wanted then; false as soon as the client leaves or the gateway stops
     */
    public boolean staysFor(Duration wait) throws InterruptedException {
        return !over.await(wait.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Whether the client has closed its connection before it had its whole answer. */
    public boolean isGone() {
        return gone.reason() != null;
    }

    /**
     * Runs the listener when the client leaves, at once if it already has.
     *
     * @param listener runs on the server's event loop: it must not block
     */
    public void onGone(Runnable listener) {
        gone.listen(left -> listener.run());
    }

    /** The client has left. Every listener hears of it once, in the order of registration. */
    public void leave() {
        over.countDown();
        gone.give(Boolean.TRUE);
    }

    /** Why the gateway gives this client's answer up, empty as long as it does not. */
    public Optional<OpenRouterException> stopReason() {
        return Optional.ofNullable(stop.reason());
    }

    /**
     * Runs the listener when the gateway gives this client's answer up, at once if it already has.
     *
     * @param listener gets what the client is to be told; it must not block
     */
    public void onStop(Consumer<OpenRouterException> listener) {
        stop.listen(listener);
    }

    /**
     * Runs the listener once the client's answer is on its way to the last byte, or will never be; at once if that has
     * happened.
     *
     * @param listener must not block
     */
    public void onEnd(Runnable listener) {
        end.listen(over -> listener.run());
    }

    /** Nothing more will be written for this client. */
    public void end() {
        end.give(Boolean.TRUE);
    }

    /** The gateway gives this client's answer up; the client is still there and is to be told the reason. */
    public void stop(OpenRouterException reason) {
        over.countDown();
        stop.give(reason);
    }
}
