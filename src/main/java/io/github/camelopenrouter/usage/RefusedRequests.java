/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import io.github.camelopenrouter.call.Arrival;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * Counts the requests that the guards of doors know nobody of, by door: a flood of made-up keys is one line a minute, and
 * takes no memory to speak of. Safe for many threads.
 */
final class RefusedRequests {

    static final int MOST_ADDRESSES = 1_000;

    private final Clock clock;
    private Map<String, Count> doors = new TreeMap<>();
    private Instant since;

    private static final class Count {
        private long requests;
        private final Set<String> addresses = new HashSet<>();

        void add(@Nullable String address) {
            requests++;
            if (address != null && addresses.size() < MOST_ADDRESSES) {
                addresses.add(address);
            }
        }
    }

    RefusedRequests(Clock clock) {
        this.clock = clock;
        this.since = clock.instant();
    }

    /** By the path of the endpoint: what stands in place of its parameters is the client's choice. */
    void count(Exchange exchange) {
        Endpoint from = exchange.getFromEndpoint();
        Arrival arrival = Arrival.of(exchange);
        String address = arrival == null ? null : arrival.address();
        count(from instanceof PlatformHttpEndpoint door ? door.getPath() : "direct", address);
    }

    synchronized void count(String door, @Nullable String address) {
        doors.computeIfAbsent(door, any -> new Count()).add(address);
    }

    /** A line for each door that there is something to tell of since the last time. */
    List<byte[]> take() {
        Map<String, Count> counted;
        Instant begun;
        synchronized (this) {
            counted = doors;
            begun = since;
            doors = new TreeMap<>();
            since = clock.instant();
        }
        List<byte[]> lines = new ArrayList<>();
        counted.forEach(
                (door, count) -> lines.add(RefusedLine.of(begun, door, count.requests, count.addresses.size())));
        return lines;
    }
}
