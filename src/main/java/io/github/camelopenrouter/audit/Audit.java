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
import io.github.camelopenrouter.config.ShownSetting;
import io.github.camelopenrouter.config.Version;
import io.github.camelopenrouter.spi.AuditTrail;
import java.io.IOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.spi.LifecycleStrategy;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The audit of a process: lines for what is done and for its own start and stop, summed up logins, anchors, and old files
 * removed. A disk that refuses keeps no gateway from its start, and is tried again with each line.
 */
final class Audit extends ServiceSupport implements AuditTrail {

    private static final Logger LOG = LoggerFactory.getLogger(Audit.class);

    private static final long A_MINUTE = 60;
    private static final long ANCHOR_MINUTES = 5;
    private static final long CALLS_MILLIS = 200;

    private final CamelContext context;
    private final AuditSettings settings;
    private final Clock clock;
    private final RefusedLogins refused = new RefusedLogins();
    private final AuditWriter writer;
    private final @Nullable CallQueue calls;
    private @Nullable AnchorSender anchors;
    private @Nullable ScheduledExecutorService timer;
    private @Nullable ScheduledExecutorService callTimer;

    /** @param calls whose lines are to be written; null for none */
    Audit(CamelContext context, AuditSettings settings, AuditWriter writer, @Nullable CallQueue calls, Clock clock) {
        this.context = context;
        this.settings = settings;
        this.writer = writer;
        this.calls = calls;
        this.clock = clock;
    }

    @Override
    public void write(AuditEvent event) throws IOException {
        writer.write(List.of(event));
    }

    @Override
    public void happened(AuditEvent event) {
        writer.writeOrOwe(event);
    }

    @Override
    public void refused(String door, @Nullable String address) {
        refused.count(door, address);
    }

    @Override
    public long dropped() {
        return calls == null ? 0 : calls.lost();
    }

    /** Why the last line could not be written, or nobody be told of it; null where all is well. */
    @Nullable
    String problem() {
        String found = writer.problem();
        if (found == null && calls != null) {
            found = calls.problem();
        }
        AnchorSender sender = anchors;
        return found != null || sender == null ? found : sender.problem();
    }

    @Override
    protected void doStart() {
        happened(AuditEvent.ofGateway("start", null, given()));
        ExecutorServiceManager threads = context.getExecutorServiceManager();
        ScheduledExecutorService started = threads.newSingleThreadScheduledExecutor(this, "openrouter-audit");
        timer = started;
        started.scheduleWithFixedDelay(() -> safely(this::eachMinute), A_MINUTE, A_MINUTE, TimeUnit.SECONDS);
        String endpoint = settings.anchor();
        if (endpoint != null) {
            anchors = new AnchorSender(context, endpoint);
            started.scheduleWithFixedDelay(() -> safely(this::anchor), 0, ANCHOR_MINUTES, TimeUnit.MINUTES);
        }
        CallQueue queue = calls;
        if (queue != null) {
            callTimer = threads.newSingleThreadScheduledExecutor(this, "openrouter-audit-calls");
            callTimer.scheduleWithFixedDelay(() -> write(queue), CALLS_MILLIS, CALLS_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** What this start lives by: whoever compares two of them sees what somebody has changed in between. */
    private Map<String, Object> given() {
        Map<String, String> values = new TreeMap<>();
        for (ShownSetting setting : ShownSetting.all(context)) {
            if (setting.value() != null) {
                values.put(setting.name(), setting.value());
            }
        }
        return Map.of("version", Version.current(), "settings", values);
    }

    private interface Task {
        void run() throws IOException;
    }

    /** One that fails does not end the next. */
    private static void safely(Task task) {
        try {
            task.run();
        } catch (IOException | RuntimeException e) {
            LOG.warn("The audit is not kept as it should be: {}", e.toString());
        }
    }

    /** What the disk refuses the writer has said, and is tried again at once. */
    private static void write(CallQueue queue) {
        try {
            queue.write();
        } catch (IOException e) {
            LOG.debug("The lines of calls are written later", e);
        } catch (RuntimeException e) {
            LOG.warn("The lines of calls are not written", e);
        }
    }

    private void eachMinute() throws IOException {
        refused.take().forEach(this::happened);
        writer.removeOld();
    }

    private void anchor() throws IOException {
        ChainLink last = writer.last();
        if (anchors != null && last != null) {
            anchors.send(Anchor.of(last, clock.instant().truncatedTo(ChronoUnit.MILLIS), settings.key()));
        }
    }

    /** Sends the last anchor while there are endpoints: Camel removes them before it stops services. */
    LifecycleStrategy stopping() {
        return new LifecycleStrategySupport() {
            @Override
            public void onContextStopping(CamelContext stopping) {
                safely(Audit.this::anchor);
            }
        };
    }

    @Override
    protected void doStop() throws IOException {
        end(timer);
        end(callTimer);
        if (anchors != null) {
            anchors.stop();
        }
        long dropped = calls == null ? 0 : calls.end();
        refused.take().forEach(this::happened);
        happened(AuditEvent.ofGateway("stop", null, dropped == 0 ? Map.of() : Map.of("dropped", dropped)));
        writer.close();
    }

    private void end(@Nullable ScheduledExecutorService ending) {
        if (ending != null) {
            context.getExecutorServiceManager().shutdownNow(ending);
        }
    }
}
