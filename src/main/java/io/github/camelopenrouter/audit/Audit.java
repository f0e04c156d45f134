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
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.LifecycleStrategy;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The audit of a process: what is written into its trail, who is told where it has come to, and what is removed in time. A trail
 * that cannot be written stops no call, and no change of a gateway happens until it can.
 */
final class Audit extends ServiceSupport implements AuditTrail {

    private static final Logger LOG = LoggerFactory.getLogger(Audit.class);

    private static final long A_MINUTE = 60;
    private static final long ANCHOR_MINUTES = 5;

    /** Lines of ours that a full disk may keep waiting. */
    private static final int MOST_OWED = 1_000;

    private final CamelContext context;
    private final AuditSettings settings;
    private final Clock clock;
    private final RefusedLogins refused = new RefusedLogins();
    private final PatientLock lock = new PatientLock();
    private final Queue<AuditEvent> owed = new ArrayDeque<>();
    private @Nullable AuditLog log;
    private @Nullable AuditRetention retention;
    private @Nullable AnchorSender anchors;
    private @Nullable ScheduledExecutorService timer;
    private volatile @Nullable String problem;

    Audit(CamelContext context, AuditSettings settings, Clock clock) {
        this.context = context;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public void write(AuditEvent event) throws IOException {
        try {
            lock.lock();
            try {
                AuditLog to = log();
                for (AuditEvent before = owed.peek(); before != null; before = owed.peek()) {
                    to.write(before);
                    owed.remove();
                }
                to.write(event);
            } finally {
                lock.unlock();
            }
            said(null);
        } catch (IOException e) {
            said(e.toString());
            throw e;
        }
    }

    @Override
    public void happened(AuditEvent event) {
        try {
            write(event);
        } catch (IOException e) {
            LOG.debug("It is written later", e);
            if (lock.tryLock()) {
                try {
                    if (owed.size() < MOST_OWED) {
                        owed.add(event);
                    }
                } finally {
                    lock.unlock();
                }
            }
        }
    }

    /** Opened by whoever writes first, for the disk may be back by then. */
    private AuditLog log() throws IOException {
        AuditLog opened = log;
        if (opened == null) {
            opened = new AuditLog(settings.directory(), settings.node(), clock);
            log = opened;
            retention = new AuditRetention(settings.directory(), opened, settings.retention(), clock);
        }
        return opened;
    }

    private void said(@Nullable String now) {
        if (now != null && problem == null) {
            LOG.error(
                    "The audit in {} cannot be written, and no administrator can change anything: {}",
                    settings.directory(),
                    now);
        } else if (now == null && problem != null) {
            LOG.info("The audit in {} is written again", settings.directory());
        }
        problem = now;
    }

    @Override
    public void refused(String door, @Nullable String address) {
        refused.count(door, address);
    }

    /** Why the last line could not be written, or nobody be told of it; null where all is well. */
    @Nullable
    String problem() {
        AnchorSender sender = anchors;
        return problem != null || sender == null ? problem : sender.problem();
    }

    @Override
    protected void doStart() {
        happened(AuditEvent.ofGateway("start", null, given()));
        ScheduledExecutorService started =
                context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "openrouter-audit");
        timer = started;
        started.scheduleWithFixedDelay(() -> safely(this::eachMinute), A_MINUTE, A_MINUTE, TimeUnit.SECONDS);
        String endpoint = settings.anchor();
        if (endpoint != null) {
            anchors = new AnchorSender(context, endpoint);
            started.scheduleWithFixedDelay(() -> safely(this::anchor), 0, ANCHOR_MINUTES, TimeUnit.MINUTES);
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

    private void eachMinute() throws IOException {
        refused.take().forEach(this::happened);
        AuditRetention old = retention;
        if (old != null) {
            old.apply();
        }
    }

    private void anchor() throws IOException {
        AuditLog opened = log;
        if (anchors != null && opened != null) {
            anchors.send(Anchor.of(opened.last(), clock.instant().truncatedTo(ChronoUnit.MILLIS), settings.key()));
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
        if (timer != null) {
            context.getExecutorServiceManager().shutdownNow(timer);
        }
        if (anchors != null) {
            anchors.stop();
        }
        refused.take().forEach(this::happened);
        happened(AuditEvent.ofGateway("stop", null, Map.of()));
        AuditLog opened = log;
        if (opened != null) {
            log = null;
            opened.close();
        }
    }
}
