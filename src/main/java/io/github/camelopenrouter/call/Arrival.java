/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.call;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * One request at a door: when it came, what it waited for before its route ran, and how long it was. The first operation
 * that its route calls makes its call out of it. Stands in the Exchange property {@link #PROPERTY}, of copies too.
 */
public final class Arrival {

    public static final String PROPERTY = "CamelOpenRouterArrival";

    private static final long NEVER = Long.MIN_VALUE;

    private final long nanos = System.nanoTime();
    private final AtomicBoolean taken = new AtomicBoolean();
    private volatile boolean parent;
    private volatile long admitted = NEVER;
    private volatile long whole = NEVER;
    private volatile long letIn = NEVER;
    private volatile @Nullable Long bytes;
    private volatile @Nullable Supplier<String> address;
    /** Made when somebody asks: most requests are of no interest to anybody. */
    private @Nullable String id;

    /** That of this exchange, null for a call of the host's own. */
    public static @Nullable Arrival of(Exchange exchange) {
        return exchange.getProperty(PROPERTY, Arrival.class);
    }

    /** Where it comes from, for whoever asks. */
    public void comesFrom(Supplier<String> asked) {
        address = asked;
    }

    /** Where the request comes from, as far as trusted proxies tell, else its peer; null where nobody knows. */
    public @Nullable String address() {
        Supplier<String> known = address;
        return known == null ? null : known.get();
    }

    /** There is room for the request. */
    public void admitted() {
        admitted = System.nanoTime();
    }

    /**
     * All of its body is there.
     *
     * @param length in bytes, as it was sent
     */
    public void whole(long length) {
        whole = System.nanoTime();
        bytes = length;
    }

    /** The door's guard has let it in. */
    public void letIn() {
        letIn = System.nanoTime();
    }

    /** Whether a guard has let it in. */
    public boolean isLetIn() {
        return letIn != NEVER;
    }

    /** An operation makes its call out of this request; false where another has. */
    public boolean becomesCall() {
        return taken.compareAndSet(false, true);
    }

    /** Whether an operation has made its call out of it. */
    public boolean isCall() {
        return taken.get();
    }

    /** Of the call that it becomes. */
    public synchronized String id() {
        if (id == null) {
            id = CallIds.at(System.currentTimeMillis() - (System.nanoTime() - nanos) / 1_000_000);
        }
        return id;
    }

    /** The same id as that of the parent of a call which its route makes on the way to the answer. */
    public String asParent() {
        parent = true;
        return id();
    }

    /** Whether its route has made calls on the way to the answer. */
    public boolean isParent() {
        return parent;
    }

    /** When it came, as {@link System#nanoTime} told it. */
    public long nanos() {
        return nanos;
    }

    /** How long it waited for room, null where nobody lets requests wait. */
    public @Nullable Duration queued() {
        return admitted == NEVER ? null : Duration.ofNanos(admitted - nanos);
    }

    /** From the whole request to the guard's decision; what a host's steps take between that and the call is theirs. */
    public Duration untilLetIn() {
        return letIn == NEVER ? Duration.ZERO : Duration.ofNanos(letIn - (whole == NEVER ? nanos : whole));
    }

    /** How long the body is, null where nobody has counted. */
    public @Nullable Long bytes() {
        return bytes;
    }
}
