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
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which calls are asked for, and how they are told apart.
 *
 * @param from the first moment; null for all there are
 * @param to the first moment behind them
 * @param groups of each combination of their values there is a row; none for one row of all
 * @param zone whose hours, days and months count
 * @param owner whose calls they are
 */
public record UsageQuery(
        @Nullable Instant from, @Nullable Instant to, List<UsageGroup> groups, ZoneId zone, UsageOwner owner) {

    private static final ZoneId UTC = ZoneId.of("UTC");

    /** Nobody has recorded a call before. */
    private static final LocalDateTime FIRST_CALL = LocalDateTime.of(2026, 1, 1, 0, 0);

    /** All calls in one row. */
    public static final UsageQuery ALL = new UsageQuery(null, null, List.of(), UTC, UsageOwner.ANYBODY);

    /** Of everybody's calls. */
    public UsageQuery(@Nullable Instant from, @Nullable Instant to, List<UsageGroup> groups, ZoneId zone) {
        this(from, to, groups, zone, UsageOwner.ANYBODY);
    }

    /**
     * As texts say it; null for what nobody has said.
     *
     * @param from an instant like {@code 2026-11-01T00:00:00Z}, or a day of the zone
     * @param to the same
     * @param group names separated by commas
     * @throws IllegalArgumentException with a sentence that says what is wrong
     */
    public static UsageQuery parse(
            @Nullable String from, @Nullable String to, @Nullable String group, @Nullable String zone) {
        ZoneId where = zone == null ? UTC : zoneOf(zone);
        Instant first = from == null ? null : instant("from", from, where);
        Instant end = to == null ? null : instant("to", to, where);
        if (first != null && end != null && !first.isBefore(end)) {
            throw new IllegalArgumentException("from is not before to: there is nothing in between.");
        }
        List<UsageGroup> groups = group == null ? List.of() : UsageGroup.parseAll(group);
        return new UsageQuery(first, end, groups, where, UsageOwner.ANYBODY);
    }

    /** The same for the calls of this one alone. */
    public UsageQuery of(UsageOwner whose) {
        return new UsageQuery(from, to, groups, zone, whose);
    }

    boolean covers(JsonNode record) {
        return owner.has(record) && isWithin(record);
    }

    private boolean isWithin(JsonNode record) {
        if (from == null && to == null) {
            return true;
        }
        Instant time = UsageGroup.timeOf(record);
        return (from == null || !time.isBefore(from)) && (to == null || time.isBefore(to));
    }

    /** Whether each row is a sum of whole hours of UTC, but for the begin and the end of the period. */
    public boolean isOfHours() {
        return groups.stream().noneMatch(UsageGroup::isTime) || hasWholeHours(zone.getRules());
    }

    private static boolean hasWholeHours(ZoneRules rules) {
        return isWholeHours(rules.getOffset(FIRST_CALL))
                && rules.getTransitions().stream()
                        .filter(change -> change.getDateTimeAfter().isAfter(FIRST_CALL))
                        .allMatch(change -> isWholeHours(change.getOffsetAfter()))
                && rules.getTransitionRules().stream().allMatch(rule -> isWholeHours(rule.getOffsetAfter()));
    }

    private static boolean isWholeHours(ZoneOffset offset) {
        return offset.getTotalSeconds() % 3_600 == 0;
    }

    private static ZoneId zoneOf(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "zone is \"" + name + "\", but must be one like Europe/Berlin or UTC.", e);
        }
    }

    private static Instant instant(String name, String text, ZoneId zone) {
        try {
            return text.length() == "2026-11-01".length()
                    ? LocalDate.parse(text).atStartOfDay(zone).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    name + " is \"" + text
                            + "\", but must be a day like 2026-11-01 or a time like 2026-11-01T08:00:00Z.",
                    e);
        }
    }
}
