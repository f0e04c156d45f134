/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/**
 * What a journal needs behind the calls, on threads of its own: it goes to the disk, old files go, costs are asked for,
 * refused requests are summed up, and what the process before has left open is booked.
 */
final class JournalUpkeep {

    private static final long A_SECOND = 1_000;
    private static final long A_MINUTE = 60_000;
    /** For whoever writes here, nobody waits. */
    private static final long PATIENCE_MILLIS = 10_000;

    private static final int ASKING = 4;

    private final CamelContext context;
    private final JournalWriter writer;
    private final JournalRetention retention;
    private final LeftOpenCalls before;
    private final LateCosts late;
    private final RefusedRequests refused;
    private final Duration sync;
    private final OnceAMinute saying;
    private final LineCourier courier;
    /** Of finished files, which one at a time removes or changes. */
    private final ReentrantLock files = new ReentrantLock();

    private @Nullable ScheduledExecutorService disk;
    private @Nullable ExecutorService couriers;
    private @Nullable ExecutorService asking;

    /** @param before of the process before */
    JournalUpkeep(
            CamelContext context,
            JournalWriter writer,
            JournalRetention retention,
            LeftOpenCalls before,
            LateCosts late,
            RefusedRequests refused,
            Duration sync,
            OnceAMinute saying) {
        this.context = context;
        this.writer = writer;
        this.retention = retention;
        this.before = before;
        this.late = late;
        this.refused = refused;
        this.sync = sync;
        this.saying = saying;
        this.courier = new LineCourier(
                writer, () -> saying.error("the begin of a call is not written, for the disk takes nothing"));
    }

    void start() {
        ScheduledExecutorService timer =
                context.getExecutorServiceManager().newScheduledThreadPool(this, "openrouter-journal", 2);
        ExecutorService threads =
                context.getExecutorServiceManager().newFixedThreadPool(this, "openrouter-late-costs", ASKING);
        ExecutorService lines =
                context.getExecutorServiceManager().newSingleThreadExecutor(this, "openrouter-journal-lines");
        lines.execute(courier);
        couriers = lines;
        disk = timer;
        asking = threads;
        timer.scheduleWithFixedDelay(this::lookThroughFiles, 0, A_MINUTE, TimeUnit.MILLISECONDS);
        every(timer, sync.toMillis(), () -> safely("the disk does not take what is written", writer::sync));
        every(timer, A_SECOND, () -> safely("costs cannot be asked for", () -> late.run(threads)));
        every(timer, A_MINUTE, () -> safely("refused requests cannot be counted", this::writeRefused));
    }

    /** Who takes lines to the file that nobody waits for. */
    LineCourier courier() {
        return courier;
    }

    /** Whether the journal has what the process before has left open. */
    boolean isLeftOpenBooked() {
        return before.areBooked();
    }

    void stop() {
        if (asking != null) {
            context.getExecutorServiceManager().shutdownNow(asking); // the next start goes on
        }
        if (couriers != null) {
            context.getExecutorServiceManager().shutdownNow(couriers);
            courier.handOver(); // who closes the writer writes what is left
        }
        if (disk != null) {
            context.getExecutorServiceManager().shutdownGraceful(disk);
        }
        safely("refused requests cannot be counted", this::writeRefused);
    }

    private static void every(ScheduledExecutorService timer, long millis, Runnable task) {
        timer.scheduleWithFixedDelay(task, millis, millis, TimeUnit.MILLISECONDS);
    }

    /** One after the other: side by side one of them would find the other at the files, and wait for the next minute. */
    private void lookThroughFiles() {
        safely("what was left open cannot be booked yet", this::bookLeftOpen);
        safely("old files cannot be removed", () -> unlessChanged(() -> retention.apply(writer.current())));
    }

    private interface Task {
        void run() throws IOException;
    }

    /** The next time, where somebody else is at them: this thread has more to do. */
    private void unlessChanged(Task task) throws IOException {
        if (files.tryLock()) {
            try {
                task.run();
            } finally {
                files.unlock();
            }
        }
    }

    /**
     * Calls a user otherwise in all that is written.
     *
     * @param directory of the files
     * @throws IOException if not all of them could be changed, or not yet
     */
    RenamedRecords rename(RenamedUser user, Path directory) throws IOException {
        files.lock();
        try {
            if (!isLeftOpenBooked()) {
                throw new IOException("what the process before has left open is not booked yet");
            }
            writer.rename(user);
            JournalFile current = writer.current();
            return RenamedRecords.in(
                    JournalFile.readable(directory).stream()
                            .filter(file -> !file.equals(current))
                            .toList(),
                    user);
        } finally {
            files.unlock();
        }
    }

    private void safely(String otherwise, Task task) {
        try {
            task.run();
        } catch (IOException | RuntimeException e) {
            saying.error(otherwise + ": " + e);
        }
    }

    private void writeRefused() throws IOException {
        for (byte[] line : refused.take()) {
            writer.append(line, PATIENCE_MILLIS);
        }
    }

    /**
     * Begun lines that are still to be read stay where they are. Until all is booked nobody else is at the files for long, and
     * nothing can be compared, renamed or counted: so the first time waits for whoever is.
     */
    private void bookLeftOpen() throws IOException {
        if (isLeftOpenBooked()) {
            unlessChanged(writer::strip);
            return;
        }
        files.lock();
        try {
            before.book();
            writer.strip();
        } finally {
            files.unlock();
        }
    }
}
