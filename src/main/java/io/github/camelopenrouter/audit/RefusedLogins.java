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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Counts who was not let in, by door: however many try, it is one line a minute and door. Safe for many threads. */
final class RefusedLogins {

    static final String ACTION = "login";

    private static final int MOST_ADDRESSES = 20;

    private Map<String, Count> doors = new TreeMap<>();

    private static final class Count {
        private long requests;
        private final Set<String> addresses = new TreeSet<>();
    }

    synchronized void count(String door, @Nullable String address) {
        Count count = doors.computeIfAbsent(door, any -> new Count());
        count.requests++;
        if (address != null && count.addresses.size() < MOST_ADDRESSES) {
            count.addresses.add(address);
        }
    }

    /** What there is to tell of since the last time. */
    List<AuditEvent> take() {
        Map<String, Count> counted;
        synchronized (this) {
            counted = doors;
            doors = new TreeMap<>();
        }
        List<AuditEvent> events = new ArrayList<>();
        counted.forEach((door, count) -> events.add(new AuditEvent(
                new AuditEvent.Actor("unknown", Set.of(), count.addresses.size() == 1 ? first(count) : null),
                ACTION,
                door,
                Map.of(),
                Map.of("count", count.requests, "addresses", List.copyOf(count.addresses)),
                AuditEvent.Outcome.REFUSED)));
        return events;
    }

    private static String first(Count count) {
        return count.addresses.iterator().next();
    }
}
