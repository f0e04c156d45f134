/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.admin.policy;

import io.github.camelopenrouter.policy.store.PolicyBook.Notes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Notes that end with the process: of a day, and so many at most, of which the oldest go. Safe for many threads. */
final class NotesInMemory implements Notes {

    private static final Duration REMEMBERED = Duration.ofDays(1);
    private static final int MOST = 10_000;

    private final Clock clock;
    private final Map<String, Note> notes = new LinkedHashMap<>();

    private record Note(String text, Instant at) {}

    NotesInMemory(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized @Nullable String of(String order) {
        Instant oldest = clock.instant().minus(REMEMBERED);
        notes.values().removeIf(note -> note.at().isBefore(oldest));
        Note note = notes.get(order);
        return note == null ? null : note.text();
    }

    @Override
    public synchronized void add(String order, String text) {
        notes.put(order, new Note(text, clock.instant()));
        if (notes.size() > MOST) {
            notes.remove(notes.keySet().iterator().next());
        }
    }
}
