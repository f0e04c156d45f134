/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.store;

import static java.util.Objects.requireNonNull;

import io.github.camelopenrouter.spi.BudgetKeeper.Amounts;
import io.github.camelopenrouter.spi.BudgetKeeper.Counter;
import io.github.camelopenrouter.spi.BudgetKeeper.Demand;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What PostgreSQL is asked about budgets, each in one statement that commits by itself; what it does stands in its functions,
 * which the migrations make. Whatever anybody has named goes in by parameters alone.
 */
final class BudgetStatements {

    /** Three renewals may be missed. A minute after a kill the functions have found the dead, who look each ten seconds. */
    private static final String RENEW = """
            insert into openrouter_budget_node as n (node, lease) values (?, clock_timestamp() + interval '35 seconds')
            on conflict (node) do update set lease = excluded.lease
            returning clock_timestamp()""";

    private static final String LEAVE = "update openrouter_budget_node set lease = '-infinity' where node = ?";

    private static final String HOLD = "select * from openrouter_budget_hold(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private static final String RAISE = "select * from openrouter_budget_raise(?, ?, ?)";

    private static final String SETTLE = "select * from openrouter_budget_settle(?, ?, ?, ?)";

    /** Takes the place of a hold that may still be on its way. */
    private static final String WITHDRAW = """
            insert into openrouter_budget_hold (call, node, begun, ended, state, amount, counters, limits)
            select c.call, ?, clock_timestamp(), clock_timestamp(), 'settled', 0, '{}', '{}' from unnest(?) as c (call) order by c.call
            on conflict do nothing""";

    private static final String AMOUNTS = """
            select d.place, b.spent, b.held, b.pending
              from unnest(?, ?, ?, ?, ?) with ordinality as d (scope, name, period, begins, ends, place)
              join openrouter_budget b using (scope, name, period, begins, ends)""";

    /** The years that PostgreSQL writes as ISO 8601 does. */
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    private BudgetStatements() {}

    /**
     * What a function answers.
     *
     * @param number {@link #DONE}, one of the others below, or which demand is refused, counted from 1
     * @param moment by the database's clock
     * @param amounts of the budget that refuses
     */
    record Verdict(int number, Instant moment, @Nullable Amounts amounts) {

        static final int DONE = 0;
        static final int OTHER_WINDOW = -1;
        static final int NO_ROW = -2;
        static final int NO_LEASE = -3;
        static final int NOTHING_HELD = -4;
    }

    /** Who puts what where. */
    record Entry(UUID call, UUID node, List<Demand> demands, BigDecimal amount) {}

    /** How it gets there. */
    enum Way {
        /** As a call's that begins: if the windows, the limits and the lease of its node let it. */
        ASKED("held", true),
        /** As a call's that was let in before. */
        AGAIN("held", false),
        /** For good. */
        SPENT("settled", false);

        private final String state;
        private final boolean isChecked;

        Way(String state, boolean isChecked) {
            this.state = state;
            this.isChecked = isChecked;
        }
    }

    static Verdict hold(Connection connection, Entry entry, Way way, boolean makesRows) throws SQLException {
        List<Demand> demands = entry.demands();
        try (PreparedStatement call = connection.prepareStatement(HOLD)) {
            call.setObject(1, entry.call());
            call.setObject(2, entry.node());
            call.setString(3, way.state);
            call.setBigDecimal(4, entry.amount());
            setCounters(
                    connection, call, 5, demands.stream().map(Demand::counter).toList());
            set(connection, call, 10, "numeric", demands, Demand::limit);
            call.setBoolean(11, way.isChecked);
            call.setBoolean(12, makesRows);
            return verdict(call);
        }
    }

    /** @param limits of this moment, as the demands stand; empty for those of then */
    static Verdict raise(Connection connection, UUID id, BigDecimal more, List<Demand> limits) throws SQLException {
        try (PreparedStatement call = connection.prepareStatement(RAISE)) {
            call.setObject(1, id);
            call.setBigDecimal(2, more);
            if (limits.isEmpty()) {
                call.setNull(3, Types.ARRAY, "numeric[]");
            } else {
                set(connection, call, 3, "numeric", limits, Demand::limit);
            }
            return verdict(call);
        }
    }

