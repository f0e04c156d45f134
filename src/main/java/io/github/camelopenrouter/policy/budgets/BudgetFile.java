/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.budgets;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.spi.BudgetKeeper.Amounts;
import io.github.camelopenrouter.spi.BudgetKeeper.Counter;
import io.github.camelopenrouter.usage.DurableFile;
import io.github.camelopenrouter.usage.JournalPosition;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code data/budgets/counters.json}: what budgets had spent when the journal was read up to a position, so that no start has to
 * read all of it, and no {@code retention} takes anything from a budget.
 */
final class BudgetFile {

    /** Below the data directory. */
    static final String DIRECTORY = "budgets";

    private static final String SCHEMA = "camel-openrouter/budgets/1";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    BudgetFile(Path data) {
        this.file = data.resolve(DIRECTORY).resolve("counters.json");
    }

    /**
     * What it holds.
     *
     * @param last the id of the record in front of the position, which stays whoever is forgotten; null where nobody knows it
     */
    record Content(
            Tally tally, JournalPosition position, @Nullable String last) {}

    /**
     * @return null where there is none yet
     * @throws IOException if nobody can read it
     */
    @Nullable
    Content read() throws IOException {
        try {
            JsonNode written = JSON.readTree(Files.readAllBytes(file));
            if (!written.path("schema").asText().equals(SCHEMA)) {
                throw new IOException(file + " is not of this version: " + SCHEMA + " is");
            }
            List<Counter> counters = new ArrayList<>();
            Map<Counter, Amounts> sums = new HashMap<>();
            for (JsonNode row : written.path("counters")) {
                Counter counter = new Counter(
                        row.path("scope").asText(),
                        row.path("name").asText(),
                        row.path("period").asText(),
                        Instant.parse(row.path("from").asText()),
                        Instant.parse(row.path("until").asText()));
                counters.add(counter);
                sums.put(counter, new Amounts(amount(row, "spent"), BigDecimal.ZERO, amount(row, "pending")));
            }
            Map<String, Tally.Open> open = new HashMap<>();
            for (JsonNode call : written.path("calls")) {
                List<Counter> on = new ArrayList<>();
                call.path("counters").forEach(index -> on.add(counters.get(index.intValue())));
                Instant since = Instant.parse(call.path("since").asText());
                open.put(call.path("id").asText(), new Tally.Open(on, amount(call, "amount"), false, since));
            }
            return new Content(
                    Tally.of(sums, open),
                    JournalPosition.parse(written.path("position").asText()),
                    written.path("last").textValue());
        } catch (NoSuchFileException e) {
            return null;
        } catch (JsonProcessingException | RuntimeException e) {
            throw new IOException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** @throws IOException if what was there stays */
    void write(Tally tally, JournalPosition position, @Nullable String last) throws IOException {
        ObjectNode written = JSON.createObjectNode();
        written.put("schema", SCHEMA);
        written.put("position", position.toString()).put("last", last);
        Map<Counter, Integer> index = new HashMap<>();
        ArrayNode counters = written.putArray("counters");
        tally.all().forEach((counter, sums) -> {
            index.put(counter, index.size());
            counters.addObject()
                    .put("scope", counter.scope())
                    .put("name", counter.name())
                    .put("period", counter.period())
                    .put("from", counter.from().toString())
                    .put("until", counter.until().toString())
                    .put("spent", sums.spent().toPlainString())
                    .put("pending", sums.pending().toPlainString());
        });
        ArrayNode calls = written.putArray("calls");
        tally.allOpen().forEach((id, call) -> {
            ObjectNode row = calls.addObject();
            row.put("id", id).put("amount", call.amount().toPlainString());
            row.put("since", call.since().toString());
            ArrayNode on = row.putArray("counters");
            call.counters().forEach(counter -> on.add(index.get(counter)));
        });
        DurableFile.replace(file, JSON.writeValueAsBytes(written));
    }

    private static BigDecimal amount(JsonNode row, String name) {
        return new BigDecimal(row.path(name).asText());
    }
}
