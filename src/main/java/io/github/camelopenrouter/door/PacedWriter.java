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
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Writes pieces of a body to the client and holds its thread back while the client does not take them, so that a slow
 * reader slows the upstream instead of filling the heap.
 *
 * <p>Counts the bytes that the socket has not taken yet. {@code writeQueueFull()} alone would not do: writes from
 * another thread than the event loop wait in its task queue first, where Vert.x does not count them.
 */
final class PacedWriter {

    private static final int MOST_PENDING = 128 * 1024;

    private final HttpServerResponse response;
    private final ClientLink link;
    private final Executor eventLoop;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition taken = lock.newCondition();
    private int pending;
    /** When the client took something last, or had taken everything. */
    private long lastTaken;

    private boolean listening;

    /** @param eventLoop that of the response */
    PacedWriter(HttpServerResponse response, ClientLink link, Executor eventLoop) {
        this.response = response;
        this.link = link;
        this.eventLoop = eventLoop;
    }

    /**
     * Waits until the client has taken enough of what it was sent.
     *
     * @throws IOException if the client has left or this thread is interrupted while it waits
     */
    void awaitRoom() throws IOException {
        lock.lock();
        try {
            while (pending >= MOST_PENDING && !link.isGone()) {
                listen();
                taken.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while the client did not read");
        } finally {
            lock.unlock();
        }
        if (link.isGone()) {
            throw new IOException("The client has left");
        }
    }

    /** Hands the first {@code length} bytes of {@code piece} on; they are copied, the array may be used again. */
    void write(byte[] piece, int length) {
        Buffer copy = Buffer.buffer(length).appendBytes(piece, 0, length);
        add(length);
        eventLoop.execute(() -> perform(() -> response.write(copy), result -> settle(result, length)));
    }

    /**
     * Ends the body with these bytes.
     *
     * @param whenTaken runs on the event loop when the socket has taken the last one, or never will
     */
    void end(Buffer last, Handler<AsyncResult<Void>> whenTaken) {
        int length = Math.max(1, last.length()); // the end of the body is something to take, too
        add(length);
        eventLoop.execute(() -> perform(() -> response.end(last), result -> {
            settle(result, length);
            whenTaken.handle(result);
        }));
    }

    /** Vert.x throws where the connection was closed before its turn came. */
    private static void perform(Supplier<Future<Void>> write, Handler<AsyncResult<Void>> whenTaken) {
        Future<Void> taken;
        try {
            taken = write.get();
        } catch (IllegalStateException e) {
            taken = Future.failedFuture(e);
        }
        taken.onComplete(whenTaken);
    }

    /** Whether the client has taken nothing for so long although something is there. */
    boolean isStuck(long now, long limitNanos) {
        lock.lock();
        try {
            return pending > 0 && now - lastTaken >= limitNanos;
        } finally {
            lock.unlock();
        }
    }

    private void add(int length) {
        lock.lock();
        try {
            if (pending == 0) {
                lastTaken = System.nanoTime();
            }
            pending += length;
        } finally {
            lock.unlock();
        }
    }

    /** A client that leaves frees its writer, but a writer that never waits need not hear of it. */
    private void listen() {
        if (!listening) {
            listening = true;
            link.onGone(this::wake);
        }
    }

    private void settle(AsyncResult<Void> result, int length) {
        if (result.failed()) {
            link.leave();
        }
        lock.lock();
        try {
            pending -= length;
            lastTaken = System.nanoTime();
            taken.signal();
        } finally {
            lock.unlock();
        }
    }

    private void wake() {
        lock.lock();
        try {
            taken.signal();
        } finally {
            lock.unlock();
        }
    }
}
