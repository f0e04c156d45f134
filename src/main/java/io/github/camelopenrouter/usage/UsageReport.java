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
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the calls in a journal have used and cost, by what was asked for. */
public final class UsageReport {

    private static final int MOST_ROWS = 10_000;

    private final UsageQuery query;
    private final Map<List<String>, UsageTotals> rows = new TreeMap<>(UsageReport::inOrder);
    private final UsageTotals total = new UsageTotals();
    private long unreadable;
    private @Nullable String firstUnreadable;

    private UsageReport(UsageQuery query) {
        this.query = query;
    }

    /**
     * Reads the journal below a data directory, also while a gateway writes it.
     *
     * @throws IOException if there is none, or it cannot be read
     * @throws TooManyRowsException if the answer would be too long; the rest is not read then
     */
    public static UsageReport of(Path dataDirectory, UsageQuery query) throws IOException {
        UsageReport report = new UsageReport(query);
        Path directory = dataDirectory.resolve(Journal.DIRECTORY);
        JournalReader journal = new JournalReader(directory, query.from());
        journal.read(report::add);
        report.unreadable = journal.unreadable();
        report.firstUnreadable = journal.firstUnreadable();
        return report.finish();
    }

    /** To which a store adds what it has; {@link #finish} ends it. */
    public static UsageReport begin(UsageQuery query) {
        return new UsageReport(query);
    }

    /** Nothing more is added. */
    public UsageReport finish() {
        removeRowsOfUnknownTags();
        if (query.groups().isEmpty()) {
            rows.put(List.of(), total);
        }
        return this;
    }

    UsageQuery query() {
        return query;
    }

    /** The names of all columns, those of the groups first. */
    List<String> columns() {
        return Stream.concat(query.groups().stream().map(UsageGroup::name), total.values().keySet().stream())
                .toList();
    }

    /** In the order of the groups' values, with one for each column; null where there is none. */
    List<List<@Nullable Object>> rows() {
        List<List<@Nullable Object>> lines = new ArrayList<>();
        rows.forEach((key, sums) -> {
            List<@Nullable Object> line = new ArrayList<>(key);
            line.addAll(sums.values().values());
            lines.add(line);
        });
        return lines;
    }

    /** The rows by the names of their columns: amounts in plain digits. */
    public List<Map<String, @Nullable Object>> table() {
        List<String> names = columns();
        List<Map<String, @Nullable Object>> table = new ArrayList<>();
        for (List<@Nullable Object> row : rows()) {
            Map<String, @Nullable Object> named = new LinkedHashMap<>();
            for (int at = 0; at < names.size(); at++) {
                named.put(names.get(at), row.get(at));
            }
            table.add(named);
        }
        return table;
    }

    /** Of all rows together, by the names of the columns. */
    Map<String, @Nullable Object> total() {
        return total.values();
    }

    /** What all of them have cost, in US dollars. */
    public BigDecimal spend() {
        return total.spend();
    }

    /** How many lines of the journal nobody can read. */
    public long unreadable() {
        return unreadable;
    }

    /** File and number of the first of them; null where there is none. */
    public @Nullable String firstUnreadable() {
        return firstUnreadable;
    }

    /**
     * Adds a call, if it is asked for.
     *
     * @throws TooManyRowsException if the answer would be too long
     */
    public void add(JsonNode record) {
        if (query.covers(record)) {
            List<String> key = keyOf(record);
            total.add(record);
            row(key).ifPresent(row -> row.add(record));
        }
    }

    /**
     * Adds all calls of an hour that have the same dimensions.
     *
     * @param dimensions as {@link UsageRecord#dimensions} has them, with the hour as their time
     * @throws TooManyRowsException if the answer would be too long
     */
    public void add(JsonNode dimensions, UsageSums sums) {
        if (!query.owner().has(dimensions)) {
            return;
        }
        List<String> key = keyOf(dimensions);
        total.add(sums);
        row(key).ifPresent(row -> row.add(sums));
    }

    private List<String> keyOf(JsonNode record) {
        List<String> key = new ArrayList<>();
        for (UsageGroup group : query.groups()) {
            key.add(group.value().apply(record, query.zone()));
        }
        return key;
    }

    private Optional<UsageTotals> row(List<String> key) {
        if (key.isEmpty()) {
            return Optional.empty();
        }
        UsageTotals row = rows.computeIfAbsent(key, any -> new UsageTotals());
        if (rows.size() > MOST_ROWS) {
            throw new TooManyRowsException(MOST_ROWS);
        }
        return Optional.of(row);
    }

    /** A tag that no call has is misspelt, and says nothing of any. */
    private void removeRowsOfUnknownTags() {
        for (int at = 0; at < query.groups().size(); at++) {
            int column = at;
            if (query.groups().get(at).isTag()
                    && rows.keySet().stream().allMatch(key -> key.get(column).isEmpty())) {
                rows.clear();
            }
        }
    }

    private static int inOrder(List<String> one, List<String> other) {
        for (int at = 0; at < one.size(); at++) {
            int order = one.get(at).compareTo(other.get(at));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }
}
