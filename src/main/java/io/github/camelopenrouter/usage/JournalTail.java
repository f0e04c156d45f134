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
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the process before has left open: calls that were under way, and costs that can still be asked for. Reads the newest
 * files as they are when this is made, whatever is added to them later.
 */
final class JournalTail {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What can be asked for is younger. */
    private static final Duration READ = Duration.ofMinutes(65);

    /** Today's, begun at this start perhaps, the one that was written last, and that before it where a kill came between. */
    private static final int ALWAYS_READ = 3;

    private final Map<JournalFile, Long> files = new LinkedHashMap<>();
    private final Map<String, LostCall> lost = new LinkedHashMap<>();
    private final Map<String, byte[]> unresolved = new LinkedHashMap<>();

    private JournalTail() {}

    /** Of this directory, in which nobody writes yet. */
    static JournalTail of(Path directory, Clock clock) throws IOException {
        JournalTail tail = new JournalTail();
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

    /** Reads them. */
    void read() throws IOException {
        for (Map.Entry<JournalFile, Long> file : files.entrySet()) {
            read(file.getKey(), file.getValue());
        }
    }

    /** Calls whose record nobody has written. */
    Map<String, LostCall> lost() {
        return lost;
    }

    /** The latest records, by id, of calls that have a cost which can be asked for. */
    Map<String, byte[]> unresolved() {
        return unresolved;
    }

    /** Those of the files that nobody writes to. */
    List<JournalFile> finished() {
        List<JournalFile> all = new ArrayList<>(files.keySet());
        return all.isEmpty() ? all : all.subList(0, all.size() - 1);
    }

    private void read(JournalFile file, long length) throws IOException {
        long read = 0;
        try (BufferedReader lines = Files.newBufferedReader(file.path(), ISO_8859_1)) { // a byte is a character
            for (String line = lines.readLine(); line != null && read < length; line = lines.readLine()) {
                read += line.length() + 1;
                read(line.getBytes(ISO_8859_1));
            }
        }
    }

    private void read(byte[] line) throws IOException {
        JsonNode json;
        try {
            json = JSON.readTree(line);
        } catch (JsonProcessingException e) {
            return; // what a full disk has left of a line: nobody has been told of it
        }
        String schema = json.path("schema").asText();
        String id = json.path("id").asText();
        if (schema.equals(BegunLine.SCHEMA)) {
            lost.computeIfAbsent(id, LostCall::new).add(json);
        } else if (schema.equals(RecordLine.SCHEMA)) {
            lost.remove(id); // written behind the last of its begun lines
            if (Revision.canBeAskedFor(json)) {
                unresolved.put(id, line);
            } else {
                unresolved.remove(id);
            }
        }
    }
}