    private static Verdict verdict(PreparedStatement call) throws SQLException {
        try (ResultSet row = call.executeQuery()) {
            row.next();
            int number = row.getInt(1);
            return new Verdict(number, instant(row, 2), number > 0 ? amounts(row, 3) : null);
        }
    }

    /**
     * @param isLazy whether it may be lost with the database's memory, until something else is written
     * @return the calls that have nothing
     */
    static Set<UUID> settle(Connection connection, Collection<Settlement> settlements, boolean isLazy)
            throws SQLException {
        Set<UUID> missing = new LinkedHashSet<>();
        if (settlements.isEmpty()) {
            return missing;
        }
        try (PreparedStatement call = connection.prepareStatement(SETTLE)) {
            set(connection, call, 1, "uuid", settlements, Settlement::call);
            set(connection, call, 2, "numeric", settlements, Settlement::amount);
            set(connection, call, 3, "text", settlements, one -> one.by().word());
            call.setBoolean(4, isLazy);
            try (ResultSet rows = call.executeQuery()) {
                while (rows.next()) {
                    missing.add(rows.getObject(1, UUID.class));
                }
            }
        }
        return missing;
    }

    static void withdraw(Connection connection, UUID node, Collection<UUID> calls) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(WITHDRAW)) {
            insert.setObject(1, node);
            set(connection, insert, 2, "uuid", calls, call -> call);
            insert.executeUpdate();
        }
    }

    /** On the disk when this returns, with all that was written before it. */
    static Instant renew(Connection connection, UUID node) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement(RENEW)) {
            upsert.setObject(1, node);
            try (ResultSet row = upsert.executeQuery()) {
                row.next();
                return instant(row, 1);
            }
        }
    }

    /** What it still holds is pending from the next look on. */
    static void leave(Connection connection, UUID node) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(LEAVE)) {
            update.setObject(1, node);
            update.executeUpdate();
        }
    }

    static Map<Counter, Amounts> amounts(Connection connection, List<Counter> counters) throws SQLException {
        Map<Counter, Amounts> found = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(AMOUNTS)) {
            setCounters(connection, select, 1, counters);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.put(counters.get(row.getInt(1) - 1), amounts(row, 2));
                }
            }
        }
        return found;
    }

    /** Five parameters. */
    private static void setCounters(Connection connection, PreparedStatement statement, int at, List<Counter> counters)
            throws SQLException {
        set(connection, statement, at, "text", counters, Counter::scope);
        set(connection, statement, at + 1, "text", counters, counter -> CallColumns.storable(counter.name()));
        set(connection, statement, at + 2, "text", counters, Counter::period);
        set(connection, statement, at + 3, "timestamptz", counters, counter -> time(counter.from()));
        set(connection, statement, at + 4, "timestamptz", counters, counter -> time(counter.until()));
    }

    private static <T> void set(
            Connection connection,
            PreparedStatement statement,
            int at,
            String type,
            Collection<T> of,
            Function<? super T, ? extends @Nullable Object> value)
            throws SQLException {
        statement.setArray(
                at, connection.createArrayOf(type, of.stream().map(value).toArray()));
    }

    private static String time(Instant moment) {
        return moment.isAfter(LAST) ? "infinity" : moment.isBefore(FIRST) ? "-infinity" : moment.toString();
    }

    private static Amounts amounts(ResultSet row, int at) throws SQLException {
        return new Amounts(amount(row, at), amount(row, at + 1), amount(row, at + 2));
    }

    private static BigDecimal amount(ResultSet row, int at) throws SQLException {
        BigDecimal digits = requireNonNull(row.getBigDecimal(at)).stripTrailingZeros();
        return digits.scale() < 0 ? digits.setScale(0) : digits;
    }

    private static Instant instant(ResultSet row, int at) throws SQLException {
        return requireNonNull(row.getObject(at, OffsetDateTime.class)).toInstant();
    }
}
