/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import io.github.camelopenrouter.api.BegunAttempt;
import io.github.camelopenrouter.api.CallRecord;
import io.github.camelopenrouter.api.CallRecord.CostSource;
import io.github.camelopenrouter.api.LateCost;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.spi.AttemptListener;
import io.github.camelopenrouter.spi.CostListener;
import io.github.camelopenrouter.spi.UsageHealth;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes each call of a process down, on the thread that its answer ends on, in front of the answer's last bytes, and each
 * attempt that may be billed in front of its first. A call waits for no disk: who cannot write in time goes on, and its record
 * counts as dropped.
 */
final class Journal extends ServiceSupport implements AttemptListener, UsageHealth, CallsUnderWay, JournalState {

    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

    /** Below the data directory. */
    static final String DIRECTORY = "usage";

    /** So large is a file at most; where less may be kept it is a part of that, since whole files are removed. */
    private static final long FULL_FILE = 256L << 20;

    private static final int FILES_KEPT = 8;
    private static final long PATIENCE_MILLIS = 50;

    private final CamelContext context;
    private final UsageSettings settings;
    private final Clock clock;
    private final OpenCalls calls;
    private final RefusedRequests refused;
    private final LateCosts late;
    private final RouteLookup lookup;
    private final JournalProgress progress;
    private final AtomicLong dropped = new AtomicLong();
    private final OnceAMinute saying = new OnceAMinute();
    private volatile @Nullable Open open;
    private volatile @Nullable String problem;
    /** When a call ended or a cost became known, before anybody can see that it is no longer under way. */
    private volatile long lastEnd;

    /** Where nothing could be written at the start. */
    private @Nullable ScheduledExecutorService trying;

    /** What there is while it can be written. */
    private record Open(DataDirectory directory, JournalWriter writer, JournalUpkeep upkeep) {}

