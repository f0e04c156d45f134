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
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Books what the process before has left open: each call that was under way as lost, and asks for the costs that can be asked
 * for. Where the disk does not take it, what is missing is booked the next time. One thread does so.
 */
final class LeftOpenCalls {

    private static final Logger LOG = LoggerFactory.getLogger(LeftOpenCalls.class);

    private final Writer writer;
    private final LateCosts late;
    private final Set<String> booked = new HashSet<>();
    /** Null once all is booked. */
    private volatile @Nullable JournalTail tail;

    private boolean followed;

    /** Writes a line of the journal. */
    interface Writer {
        /** Whether it is written. */
        boolean append(byte[] line) throws IOException;
    }

    LeftOpenCalls(JournalTail tail, Writer writer, LateCosts late) {
        this.tail = tail;
        this.writer = writer;
        this.late = late;
    }

    /** For any thread. */
    boolean areBooked() {
        return tail == null;
    }

    void book() throws IOException {
        JournalTail before = tail;
        if (before == null) {
            return;
        }
        JournalTail.LeftOpen open = before.read();
        if (!followed) {
            followed = true;
            open.unresolved().values().forEach(this::follow);
        }
        for (Map.Entry<String, LostCall> call : open.lost().entrySet()) {
            if (!booked.contains(call.getKey())) {
                book(call.getKey(), call.getValue().line());
            }
        }
        if (!open.lost().isEmpty()) {
            LOG.warn(
                    "{} calls were under way when the process before ended; they may have cost something, and are recorded as lost",
                    open.lost().size());
        }
        tail = null;
        for (JournalFile file : before.finished()) {
            JournalFile.removeLines(file, BegunLine.SCHEMA);
        }
    }

    private void book(String id, byte[] line) throws IOException {
        if (!writer.append(line)) {
            throw new IOException("the disk takes nothing");
        }
        booked.add(id);
        follow(line);
    }

    private void follow(byte[] line) {
        late.unresolved();
        late.resume(line);
    }
}
