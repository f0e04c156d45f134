/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.door;

import io.github.camelopenrouter.error.OpenRouterException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.camel.Service;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.spi.ShutdownAware;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answers that one door owes, each from its request's arrival until its last byte is on its way. A door that closes
 * lets them end by themselves for a while, then tells the rest why it is, and cuts off, shortly after,
 * who does not take even that. As a service of its route it makes Camel's own shutdown wait.
 */
final class OpenResponses implements Service, ShutdownAware {

    private static final Logger LOG = LoggerFactory.getLogger(OpenResponses.class);
    /** How long it may take to tell a client why the door closes. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final Set<ClientResponse> open = ConcurrentHashMap.newKeySet();
    private final Supplier<OpenRouterException> reason;
    /** Of the door's close; beside those of a drain, so that neither of the two takes back what the other wants. */
    private List<ScheduledFuture<?>> ends = List.of();

    private List<ScheduledFuture<?>> endsOfDrain = List.of();

    /** @param reason why the door closes, asked for when it does */
    OpenResponses(Supplier<OpenRouterException> reason) {
        this.reason = reason;
    }

    void add(ClientResponse response) {
        open.add(response);
        response.onOver(() -> open.remove(response));
    }

    /** The engine writes after the route has ended, so Camel's own count would be too low. */
    @Override
    public int getPendingExchangesSize() {
        return open.size();
    }

    @Override
    public boolean deferShutdown(ShutdownRunningTask running) {
        return false;
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        // the door says when it closes
    }

    @Override
    public void start() {
        // nothing to start
    }

    @Override
    public void stop() {
        // the door says when it is gone
    }

    /** The door closes: its answers have this much time. Does not wait for them. */
    synchronized void close(ScheduledExecutorService timer, Duration patience) {
        reopen();
        ends = ending(timer, patience, reason);
    }

    /** The door opens again. */
    synchronized void reopen() {
        cancel(ends);
        ends = List.of();
    }

    /** An operator has everything drained: the answers have this much time, also if they have had another one before. */
    synchronized void drain(ScheduledExecutorService timer, Duration patience) {
        endDrain();
        endsOfDrain = ending(timer, patience, OpenRouterException::draining);
    }

    /** What is open may go on. */
    synchronized void endDrain() {
        cancel(endsOfDrain);
        endsOfDrain = List.of();
    }

    private List<ScheduledFuture<?>> ending(
            ScheduledExecutorService timer, Duration patience, Supplier<OpenRouterException> why) {
        open.forEach(response -> response.closesItsConnection());
        long millis = patience.toMillis();
        return List.of(
                timer.schedule(() -> giveUp(why.get()), millis, TimeUnit.MILLISECONDS),
                timer.schedule(this::cutOff, millis + GRACE.toMillis(), TimeUnit.MILLISECONDS));
    }

    private static void cancel(List<ScheduledFuture<?>> ends) {
        ends.forEach(end -> end.cancel(false));
    }

    /** The door is going: no answer outlives this call, which waits no longer than telling the clients takes. */
    void end() {
        reopen();
        endDrain();
        giveUp(reason.get());
        if (!awaitLastWords()) {
            cutOff();
        }
    }

    private void giveUp(OpenRouterException why) {
        Collection<ClientResponse> rest = List.copyOf(open);
        if (!rest.isEmpty()) {
            LOG.info("{} {} answers end before they are whole", why.getMessage(), rest.size());
            rest.forEach(response -> response.link().stop(why));
        }
    }

    private boolean awaitLastWords() {
        Collection<ClientResponse> rest = List.copyOf(open);
        CountDownLatch over = new CountDownLatch(rest.size());
        rest.forEach(response -> response.onOver(over::countDown));
        long deadline = System.nanoTime() + GRACE.toNanos();
        boolean interrupted = false;
        while (true) {
            try {
                boolean all = over.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
                return all;
            } catch (InterruptedException e) {
                interrupted = true; // Camel hurries its own thread; the words take no longer than this
            }
        }
    }

    private void cutOff() {
        open.forEach(response -> response.cutOff());
    }
}