    Journal(CamelContext context, UsageSettings settings, Clock clock) {
        this.context = context;
        this.settings = settings;
        this.clock = clock;
        this.lastEnd = clock.millis();
        this.refused = new RefusedRequests(clock);
        this.calls = new OpenCalls(settings.node());
        this.lookup = new RouteLookup(context);
        this.progress = new JournalProgress(clock);
        this.late = new LateCosts(clock, lookup, this::writeLater, this::tell);
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
            JournalWriter writer = new JournalWriter(directory, fullAt(), clock, calls::lines, this::lost);
            JournalTail tail = JournalTail.of(directory, clock); // behind the last whole line
            LeftOpenCalls before = new LeftOpenCalls(tail, line -> writer.append(line, PATIENCE_MILLIS), late);
            JournalRetention retention =
                    new JournalRetention(directory, settings.retention(), settings.maxBytes(), progress, clock);
            return new Open(
                    data,
                    writer,
                    new JournalUpkeep(context, writer, retention, before, late, refused, settings.sync(), saying));
        } catch (IOException e) {
            data.close();
            throw e;
        }
    }

    private long fullAt() {
        return Math.min(FULL_FILE, settings.maxBytes() / FILES_KEPT);
    }

    @Override
    public void begins(BegunAttempt attempt) {
        Open now = open;
        if (now != null) {
            now.upkeep().courier().take(calls.add(attempt));
        }
    }

    @Override
    public void ended(CallRecord call) {
        lastEnd = clock.millis();
        byte[] line = RecordLine.of(call, settings.node());
        boolean written = write(line, () -> calls.end(call.id()));
        boolean unresolved = false;
        boolean canBeAskedFor = false;
        for (CallRecord.Attempt attempt : call.attempts()) {
            boolean unknown = attempt.costSource() == CostSource.UNRESOLVED;
            unresolved |= unknown;
            canBeAskedFor |= unknown && attempt.generationId() != null && attempt.upstreamKey() != null;
        }
        if (unresolved) {
            late.unresolved();
        }
        if (written && canBeAskedFor) {
            late.follow(line);
        }
    }

    /** A request at a door that nobody knows. */
    void refused(Exchange exchange) {
        refused.count(exchange);
    }

    /** @param first its begun lines must not follow it into another file */
    private boolean write(byte[] line, Runnable first) {
        Open now = open;
        if (now == null) {
            dropped.incrementAndGet();
            return false;
        }
        try {
            if (now.writer().append(line, PATIENCE_MILLIS, first)) {
                recordsAgain();
                return true;
            }
            first.run(); // nobody will write it any more
            drop("the disk takes nothing");
        } catch (IOException e) {
            drop(e.toString());
        }
        return false;
    }

    private void recordsAgain() {
        if (problem != null) {
            problem = null;
            LOG.info("Calls are recorded again; {} records are lost since the start", dropped);
        }
    }

    /** What can be written again counts as nothing lost. */
    private boolean writeLater(byte[] line) {
        Open now = open;
        lastEnd = clock.millis();
        try {
            return now != null && now.writer().append(line, PATIENCE_MILLIS);
        } catch (IOException e) {
            saying.error("a cost could not be written yet: " + e);
            return false;
        }
    }

    private void tell(LateCost cost) {
        for (CostListener listener : context.getRegistry().findByType(CostListener.class)) {
            try {
                listener.known(cost);
            } catch (RuntimeException e) {
                LOG.warn("A cost listener failed on the call {}", cost.id(), e);
            }
        }
    }

    private void lost(boolean record, IOException why) {
        if (record) {
            drop(why.toString());
        } else {
            saying.error("the begin of a call could not be written: " + why);
        }
    }

    @Override
    public long dropped() {
        return dropped.get();
    }

    @Override
    public long unresolved() {
        return late.count();
    }

    @Override
    public Duration lag() {
        return progress.lag();
    }

    @Override
    public boolean isJournalWhole() {
        Open now = open;
        return now != null && now.upkeep().isLeftOpenBooked();
    }

    @Override
    public @Nullable Instant noneSince() {
        return calls.isEmpty() && late.areKnown() ? Instant.ofEpochMilli(lastEnd) : null;
    }

    /**
     * Calls a user otherwise, in all calls that have arrived by now.
     *
     * @throws IOException if that is not done in all of them; to be done again
     */
    RenamedRecords rename(RenamedUser user) throws IOException {
        Open now = open;
        if (now == null) {
            throw new IOException("nothing can be written into openrouter.data-dir=" + settings.directory());
        }
        try {
            return now.upkeep().rename(user, settings.directory().resolve(DIRECTORY));
        } finally {
            progress.isRewritten();
        }
    }

    KeyUsage keyUsage() {
        return lookup;
    }

    JournalProgress progress() {
        return progress;
    }

    @Override
    public @Nullable String problem() {
        return problem;
    }

    @Override
    protected void doStart() {
        lookup.start();
        Open now = open;
        if (now != null) {
            now.upkeep().start();
        } else {
            ScheduledExecutorService timer =
                    context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "openrouter-journal");
            timer.scheduleWithFixedDelay(this::openLater, 1, 1, TimeUnit.MINUTES);
            trying = timer;
        }
    }

    /** What could not be written to at the start may be writable by now. */
    synchronized void openLater() {
        if (open != null || isStoppingOrStopped()) {
            return;
        }
        try {
            Open now = open(DataDirectory.open(settings.directory()));
            now.upkeep().start();
            open = now;
            problem = null;
            LOG.info("Calls are recorded from now on: openrouter.data-dir={} can be written to", settings.directory());
        } catch (IOException | SettingException e) {
            problem = "nothing can be written into openrouter.data-dir=" + settings.directory() + ": " + e;
        }
    }

    @Override
    protected synchronized void doStop() throws IOException {
        if (trying != null) {
            context.getExecutorServiceManager().shutdownNow(trying);
        }
        Open last = open;
        open = null;
        if (last != null) {
            last.upkeep().stop();
            try {
                last.writer().close();
            } finally {
                last.directory().close();
                lookup.stop();
            }
        }
    }

    private void drop(String reason) {
        dropped.incrementAndGet();
        problem = reason;
        saying.error("a record is lost, " + dropped + " so far: " + reason);
    }
}
