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
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has lines written into the trail, which is opened by whoever writes first, for the disk may be back by then; says when it
 * cannot be written, and when it can again. Safe for many threads.
 */
final class AuditWriter {

    private static final Logger LOG = LoggerFactory.getLogger(AuditWriter.class);

    /** Lines of ours that a full disk may keep waiting. */
    static final int MOST_OWED = 1_000;

    private final AuditSettings settings;
    private final Persons persons;
    private final Clock clock;
    private final PatientLock lock = new PatientLock();
    private final BlockingQueue<AuditEvent> owed = new LinkedBlockingQueue<>(MOST_OWED);
    private volatile @Nullable AuditLog log;
    private volatile @Nullable AuditRetention retention;
    private volatile @Nullable String problem;

    AuditWriter(AuditSettings settings, Persons persons, Clock clock) {
        this.settings = settings;
        this.persons = persons;
        this.clock = clock;
    }

    /**
     * Writes them behind those that are owed, all on the disk when this returns.
     *
     * @throws IOException if the disk has taken none of them
     */
    void write(List<AuditEvent> events) throws IOException {
        try {
            lock.lock();
            try {
                AuditLog to = log();
                List<AuditEvent> before = new ArrayList<>(owed);
                if (!before.isEmpty()) {
                    to.write(before);
                    before.forEach(written -> owed.remove()); // others only add
                }
                to.write(events);
            } finally {
                lock.unlock();
            }
            said(null);
        } catch (IOException e) {
            said(e.toString());
            throw e;
        }
    }

    /** Writes it now, or with the next one that the disk takes. */
    void writeOrOwe(AuditEvent event) {
        try {
            write(List.of(event));
        } catch (IOException e) {
            LOG.debug("It is written later", e);
            if (!owed.offer(event)) {
                LOG.error("The audit will not say {}: {} lines wait already", event.action(), MOST_OWED);
            }
        }
    }

    private AuditLog log() throws IOException {
        AuditLog opened = log;
        if (opened == null) {
            opened = new AuditLog(settings.directory(), settings.node(), persons, clock);
            log = opened;
            retention = new AuditRetention(settings.directory(), opened, settings.retention(), clock);
        }
        return opened;
    }

    private void said(@Nullable String now) {
        if (now != null && problem == null) {
            LOG.error(
                    "The audit in {} cannot be written, and {}: {}",
                    settings.directory(),
                    settings.full() == AuditSettings.Full.REFUSE
                            ? "no administrator can change anything, nor is any call made"
                            : "no administrator can change anything",
                    now);
        } else if (now == null && problem != null) {
            LOG.info("The audit in {} is written again", settings.directory());
        }
        problem = now;
    }

    /** Why the last line could not be written; null where it was. */
    @Nullable
    String problem() {
        return problem;
    }

    /** Where the trail has come to; null where nobody has opened it yet. */
    @Nullable
    ChainLink last() throws IOException {
        AuditLog opened = log;
        return opened == null ? null : opened.last();
    }

    void removeOld() throws IOException {
        AuditRetention old = retention;
        if (old != null) {
            old.apply();
        }
    }

    void close() throws IOException {
        AuditLog opened = log;
        if (opened != null) {
            log = null;
            opened.close();
        }
    }
}
