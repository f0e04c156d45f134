/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.export;

import io.github.camelopenrouter.api.CallRecord;
import io.github.camelopenrouter.spi.CallListener;
import io.github.camelopenrouter.usage.RecordLine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The calls of a process that keeps no journal: those that have ended and that nobody has taken yet. What does not fit in any
 * more is lost, and counted. A call's own thread only puts its record in; the text is made by whoever takes it.
 */
final class RecentCalls implements CallListener, Source {

    static final int MOST = 10_000;

    private final BlockingQueue<CallRecord> calls = new ArrayBlockingQueue<>(MOST);
    private final AtomicLong dropped = new AtomicLong();
    private volatile boolean open = true;
    private final String node;
    private final UsageEndpoint.Unit unit;

    RecentCalls(String node, UsageEndpoint.Unit unit) {
        this.node = node;
        this.unit = unit;
    }

    @Override
    public void ended(CallRecord call) {
        if (open && !calls.offer(call)) {
            dropped.incrementAndGet();
        }
    }

    /** How many were lost since it was last asked. */
    long takeDropped() {
        return dropped.getAndSet(0);
    }

    @Override
    public @Nullable Parcel next() {
        List<CallRecord> taken = new ArrayList<>();
        calls.drainTo(taken, JournalSource.mostOf(unit));
        if (taken.isEmpty()) {
            return null;
        }
        List<ExportedRecord> records = taken.stream().map(this::record).toList();
        return JournalSource.parcel(records, unit, calls.isEmpty());
    }

    private ExportedRecord record(CallRecord call) {
        byte[] line = RecordLine.of(call, node);
        return new ExportedRecord(call.id(), 0, Arrays.copyOf(line, line.length - 1));
    }

    @Override
    public void passed() {
        // it is gone anyway
    }

    @Override
    public void close() {
        // whoever reads it may begin again
    }

    /** Keeps calls, or none where nobody takes them any more: a gateway goes on telling of them. */
    void keep(boolean now) {
        open = now;
        if (!now) {
            calls.clear();
        }
    }
}
