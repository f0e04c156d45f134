/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.audit;

import io.github.camelopenrouter.api.AuditEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lines of calls on their way to the audit: a call leaves its line and goes on, and one thread writes what has come together
 * with one force of the disk. What the disk refuses is tried again each time, in front of all that follows. Safe for many
 * threads.
 */
final class CallQueue {

    /** What follows when the disk takes lines again. */
    static final String RESUMED = "audit.resumed";

    /** About a kilobyte each. */
    static final int MOST = 20_000;

    /** So many waiting leave room for the calls that are under way. */
    private static final int ENOUGH = MOST / 2;

    /** An administrator's line waits for a batch. */
    private static final int BATCH = 2_000;

    private static final long PATIENCE_NANOS = 5_000_000_000L;

    private static final Logger LOG = LoggerFactory.getLogger(CallQueue.class);

    private final BlockingQueue<CallLine> waiting = new LinkedBlockingQueue<>(MOST);
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final PatientLock lock = new PatientLock();
    private final AuditWriter writer;
    private final RequestHash hash;

    /** What was taken and is not written yet. */
    private List<AuditEvent> batch = List.of();

    private volatile long lostSaid;
    private long refusedSaid;

    /** The figures of the line that is about to be written. */
    private long lostTold;

    private long refusedTold;

    /** When the batch that is written now was begun; 0 where none is. */
    private volatile long begun;

    CallQueue(AuditWriter writer, RequestHash hash) {
        this.writer = writer;
        this.hash = hash;
    }

    /** Leaves a line; one too many is counted and gone. */
    void add(CallLine line) {
        if (!waiting.offer(line)) {
            lost.incrementAndGet();
        }
    }

    /** Whether another call's line will be written, as far as anybody knows. */
    boolean takesMore() {
        long since = begun;
        return writer.problem() == null
                && hash.isReady()
                && waiting.size() < ENOUGH
                && (since == 0 || System.nanoTime() - since < PATIENCE_NANOS);
    }

    /** A call was not made for want of a line. */
    void refused() {
        refused.incrementAndGet();
    }

    /** How many lines of calls nobody will ever read. */
    long lost() {
        return lost.get();
    }

    /** What is wrong with the lines of calls alone; null where nothing is. */
    @Nullable
    String problem() {
        long gone = lost.get();
        if (!hash.isReady()) {
            return "there is no key for the HMAC of requests";
        }
        return gone == lostSaid ? null : gone + " lines of calls are lost";
    }

    /** Writes all that waits, as far as the disk takes it; one thread does so all the time. */
    void write() throws IOException {
        lock.lock();
        try {
            hash.prepare();
            while (take()) {
                begun = System.nanoTime() | 1;
                writer.write(batch);
                batch = List.of();
                said();
            }
        } finally {
            begun = 0;
            lock.unlock();
        }
    }

    /** Whether there is something to write: after trouble a line of ours tells of it, and tries whether the disk is back. */
    private boolean take() {
        if (!batch.isEmpty()) {
            return true;
        }
        List<CallLine> lines = new ArrayList<>();
        waiting.drainTo(lines, BATCH);
        List<AuditEvent> next = new ArrayList<>(lines.size() + 1);
        if (writer.problem() != null || lost.get() > lostSaid || refused.get() > refusedSaid) {
            lostTold = lost.get();
            refusedTold = refused.get();
            next.add(AuditEvent.ofGateway(
                    RESUMED, null, Map.of("lost", lostTold - lostSaid, "refused", refusedTold - refusedSaid)));
        }
        lines.forEach(line -> next.add(line.event()));
        batch = next;
        return !batch.isEmpty();
    }

    private void said() {
        lostSaid = lostTold;
        refusedSaid = refusedTold;
    }

    /**
     * Writes what is left; behind that nobody does.
     *
     * @return how many lines of calls nobody will read, and no line has told of
     */
    long end() {
        try {
            write();
        } catch (IOException e) {
            long left = left();
            LOG.error("{} lines of calls are not in the audit: {}", left, e.toString());
            return left;
        }
        return left();
    }

    private long left() {
        long calls = batch.stream()
                .filter(event -> event.action().equals(CallLine.ACTION))
                .count();
        return calls + waiting.size() + lost.get() - lostSaid;
    }
}
