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
public final class UsageTotals {

    private static final Set<String> FAILED = Set.of("error", "truncated", "lost");

    /** An amount that OpenRouter could not have billed is none; with an exponent it could take all memory to add up. */
    private static final int MOST_DIGITS = 38;

    private long calls;
    private long errors;
    private long unresolved;
    private long prompt;
    private long cached;
    private long completion;
    private long reasoning;
    private BigDecimal cost = BigDecimal.ZERO;
    private BigDecimal upstreamCost = BigDecimal.ZERO;
    private BigDecimal spend = BigDecimal.ZERO;
    private final CallTimes total = new CallTimes();
    private final CallTimes firstToken = new CallTimes();

    /** @throws NumberFormatException if an amount is none; then nothing is added */
    public void add(JsonNode record) {
        add(record, 1);
    }

    /** Of a call that was added, here or in what this will be added to: a later revision takes its place. */
    public void takeBack(JsonNode record) {
        add(record, -1);
    }

    private void add(JsonNode record, int sign) {
        BigDecimal costs = amount(record, "cost", sign);
        BigDecimal upstreamCosts = amount(record, "upstream_cost", sign);
        BigDecimal spent = amount(record, "spend", sign);
        calls += sign;
        if (FAILED.contains(record.path("outcome").asText())) {
            errors += sign;
        }
        if (record.path("cost_source").asText().equals("unresolved")) {
            unresolved += sign;
        }
        JsonNode tokens = record.path("tokens");
        prompt += sign * tokens.path("prompt").longValue();
        cached += sign * tokens.path("cached").longValue();
        completion += sign * tokens.path("completion").longValue();
        reasoning += sign * tokens.path("reasoning").longValue();
        cost = cost.add(costs);
        upstreamCost = upstreamCost.add(upstreamCosts);
        spend = spend.add(spent);
        total.add(record.path("ms").path("total"), sign);
        firstToken.add(record.path("ms").path("first_token"), sign);
    }

    /** Adds those of other calls. */
    public void add(UsageSums others) {
        calls += others.calls();
        errors += others.errors();
        unresolved += others.unresolved();
        prompt += others.promptTokens();
        cached += others.cachedTokens();
        completion += others.completionTokens();
        reasoning += others.reasoningTokens();
        cost = cost.add(others.cost());
        upstreamCost = upstreamCost.add(others.upstreamCost());
        spend = spend.add(others.spend());
        total.add(CallTimes.parse(others.times()));
        firstToken.add(CallTimes.parse(others.firstTokens()));
    }

    /** To be kept, and added elsewhere. */
    public UsageSums sums() {
        return new UsageSums(
                calls,
                errors,
                unresolved,
                prompt,
                cached,
                completion,
                reasoning,
                cost,
                upstreamCost,
                spend,
                total.toBytes(),
                firstToken.toBytes());
    }

    BigDecimal spend() {
        return spend;
    }

    /** By the names of the columns; null for times that no call has. */
    Map<String, @Nullable Object> values() {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("calls", calls);
        values.put("errors", errors);
        values.put("prompt_tokens", prompt);
        values.put("cached_tokens", cached);
        values.put("completion_tokens", completion);
        values.put("reasoning_tokens", reasoning);
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

    private static BigDecimal amount(JsonNode record, String name, int sign) {
        String text = record.path(name).asText();
        BigDecimal amount = text.isEmpty() ? BigDecimal.ZERO : new BigDecimal(text);
        if (amount.signum() < 0 || amount.precision() > MOST_DIGITS || Math.abs((long) amount.scale()) > MOST_DIGITS) {
            throw new NumberFormatException("no amount of money");
        }
        return sign < 0 ? amount.negate() : amount;
    }

    private static String plain(BigDecimal amount) {
        return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
    }
}
