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
import io.github.camelopenrouter.usage.DataDirectory;
import java.io.IOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
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

    private final CamelContext context;
    private final AuditSettings settings;
    private final Clock clock;
    private final RefusedLogins refused = new RefusedLogins();
    private @Nullable AuditLog log;
    private @Nullable ScheduledExecutorService timer;
    private volatile @Nullable String problem;
    private volatile @Nullable String anchorProblem;

    Audit(CamelContext context, AuditSettings settings, Clock clock) {
        this.context = context;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public void write(AuditEvent event) throws IOException {
        try {
            log().write(event);
            said(null);
        } catch (IOException e) {
            said(e.toString());
            throw e;
        }
    }

    @Override
    public void refused(String door, @Nullable String address) {
        refused.count(door, address);
    }

    /** Opened by whoever writes first, for the disk may be back by then. */
    private synchronized AuditLog log() throws IOException {
        AuditLog opened = log;
        if (opened == null) {
            DataDirectory.make(settings.directory());
            opened = new AuditLog(settings.directory(), settings.node(), clock);
            log = opened;
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

    /** Why the last line could not be written, or nobody be told of it; null where all is well. */
    @Nullable
    String problem() {
        return problem != null ? problem : anchorProblem;
    }

    @Override
    protected void doStart() {
        writeOfOurselves(AuditEvent.ofGateway("start", null, given()));
        ScheduledExecutorService started =
                context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "openrouter-audit");
        timer = started;
        started.scheduleWithFixedDelay(this::eachMinute, A_MINUTE, A_MINUTE, TimeUnit.SECONDS);
        if (settings.anchor() != null) {
            started.scheduleWithFixedDelay(this::anchor, 0, ANCHOR_MINUTES, TimeUnit.MINUTES);
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

    private void writeOfOurselves(AuditEvent event) {
        try {
            write(event);
        } catch (IOException e) {
            LOG.debug("It is said where it was found", e);
        }
    }

    private void eachMinute() {
        refused.take().forEach(this::writeOfOurselves);
        try {
            new AuditRetention(settings.directory(), log(), settings.retention(), clock).apply();
        } catch (IOException | RuntimeException e) {
            LOG.warn("Old files of the audit cannot be removed: {}", e.toString());
        }
    }

    private void anchor() {
        String target = settings.anchor();
        if (target == null) {
            return;
        }
        try (ProducerTemplate producer = context.createProducerTemplate()) {
            Anchor anchor = Anchor.of(log().head(), clock.instant().truncatedTo(ChronoUnit.MILLIS), settings.key());
            producer.sendBody(target, anchor.json() + "\n"); // one a line, where the endpoint appends to a file
            anchorProblem = null;
        } catch (IOException | RuntimeException e) {
            String now = "openrouter.audit.anchor gets nothing: " + reason(e);
            if (anchorProblem == null) {
                LOG.error("The audit has no anchor, for {}", now);
            }
            anchorProblem = now;
        }
    }

    /** Without a message: it may repeat the endpoint, and what in it is secret. */
    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return cause.getClass().getSimpleName();
    }

    @Override
    protected void doStop() throws IOException {
        if (timer != null) {
            context.getExecutorServiceManager().shutdownGraceful(timer);
        }
        refused.take().forEach(this::writeOfOurselves);
        writeOfOurselves(AuditEvent.ofGateway("stop", null, Map.of()));
        anchor();
        AuditLog opened = log;
        if (opened != null) {
            log = null;
            opened.close();
        }
    }
}
