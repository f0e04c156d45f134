/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The files that lines of a trail say its retention has removed. */
final class RetiredFiles {

    private record End(long seq, String hash) {}

    private final TreeSet<String> names = new TreeSet<>();
    private final Set<End> ends = new HashSet<>();
    private String latest = "";

    /**
     * What a line of the retention says.
     *
     * @throws IllegalArgumentException with what a retention never does
     */
    void add(AuditLine line) {
        String name = line.json().path("target").asText();
        JsonNode end = line.json().path("after");
        Optional<LocalDate> date = AuditFile.dateIn(name);
        if (date.isEmpty()) {
            throw new IllegalArgumentException("says that a file was removed which is none of an audit");
        }
        LocalDate day = LocalDate.ofInstant(line.time(), ZoneOffset.UTC);
        if (!date.get().isBefore(day.minusDays(1))) {
            throw new IllegalArgumentException(
                    "says that " + name
                            + " was removed, which was younger than openrouter.audit.retention can be: somebody else has written it");
        }
        if (end.path("seq").asLong(0) >= line.seq()) {
            throw new IllegalArgumentException("says that " + name + " was removed with lines that came later");
        }
        names.add(name);
        ends.add(new End(end.path("seq").asLong(0), end.path("hash").asText()));
        latest = line.time().toString();
    }

    /** Whether one of them has ended with that line. */
    boolean endWith(long seq, String hash) {
        return ends.contains(new End(seq, hash));
    }

    /** For whoever knows how long files are to be kept; null where none is gone. */
    @Nullable
    String sentence() {
        if (names.isEmpty()) {
            return null;
        }
        return "openrouter.audit.retention has removed " + names.size() + " files, " + names.first() + " to "
                + names.last() + ", the last at " + latest + ".";
    }
}
