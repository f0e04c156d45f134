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

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The records of a journal, also while it is written: of each call the latest revision. */
final class JournalReader {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** As the writer has it; within a text both quotes would be escaped. To look for it spares most of the parsing. */
    private static final String FIRST_REVISION = "\"rev\":0,";

    private final Path directory;
    private final @Nullable Instant since;
    private long unreadable;
    private @Nullable String firstUnreadable;
    /** What is read at this moment. */
    private @Nullable JournalFile file;

    private long line;

    /**
     * @param directory with the files
     * @param since what has arrived earlier is not wanted; null for all
     */
    JournalReader(Path directory, @Nullable Instant since) {
        this.directory = directory;
        this.since = since;
    }

    /** Hands each call's record to the receiver, in the order of the files. */
    void read(Consumer<JsonNode> receiver) throws IOException {
        Map<String, Integer> corrected = new HashMap<>();
        eachRecord(line -> !line.contains(FIRST_REVISION), (id, record) -> {
            int revision = record.path("rev").intValue();
            if (revision > 0) {
                corrected.merge(id, revision, Math::max);
            }
        });
        unreadable = 0;
        firstUnreadable = null;
        eachRecord(line -> true, (id, record) -> {
            if (corrected.getOrDefault(id, 0) == record.path("rev").intValue()) {
                hand(record, receiver);
            }
        });
    }

    private void hand(JsonNode record, Consumer<JsonNode> receiver) {
        try {
            receiver.accept(record);
        } catch (DateTimeException | NumberFormatException e) {
            countUnreadable(); // somebody has written into the file
        }
    }

    /** How many lines were none of a record's, nor of another kind that is known. */
    long unreadable() {
        return unreadable;
    }

    /** File and number of the first of them; null where there is none. */
    @Nullable
    String firstUnreadable() {
        return firstUnreadable;
    }

    private void countUnreadable() {
        unreadable++;
        if (firstUnreadable == null && file != null) {
            firstUnreadable = "line " + line + " of " + file.path();
        }
    }

    private void eachRecord(Predicate<String> wanted, BiConsumer<String, JsonNode> receiver) throws IOException {
        for (JournalFile one : files()) {
            file = one;
            line = 0;
            try (BufferedReader lines = reader(one.path())) {
                for (String text = lines.readLine(); text != null; text = lines.readLine()) {
                    line++;
                    if (wanted.test(text)) {
                        read(text, receiver);
                    }
                }
            } catch (NoSuchFileException e) {
                // removed since the list was made, by its retention
            }
        }
    }

    /** A call has ended before the next file was begun, and so the latest on that one's day. */
    private List<JournalFile> files() throws IOException {
        List<JournalFile> all = JournalFile.readable(directory);
        int first = 0;
        while (since != null
                && first < all.size() - 1
                && !all.get(first + 1)
                        .date()
                        .plusDays(1)
                        .atStartOfDay()
                        .toInstant(ZoneOffset.UTC)
                        .isAfter(since)) {
            first++;
        }
        return all.subList(first, all.size());
    }

    /** Half a character is what a full disk has left of a line, and no reason to read nothing. */
    private static BufferedReader reader(Path file) throws IOException {
        return new BufferedReader(new InputStreamReader(Files.newInputStream(file), UTF_8));
    }

    private void read(String line, BiConsumer<String, JsonNode> receiver) {
        try {
            JsonNode record = JSON.readTree(line);
            String schema = record.path("schema").asText();
            if (schema.equals(RecordLine.SCHEMA)) {
                receiver.accept(record.path("id").asText(), record);
            } else if (!schema.startsWith("camel-openrouter/")) {
                countUnreadable();
            }
        } catch (JsonProcessingException e) {
            countUnreadable(); // the last one while it is being written, or what a full disk has left of one
        }
    }
}
