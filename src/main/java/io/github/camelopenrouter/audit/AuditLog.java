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
import io.github.camelopenrouter.api.AuditEvent.Actor;
import io.github.camelopenrouter.usage.DataDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** Writes the lines of a trail, each with the hash of the one before it, into a file a day. Safe for many threads. */
final class AuditLog implements AutoCloseable {

    private final PatientLock lock = new PatientLock();
    private final String node;
    private final Persons persons;
    private final Clock clock;
    private final AuditOutput out;
    private ChainLink last;

    /** How many bytes of an unfinished line were cut off at the start; 0 once a line says so. */
    private long cut;

    /**
     * Goes on behind what is there.
     *
     * @param persons whose names no line has
     * @throws IOException if nothing can be written there
     */
    AuditLog(Path directory, String node, Persons persons, Clock clock) throws IOException {
        this.node = node;
        this.persons = persons;
        this.clock = clock;
        DataDirectory.make(directory);
        List<AuditFile> there = AuditFile.in(directory);
        LastLine before = there.isEmpty()
                ? new LastLine(ChainLink.NONE, AuditFile.of(directory, dayOf(clock.instant())), 0)
                : LastLine.of(there);
        last = before.link();
        out = new AuditOutput(before.file());
        cut = before.cut();
    }

    /**
     * Writes a line, on the disk when this returns.
     *
     * @throws IOException if the disk has not taken it
     */
    void write(AuditEvent event) throws IOException {
        write(List.of(event));
    }

    /**
     * Writes a line for each of them, all on the disk when this returns.
     *
     * @throws IOException if the disk has taken none of them
     */
    void write(List<AuditEvent> events) throws IOException {
        lock.lock();
        try {
            if (cut > 0) {
                append(List.of(AuditEvent.ofGateway("audit.cut", out.file().name(), Map.of("bytes", cut))));
                cut = 0;
            }
            append(events);
        } finally {
            lock.unlock();
        }
    }

    private void append(List<AuditEvent> events) throws IOException {
        Instant now = clock.instant();
        out.goTo(dayOf(now));
        LineBuffer lines = new LineBuffer();
        ChainLink link = last;
        for (AuditEvent event : events) {
            byte[] line = AuditLine.write(event, nameOf(event.actor()), node, link, now);
            lines.add(line);
            link = ChainLink.of(link.seq() + 1, line, node, out.file());
        }
        lines.appendTo(out);
        last = link;
    }

    private String nameOf(Actor actor) throws IOException {
        return actor.kind() == Actor.Kind.PERSON ? persons.pseudonym(actor.principal()) : actor.principal();
    }

    /** Where the trail has come to. */
    ChainLink last() throws IOException {
        lock.lock();
        try {
            return last;
        } finally {
            lock.unlock();
        }
    }

    /** The file that lines go to. */
    AuditFile file() throws IOException {
        lock.lock();
        try {
            return out.file();
        } finally {
            lock.unlock();
        }
    }

    private static LocalDate dayOf(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }

    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            out.close();
        } finally {
            lock.unlock();
        }
    }
}
