/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The newest files of a journal as they are when this is made, whatever is added to them later. */
final class JournalTail {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What can be asked for is younger. */
    private static final Duration READ = Duration.ofMinutes(65);

    /** What is older has been asked for often enough. */
    private static final Duration ASKED = Duration.ofDays(1);

    /** Today's, begun at this start perhaps, the one that was written last, and that before it where a kill came between. */
    private static final int ALWAYS_READ = 3;

    private final Clock clock;
    private final Map<JournalFile, Long> files = new LinkedHashMap<>();

    /**
     * What the process before has left open.
     *
     * @param lost calls whose record nobody has written, by id
     * @param unresolved the latest records, by id, of calls that have a cost which can be asked for; the newest
     */
    record LeftOpen(Map<String, LostCall> lost, Map<String, byte[]> unresolved) {}

    private JournalTail(Clock clock) {
        this.clock = clock;
    }

    /** Of this directory, in which nobody writes yet. */
    static JournalTail of(Path directory, Clock clock) throws IOException {
        JournalTail tail = new JournalTail(clock);
        List<JournalFile> all = JournalFile.in(directory);
        Instant since = clock.instant().minus(READ);
        for (int n = 0; n < all.size(); n++) {
            Path path = all.get(n).path();
            if (n >= all.size() - ALWAYS_READ
                    || Files.getLastModifiedTime(path).toInstant().isAfter(since)) {
                tail.files.put(all.get(n), Files.size(path));
            }
        }
        return tail;
    }

    /** Reads them, each time anew. */
    LeftOpen read() throws IOException {
        LeftOpen open = new LeftOpen(new LinkedHashMap<>(), new LinkedHashMap<>());
        for (Map.Entry<JournalFile, Long> file : files.entrySet()) {
            try {
                if (file.getValue() > 0) {
                    read(file.getKey(), file.getValue(), open);
                }
            } catch (NoSuchFileException e) {
                // removed by its retention
            }
        }
        return open;
    }

    /** Those of the files that nobody writes to. */
    List<JournalFile> finished() {
        List<JournalFile> all = new ArrayList<>(files.keySet());
        return all.isEmpty() ? all : all.subList(0, all.size() - 1);
    }

    private void read(JournalFile file, long length, LeftOpen open) throws IOException {
        long read = 0;
        try (BufferedReader lines = Files.newBufferedReader(file.path(), ISO_8859_1)) { // a byte is a character
            for (String line = lines.readLine(); line != null && read < length; line = lines.readLine()) {
                read += line.length() + 1;
                read(line.getBytes(ISO_8859_1), open);
            }
        }
    }

    private void read(byte[] line, LeftOpen open) throws IOException {
        JsonNode json;
        try {
            json = JSON.readTree(line);
        } catch (JsonProcessingException e) {
            return; // what a full disk has left of a line: nobody has been told of it
        }
        String schema = json.path("schema").asText();
        String id = json.path("id").asText();
        if (schema.equals(BegunLine.SCHEMA)) {
            open.lost().computeIfAbsent(id, LostCall::new).add(json);
        } else if (schema.equals(RecordLine.SCHEMA)) {
            open.lost().remove(id); // written behind the last of its begun lines
            open.unresolved().remove(id);
            if (Revision.canBeAskedFor(json) && isRecent(json)) {
                keep(id, line, open.unresolved());
            }
        }
    }

    private boolean isRecent(JsonNode record) {
        try {
            return Instant.parse(record.path("time").asText())
                    .isAfter(clock.instant().minus(ASKED));
        } catch (DateTimeException e) {
            return false; // somebody has written into the file
        }
    }

    /** So many as can be asked for at once. */
    private static void keep(String id, byte[] line, Map<String, byte[]> unresolved) {
        if (unresolved.size() >= LateCosts.MOST) {
            unresolved.remove(unresolved.keySet().iterator().next());
        }
        unresolved.put(id, line);
    }
}
