/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import io.github.camelopenrouter.api.CallRecord;
import io.github.camelopenrouter.spi.CallListener;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.CamelContext;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes each call of a process down, on the thread that its answer ends on, in front of the answer's last bytes. A call
 * waits for no disk: who cannot write in time goes on, and its record counts as dropped.
 */
final class Journal extends ServiceSupport implements CallListener {

    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

    /** Below the data directory. */
    static final String DIRECTORY = "usage";

    /** So large is a file at most; where less may be kept it is a part of that, since whole files are removed. */
    private static final long FULL_FILE = 256L << 20;

    private static final int FILES_KEPT = 8;
    private static final long PATIENCE_MILLIS = 50;
    private static final Duration LOOK_AFTER = Duration.ofMinutes(1);
    private static final long ONCE_A_MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final CamelContext context;
    private final UsageSettings settings;
    private final Clock clock;
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong lastSaid = new AtomicLong(System.nanoTime() - ONCE_A_MINUTE);
    private volatile @Nullable Open open;
    private volatile @Nullable String problem;
    /** Whose thread waits for the disk, while the journal runs. */
    private @Nullable ExecutorService disk;

    /** What there is while it can be written. */
    private record Open(DataDirectory directory, JournalWriter writer, JournalRetention retention) {}

    Journal(CamelContext context, UsageSettings settings, Clock clock) {
        this.context = context;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Takes its directory. Where nothing can be written the gateway goes on without a journal, and says so.
     *
     * @throws io.github.camelopenrouter.config.SettingException if another process has the directory
     */
    void open() {
        try {
            open = open(DataDirectory.open(settings.directory()));
        } catch (IOException e) {
            problem = "nothing can be written into openrouter.data-dir=" + settings.directory() + ": " + e;
            LOG.warn("Calls are not recorded: {}", problem);
        }
    }

    private Open open(DataDirectory data) throws IOException {
        try {
            Path directory = data.directory(DIRECTORY);
            JournalRetention retention =
                    new JournalRetention(directory, settings.retention(), settings.maxBytes(), clock);
            return new Open(data, new JournalWriter(directory, fullAt(), clock), retention);
        } catch (IOException e) {
            data.close();
            throw e;
        }
    }

    private long fullAt() {
        return Math.min(FULL_FILE, settings.maxBytes() / FILES_KEPT);
    }

    @Override
    public void ended(CallRecord call) {
        Open now = open;
        if (now == null) {
            dropped.incrementAndGet();
            return;
        }
        try {
            if (now.writer().append(RecordLine.of(call, settings.node()), PATIENCE_MILLIS)) {
                problem = null;
            } else {
                drop("others wrote for " + PATIENCE_MILLIS + " ms");
            }
        } catch (IOException e) {
            drop(e.toString());
        }
    }

    /** How many records could not be written. */
    long dropped() {
        return dropped.get();
    }

    /** Why the last record could not be written; null where it could. */
    @Nullable
    String problem() {
        return problem;
    }

    @Override
    protected void doStart() {
        Open now = open;
        if (now != null) {
            ScheduledExecutorService thread =
                    context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "openrouter-journal");
            long sync = settings.sync().toMillis();
            thread.scheduleWithFixedDelay(() -> sync(now), sync, sync, TimeUnit.MILLISECONDS);
            thread.scheduleWithFixedDelay(() -> retain(now), 0, LOOK_AFTER.toMillis(), TimeUnit.MILLISECONDS);
            disk = thread;
        }
    }

    @Override
    protected void doStop() throws IOException {
        Open last = open;
        open = null;
        if (disk != null) {
            context.getExecutorServiceManager().shutdownGraceful(disk);
        }
        if (last != null) {
            try {
                last.writer().close();
            } finally {
                last.directory().close();
            }
        }
    }

    private void sync(Open now) {
        try {
            now.writer().sync();
        } catch (IOException | RuntimeException e) {
            say("the disk does not take what is written: " + e);
        }
    }

    private void retain(Open now) {
        try {
            now.retention().apply(now.writer().current());
        } catch (IOException | RuntimeException e) {
            say("old files cannot be removed: " + e);
        }
    }

    private void drop(String reason) {
        dropped.incrementAndGet();
        problem = reason;
        say("a record is lost, " + dropped + " so far: " + reason);
    }

    private void say(String what) {
        long last = lastSaid.get();
        long now = System.nanoTime();
        if (now - last >= ONCE_A_MINUTE && lastSaid.compareAndSet(last, now)) {
            LOG.error("Journal: {}", what);
        }
    }
}
