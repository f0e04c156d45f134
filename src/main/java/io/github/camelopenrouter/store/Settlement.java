/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.store;

import static java.math.BigDecimal.ZERO;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenrouter.usage.UsageRecord;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody says of the cost of a call that has ended.
 *
 * @param amount null where what was held for it is the best that anybody knows
 */
record Settlement(UUID call, @Nullable BigDecimal amount, By by) {

    /** By whom, and what it is worth. */
    enum By {
        /** By its process, which does not know it. */
        PENDING,
        /** By its record, which does not know it either: less than what its process has said it is not. */
        RECORDED,
        /** By whoever knows it. */
        SETTLED;

        /** As the database's functions call it. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Of a column; a cost that was a floating point number has more digits than cents. */
    private static final int DECIMALS = 38;

    /** More than all of them cost, and a column holds many of them. */
    private static final BigDecimal MOST = BigDecimal.TEN.pow(20);

    /** As a column holds it, never less. */
    static BigDecimal storable(BigDecimal amount) {
        BigDecimal rounded = amount.scale() > DECIMALS ? amount.setScale(DECIMALS, RoundingMode.UP) : amount;
        return rounded.min(MOST).max(MOST.negate());
    }

    /** An amount that no column holds says nothing. */
    static Settlement of(UUID call, BigDecimal amount, By by) {
        return amount.abs().compareTo(MOST) < 0
                ? new Settlement(call, storable(amount), by)
                : new Settlement(call, null, By.RECORDED);
    }

    boolean isKnown() {
        return by == By.SETTLED;
    }

    /** Of two for one call the later counts, but a known cost is none that is not known any more. */
    Settlement after(@Nullable Settlement earlier) {
        return earlier != null && earlier.isKnown() && !isKnown() ? earlier : this;
    }

    /** What records say of their calls, as they follow each other in the journal. */
    static Collection<Settlement> of(List<UsageRecord> records) {
        Map<UUID, Settlement> byCall = new LinkedHashMap<>();
        for (UsageRecord record : records) {
            Settlement said = of(record);
            if (said != null) {
                byCall.merge(record.id(), said, (earlier, later) -> later.after(earlier));
            }
        }
        return byCall.values();
    }

    /** What a record of the journal says; null if its amounts are none. */
    static @Nullable Settlement of(UsageRecord record) {
        try {
            JsonNode call = record.json();
            if (!call.path("cost_source").asText().equals("unresolved")) {
                return of(record.id(), amount(call, "spend"), By.SETTLED);
            }
            if (!call.hasNonNull("estimate")) {
                return new Settlement(record.id(), null, By.RECORDED);
            }
            return of(record.id(), amount(call, "estimate").add(toldOf(call)), By.RECORDED);
        } catch (NumberFormatException e) {
            return null; // the store refuses it, too
        }
    }

    /** What those attempts have cost that the estimate is not of. */
    private static BigDecimal toldOf(JsonNode call) {
        BigDecimal told = ZERO;
        for (JsonNode attempt : call.path("attempts")) {
            if (!attempt.path("cost_source").asText().equals("estimate")) {
                told = told.add(amount(attempt, "cost")).add(amount(attempt, "upstream_cost"));
            }
        }
        return told;
    }

    private static BigDecimal amount(JsonNode node, String name) {
        return node.hasNonNull(name) ? new BigDecimal(node.path(name).asText()) : ZERO;
    }
}
