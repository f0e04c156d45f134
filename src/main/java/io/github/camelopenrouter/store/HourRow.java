/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.store;

import io.github.camelopenrouter.usage.UsageSums;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/**
 * A row of {@code usage_hour}: the calls of an hour, of one journal, that nothing tells apart in reports.
 *
 * @param hash of the dimensions, which may be longer than a key can be
 * @param dimensions as JSON
 */
record HourRow(UUID journal, Instant hour, String hash, String dimensions, UsageSums sums) {

    static final Dialect.Table TABLE = new Dialect.Table(
            "usage_hour",
            List.of("journal", "at_hour", "dimensions_hash"),
            List.of(
                    "dimensions",
                    "calls",
                    "errors",
                    "unresolved",
                    "prompt_tokens",
                    "cached_tokens",
                    "completion_tokens",
                    "reasoning_tokens",
                    "cost",
                    "upstream_cost",
                    "spend",
                    "times",
                    "first_tokens"));

    static final String SELECT = "select " + TABLE.columns() + " from " + TABLE.name();

    static HourRow read(ResultSet row) throws SQLException {
        return new HourRow(
                row.getObject(1, UUID.class),
                row.getObject(2, OffsetDateTime.class).toInstant(),
                row.getString(3),
                row.getString(4),
                new UsageSums(
                        row.getLong(5),
                        row.getLong(6),
                        row.getLong(7),
                        row.getLong(8),
                        row.getLong(9),
                        row.getLong(10),
                        row.getLong(11),
                        row.getBigDecimal(12),
                        row.getBigDecimal(13),
                        row.getBigDecimal(14),
                        row.getBytes(15),
                        row.getBytes(16)));
    }

    /** Of a statement that asks for it, its first three. */
    void key(PreparedStatement select) throws SQLException {
        select.setObject(1, journal);
        select.setObject(2, hour.atOffset(ZoneOffset.UTC));
        select.setString(3, hash);
    }

    /** Whether the sums are the same to the last digit, or have more calls. */
    boolean hasAllOf(HourRow other) {
        UsageSums theirs = other.sums();
        return sums.calls() > theirs.calls()
                || sums.calls() == theirs.calls()
                        && sums.errors() == theirs.errors()
                        && sums.unresolved() == theirs.unresolved()
                        && sums.promptTokens() == theirs.promptTokens()
                        && sums.cachedTokens() == theirs.cachedTokens()
                        && sums.completionTokens() == theirs.completionTokens()
                        && sums.reasoningTokens() == theirs.reasoningTokens()
                        && sums.cost().compareTo(theirs.cost()) == 0
                        && sums.upstreamCost().compareTo(theirs.upstreamCost()) == 0
                        && sums.spend().compareTo(theirs.spend()) == 0;
    }

    void addTo(PreparedStatement upsert) throws SQLException {
        key(upsert);
        upsert.setString(4, dimensions);
        upsert.setLong(5, sums.calls());
        upsert.setLong(6, sums.errors());
        upsert.setLong(7, sums.unresolved());
        upsert.setLong(8, sums.promptTokens());
        upsert.setLong(9, sums.cachedTokens());
        upsert.setLong(10, sums.completionTokens());
        upsert.setLong(11, sums.reasoningTokens());
        upsert.setBigDecimal(12, sums.cost());
        upsert.setBigDecimal(13, sums.upstreamCost());
        upsert.setBigDecimal(14, sums.spend());
        upsert.setBytes(15, sums.times());
        upsert.setBytes(16, sums.firstTokens());
        upsert.addBatch();
    }
}
