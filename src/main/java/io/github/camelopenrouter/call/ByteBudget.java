/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.call;

import java.util.concurrent.atomic.AtomicLong;

/** How many bytes of requests, and of answers that are held, there may be at the same time, all requests together. */
public final class ByteBudget {

    private final long limit;
    private final AtomicLong held = new AtomicLong();

    public ByteBudget(long limit) {
        this.limit = limit;
    }

    /** The account of one request, still empty. */
    public Account open() {
        return new Account();
    }

    public long held() {
        return held.get();
    }

    /** What one request holds. Safe for many threads: the one that gives it back need not be the one that reads. */
    public final class Account {

        private long bytes;
        private boolean closed;

        /** Takes room for so many bytes more; false if there is none, then nothing is taken. */
        public synchronized boolean take(int more) {
            if (closed) {
                return false;
            }
            if (held.addAndGet(more) > limit) {
                held.addAndGet(-more);
                return false;
            }
            bytes += more;
            return true;
        }

        /** Gives so many of the bytes back; after {@link #close()} there are none. */
        public synchronized void giveBack(int less) {
            if (!closed) {
                held.addAndGet(-less);
                bytes -= less;
            }
        }

        /** Whether so many bytes would find room now. */
        public boolean hasRoomFor(long more) {
            return held.get() + more <= limit;
        }

        /** Whether nothing is counted any more. */
        public synchronized boolean isClosed() {
            return closed;
        }

        long limit() {
            return limit;
        }

        /** Gives everything back; from now on {@code take} refuses. */
        public synchronized void close() {
            held.addAndGet(-bytes);
            bytes = 0;
            closed = true;
        }
    }
}
