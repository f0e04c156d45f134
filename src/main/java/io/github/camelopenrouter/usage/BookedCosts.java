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
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;

/** What the journal has booked for one key, of the calls that ended in a span of time. */
final class BookedCosts {

    /** No call takes longer. */
    private static final Duration LONGEST_CALL = Duration.ofDays(1);

    private final Set<String> keys;
    private final Instant from;
    private final Instant to;
    private BigDecimal sum = BigDecimal.ZERO;
    private int unresolved;

    /**
     * Nothing yet.
     *
     * @param keys as {@link #name} has them
     * @param from exclusive
     */
    BookedCosts(Set<String> keys, Instant from, Instant to) {
        this.keys = keys;
        this.from = from;
        this.to = to;
    }

    /** Reads the journal once for all of them, also while it is written. */
    static void read(Path journal, Collection<BookedCosts> all) throws IOException {
        Instant first =
                all.stream().map(one -> one.from).min(Instant::compareTo).orElse(null);
        if (first != null) {
            new JournalReader(journal, first.minus(LONGEST_CALL)).read(record -> all.forEach(one -> one.add(record)));
        }
    }

    /** A key of a gateway. */
    static String name(String gateway, String label) {
        return gateway + "/" + label;
    }

    private void add(JsonNode record) {
        Instant ended = Instant.parse(record.path("time").asText())
                .plusMillis(record.path("ms").path("total").longValue());
        if (ended.isAfter(from) && !ended.isAfter(to)) {
            String gateway = record.path("gateway").asText();
            record.path("attempts").forEach(attempt -> add(gateway, attempt));
        }
    }

    /** An estimate is of an upstream that is not OpenRouter, and takes nothing from the key there. */
    private void add(String gateway, JsonNode attempt) {
        if (!keys.contains(name(gateway, attempt.path("upstream_key").asText()))) {
            return;
        }
        switch (attempt.path("cost_source").asText()) {
            case "answer", "generation" ->
                sum = sum.add(new BigDecimal(attempt.path("cost").asText("0")));
            case "unresolved" -> unresolved++;
            default -> {
                // nothing was taken
            }
        }
    }

    BigDecimal sum() {
        return sum;
    }

    /** How many attempts may have cost something that nobody has said. */
    int unresolved() {
        return unresolved;
    }
}
