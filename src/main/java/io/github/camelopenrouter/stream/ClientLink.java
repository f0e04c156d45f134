/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.stream;

import io.github.camelopenrouter.config.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.Exchange;

/**
 * The client's end of one HTTP exchange as the rest of the gateway sees it: whether it is still there, who wants to know
 * at once when it leaves, and what it waits for.
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
    record Expectation(Operation operation, boolean stream) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final List<Runnable> listeners = new ArrayList<>(2);
    private volatile Expectation expectation;
    private boolean gone;

    /** The link of this exchange, or one that never leaves. */
    public static ClientLink of(Exchange exchange) {
        ClientLink link = exchange.getProperty(PROPERTY, ClientLink.class);
        return link != null ? link : new ClientLink();
    }

    /** From now on the client waits for OpenRouter, and may get signs of life. */
    public void expect(Operation operation, boolean stream) {
        expectation = new Expectation(operation, stream);
    }

    /** What the client waits for, null as long as its request has not been understood. */
    Expectation expectation() {
        return expectation;
    }

    /** Whether the client has closed its connection before it had its whole answer. */
    public boolean isGone() {
        lock.lock();
        try {
            return gone;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Runs the listener when the client leaves, at once if it already has.
     *
     * @param listener runs on the server's event loop: it must not block
     */
    public void onGone(Runnable listener) {
        lock.lock();
        try {
            if (!gone) {
                listeners.add(listener);
                return;
            }
        } finally {
            lock.unlock();
        }
        listener.run();
    }

    /** The client has left. Every listener hears of it once, in the order of registration. */
    void leave() {
        List<Runnable> heard;
        lock.lock();
        try {
            if (gone) {
                return;
            }
            gone = true;
            heard = List.copyOf(listeners);
            listeners.clear();
        } finally {
            lock.unlock();
        }
        heard.forEach(Runnable::run);
    }
}
