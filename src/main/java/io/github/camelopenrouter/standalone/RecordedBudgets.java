/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelopenrouter.spi.BudgetKeeper.Amounts;
import io.github.camelopenrouter.spi.BudgetKeeper.Counter;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;

/**
 * What the file of a gateway's budgets says, for those who look at its data directory without asking it: what is spent and
 * pending. What running calls hold nobody but the process knows, and how much there may be stands in the policy.
 *
 * @param file may not be there
 */
record RecordedBudgets(Path file) {

    static final String SCHEMA = "camel-openrouter/budgets/1";

    private static final JsonMapper JSON = new JsonMapper();
    private static final int MOST = 1_000;
    private static final List<String> SCOPES = List.of("organisation", "team", "user", "key");
    private static final Comparator<Counter> ORDER = Comparator.<Counter>comparingInt(
                    counter -> SCOPES.indexOf(counter.scope()))
            .thenComparing(Counter::name)
            .thenComparing(Counter::until);
    private static final TextTable TABLE =
            new TextTable(List.of("scope", "name", "period", "spent", "pending", "renews"), Set.of("spent", "pending"));

    static RecordedBudgets in(Path dataDirectory) {
        return new RecordedBudgets(dataDirectory.resolve("budgets/counters.json"));
    }

    /** Of the windows of this moment; empty where nobody has written it. */
    String table(Instant now) throws IOException {
        if (!Files.exists(file)) {
            return "";
        }
        List<List<String>> rows = counters().entrySet().stream()
                .filter(counter -> counter.getKey().isOf(now))
                .sorted(Entry.comparingByKey(ORDER))
                .map(RecordedBudgets::row)
                .toList();
        if (rows.isEmpty()) {
            return "";
        }
        String more = rows.size() > MOST ? "and " + (rows.size() - MOST) + " more.\n" : "";
        return "Budgets as of " + Files.getLastModifiedTime(file).toInstant().truncatedTo(ChronoUnit.SECONDS)
                + "; what running calls hold and what is left tells --admin budgets:\n"
                + TABLE.of(rows.subList(0, Math.min(MOST, rows.size()))) + more;
    }

    private static List<String> row(Entry<Counter, Amounts> counter) {
        Counter key = counter.getKey();
        boolean isTotal = key.period().equals("total");
        return List.of(
                key.scope(),
                key.name(),
                key.period(),
                plain(counter.getValue().spent()),
                plain(counter.getValue().pending()),
                isTotal ? "" : key.until().toString());
    }

    private static String plain(BigDecimal amount) {
        return amount.stripTrailingZeros().toPlainString();
    }

    private JsonNode document() throws IOException {
        try {
            return JSON.readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) { // whose message has more than one line
            throw new IOException("it is no JSON", e);
        }
    }

    private Map<Counter, Amounts> counters() throws IOException {
        JsonNode document = document();
        if (!document.path("schema").asText().equals(SCHEMA)) {
            throw new IOException("it is not of the schema " + SCHEMA);
        }
        Map<Counter, Amounts> counters = new LinkedHashMap<>();
        for (JsonNode one : document.path("counters")) {
            try {
                counters.put(
                        new Counter(
                                one.path("scope").asText(),
                                one.path("name").asText(),
                                one.path("period").asText(),
                                Instant.parse(one.path("from").asText()),
                                Instant.parse(one.path("until").asText())),
                        new Amounts(
                                new BigDecimal(one.path("spent").asText()),
                                BigDecimal.ZERO,
                                new BigDecimal(one.path("pending").asText())));
            } catch (DateTimeException | NumberFormatException e) {
                throw new IOException("one of its counters is none", e);
            }
        }
        return counters;
    }
}
