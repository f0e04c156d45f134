/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Users whom a journal calls otherwise also in the lines that it still writes of calls that had arrived by then: of those that
 * were under way, and of costs that become known later. Who comes again has the own name. Safe for many threads.
 */
final class RenamedUsers {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** No call takes so long, and no cost is asked for so long. */
    private static final Duration REMEMBERED = Duration.ofDays(1);

    private final List<Renamed> all = new CopyOnWriteArrayList<>();

    private record Renamed(RenamedUser user, Instant at) {}

    void add(RenamedUser user, Instant now) {
        all.removeIf(renamed -> renamed.at().plus(REMEMBERED).isBefore(now));
        all.add(new Renamed(user, now));
    }

    /** The line as it is to be written. */
    byte[] in(byte[] line) {
        byte[] changed = line;
        for (Renamed one : all) {
            byte[] other = one.user().in(changed);
            if (other != changed && !arrival(changed).isAfter(one.at())) {
                changed = other;
            }
        }
        return changed;
    }

    /** The same of several, each with its line break. */
    byte[] inAll(byte[] lines) {
        if (all.isEmpty()) {
            return lines;
        }
        ByteArrayOutputStream changed = new ByteArrayOutputStream(lines.length);
        int begin = 0;
        for (int at = 0; at < lines.length; at++) {
            if (lines[at] == '\n') {
                changed.writeBytes(in(Arrays.copyOfRange(lines, begin, at + 1)));
                begin = at + 1;
            }
        }
        return changed.toByteArray();
    }

    private static Instant arrival(byte[] line) {
        try {
            return Instant.parse(JSON.readTree(line).path("time").asText());
        } catch (IOException e) {
            throw new UncheckedIOException(new String(line, UTF_8), e); // it has been written here
        }
    }
}
