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
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What some calls have used and cost together, exactly, and how long they took. */
final class UsageTotals {

    private static final Set<String> FAILED = Set.of("error", "truncated", "lost");

    /** An amount that OpenRouter could not have billed is none; with an exponent it could take all memory to add up. */
    private static final int MOST_DIGITS = 38;

    private long calls;
    private long errors;
    private long unresolved;
    private final Map<String, Long> tokens = new LinkedHashMap<>();
    private BigDecimal cost = BigDecimal.ZERO;
    private BigDecimal upstreamCost = BigDecimal.ZERO;
    private BigDecimal spend = BigDecimal.ZERO;
    private final CallTimes total = new CallTimes();
    private final CallTimes firstToken = new CallTimes();

    UsageTotals() {
        for (String kind : new String[] {"prompt", "cached", "completion", "reasoning"}) {
            tokens.put(kind, 0L);
        }
    }

    /** @throws NumberFormatException if an amount is none; then nothing is added */
    void add(JsonNode record) {
        BigDecimal costs = amount(record, "cost");
        BigDecimal upstreamCosts = amount(record, "upstream_cost");
        BigDecimal spent = amount(record, "spend");
        calls++;
        if (FAILED.contains(record.path("outcome").asText())) {
            errors++;
        }
        if (record.path("cost_source").asText().equals("unresolved")) {
            unresolved++;
        }
        tokens.replaceAll((kind, sum) -> sum + record.path("tokens").path(kind).longValue());
        cost = cost.add(costs);
        upstreamCost = upstreamCost.add(upstreamCosts);
        spend = spend.add(spent);
        total.add(record.path("ms").path("total"));
        firstToken.add(record.path("ms").path("first_token"));
    }

    /** By the names of the columns; null for times that no call has. */
    Map<String, @Nullable Object> values() {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("calls", calls);
        values.put("errors", errors);
        tokens.forEach((kind, sum) -> values.put(kind + "_tokens", sum));
        values.put("cost", plain(cost));
        values.put("upstream_cost", plain(upstreamCost));
        values.put("spend", plain(spend));
        values.put("unresolved", unresolved);
        values.put("p50_ms", total.percentile(50));
        values.put("p95_ms", total.percentile(95));
        values.put("p99_ms", total.percentile(99));
        values.put("first_token_p50_ms", firstToken.percentile(50));
        values.put("first_token_p95_ms", firstToken.percentile(95));
        return values;
    }

    private static BigDecimal amount(JsonNode record, String name) {
        String text = record.path(name).asText();
        BigDecimal amount = text.isEmpty() ? BigDecimal.ZERO : new BigDecimal(text);
        if (amount.signum() < 0 || amount.precision() > MOST_DIGITS || Math.abs((long) amount.scale()) > MOST_DIGITS) {
            throw new NumberFormatException("no amount of money");
        }
        return amount;
    }

    private static String plain(BigDecimal amount) {
        return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
    }
}
