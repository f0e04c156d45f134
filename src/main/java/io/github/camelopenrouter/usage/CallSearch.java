/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks for calls in the journal from its end, also while it is written, and goes no further back than it must: a call's
 * line stands where the call has ended, so what stands in front of it had arrived by then.
 *
 * <p>Of each call the latest revision counts, which stands behind the others. Ids sort by the time of arrival.
 *
 * <p>What is rare could stand anywhere, and a journal may have 10 GB: one page reads no more than some files, and says where
 * the next one goes on.
 */
public final class CallSearch {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** So much later than its call's end a line may be written at most, for a machine may be busy. */
    private static final Duration DELAY = Duration.ofMinutes(1);

    /** Behind so many bytes no other file is begun: a second or two. */
    private static final long MOST = 256L << 20;

    private final CallQuery query;
    private final BooleanSupplier isOff;
    private final long most;
    private final NavigableMap<String, Found> found = new TreeMap<>();
    private final Map<String, Integer> revised = new HashMap<>();

    private long bytes;
    /** Where the next page goes on; null where everything that is wanted has been read. */
    private @Nullable PageStart goesOn;

    private record Found(byte[] line, Instant arrival) {}

    private CallSearch(CallQuery query, BooleanSupplier isOff, long most) {
        this.query = query;
        this.isOff = isOff;
        this.most = most;
    }

    /**
     * Reads the journal below a data directory.
     *
     * @param isOff whether nobody waits for the answer any more: the search then ends, with whatever it has
     * @throws IOException if there is none, or it cannot be read
     */
    public static CallPage find(Path dataDirectory, CallQuery query, BooleanSupplier isOff) throws IOException {
        return find(dataDirectory, query, isOff, MOST);
    }

    static CallPage find(Path dataDirectory, CallQuery query, BooleanSupplier isOff, long most) throws IOException {
        CallSearch search = new CallSearch(query, isOff, most);
        search.read(JournalFile.readable(dataDirectory.resolve(Journal.DIRECTORY)).stream()
                .filter(query.start()::leaves)
                .toList());
        return search.page();
    }

    private void read(List<JournalFile> files) throws IOException {
        for (int at = files.size() - 1; at >= 0 && goesOn == null; at--) {
            JournalFile file = files.get(at);
            if (read(file.path())
                    || isOver(file.date().plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC))) {
                return;
            }
            if (at > 0 && bytes >= most && query.id() == null) {
                goesOn = PageStart.inFrontOf(file);
            }
        }
    }

    /** @return whether nothing that stands in front of what has been read is wanted */
    private boolean read(Path file) throws IOException {
        try (BackwardLines lines = new BackwardLines(file)) {
            for (byte[] line = lines.next(); line != null; line = lines.next()) {
                bytes += line.length + 1;
                if (isOff.getAsBoolean()) {
                    return true;
                }
                if (query.mayBe(line) && read(line)) {
                    return true;
                }
            }
        } catch (NoSuchFileException e) {
            // removed since the list was made, by its retention, which takes the oldest first
        }
        return false;
    }

    private boolean read(byte[] line) {
        try {
            JsonNode record = JSON.readTree(line);
            if (!record.path("schema").asText().equals(RecordLine.SCHEMA)) {
                return false;
            }
            if (isLatest(record) && query.matches(record)) {
                keep(record, line);
            }
            Instant end = endOf(record);
            return end != null && isOver(end.plus(DELAY)) || query.id() != null && !found.isEmpty();
        } catch (IOException | DateTimeException | ArithmeticException e) {
            return false; // the last one while it is being written, or somebody has written into the file
        }
    }

    private boolean isLatest(JsonNode record) {
        String id = record.path("id").asText();
        int revision = record.path("rev").asInt();
        Integer known = revised.get(id);
        if (known != null && known >= revision) {
            return false;
        }
        if (revision > 0) {
            revised.put(id, revision);
        }
        return true;
    }

    private void keep(JsonNode record, byte[] line) {
        found.put(record.path("id").asText(), new Found(line, UsageGroup.timeOf(record)));
        if (found.size() > query.limit() + 1) {
            found.pollFirstEntry();
        }
    }

    /** Null for a line that does not stand where its call has ended: a later revision, or written by the next start. */
    private static @Nullable Instant endOf(JsonNode record) {
        JsonNode total = record.at("/ms/total");
        boolean stands = record.path("rev").asInt() == 0
                && total.isNumber()
                && !record.path("outcome").asText().equals("lost");
        return stands ? UsageGroup.timeOf(record).plusMillis(total.longValue() + 1) : null;
    }

    /** Whether nothing is wanted any more of calls that have arrived before this moment. */
    private boolean isOver(Instant moment) {
        return query.wantsNothingBefore(moment)
                || found.size() > query.limit()
                        && found.firstEntry().getValue().arrival().isAfter(moment);
    }

    private CallPage page() {
        List<byte[]> records = new ArrayList<>();
        String last = null;
        for (Map.Entry<String, Found> one : found.descendingMap().entrySet()) {
            if (records.size() == query.limit()) {
                return new CallPage(records, query.start().behind(last));
            }
            records.add(one.getValue().line());
            last = one.getKey();
        }
        return new CallPage(records, goesOn);
    }
}
