/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/**
 * How far those have come who read the journal behind the calls, a store and exports. The files that all have passed go
 * first where the journal takes too much room.
 */
public final class JournalProgress {

    private static final String BEAN = "openrouter-journal-progress";

    private final Clock clock;
    private final Map<String, Reader> readers = new ConcurrentHashMap<>();
    private final AtomicLong rewritten = new AtomicLong();
    private final CpuPace.Share share = new CpuPace.Share();

    /** @param behindSince of what it has not passed, when that could be read first; null where it has passed all there is */
    private record Reader(JournalPosition passed, @Nullable Instant behindSince) {}

    JournalProgress(Clock clock) {
        this.clock = clock;
    }

    /** That of the context's journal; empty where it keeps none. */
    public static Optional<JournalProgress> find(CamelContext context) {
        return Optional.ofNullable(context.getRegistry().lookupByNameAndType(BEAN, JournalProgress.class));
    }

    void bindTo(CamelContext context) {
        context.getRegistry().bind(BEAN, this);
    }

    /** What all who read it may use together. */
    public CpuPace.Share share() {
        return share;
    }

    /** Files have been written anew, with as many records as before: whoever has one open has the old one. */
    void isRewritten() {
        rewritten.incrementAndGet();
    }

    /** How often that has been. */
    long rewritten() {
        return rewritten.get();
    }

    /** A reader begins here, and needs what follows. */
    void begins(String reader, JournalPosition position) {
        readers.put(reader, new Reader(position, null));
    }

    /** It has got records that it has not passed yet. */
    Instant reads(String reader) {
        Instant now = clock.instant();
        readers.computeIfPresent(
                reader, (name, was) -> was.behindSince() == null ? new Reader(was.passed(), now) : was);
        return now;
    }

    /**
     * It has dealt with everything in front of a position, and will not ask for it again.
     *
     * @param behindSince null if nothing followed when it was read
     */
    void passed(String reader, JournalPosition position, @Nullable Instant behindSince) {
        readers.put(reader, new Reader(position, behindSince));
    }

    /** It reads no more, and nothing needs to be kept for it. */
    void leaves(String reader) {
        readers.remove(reader);
    }

    /** For how long the slowest could have read what it has not passed; zero where nobody reads. */
    public Duration lag() {
        Instant now = clock.instant();
        return readers.values().stream()
                .map(Reader::behindSince)
                .filter(since -> since != null && since.isBefore(now))
                .map(since -> Duration.between(since, now))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** Whether somebody has still to read from this file. */
    boolean isNeeded(JournalFile file) {
        return readers.values().stream().anyMatch(reader -> !reader.passed().isBehind(file));
    }
}
