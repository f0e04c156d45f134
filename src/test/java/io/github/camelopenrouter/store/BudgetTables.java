/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.store;

import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.github.camelopenrouter.spi.BudgetKeeper;
import io.github.camelopenrouter.spi.BudgetKeeper.Amounts;
import io.github.camelopenrouter.spi.BudgetKeeper.Counter;
import io.github.camelopenrouter.spi.BudgetKeeper.Demand;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The budgets of a database, as processes share them and as somebody with SQL sees them. */
public final class BudgetTables implements AutoCloseable {

    private final StoreSettings settings;
    private final Map<SharedBudgets, AtomicReference<HikariDataSource>> pools = new ConcurrentHashMap<>();
    private final List<SharedBudgets> keepers = new CopyOnWriteArrayList<>();

    private BudgetTables(StoreSettings settings) {
        this.settings = settings;
    }

    /** @param url of a database of {@link Postgres} */
    public static BudgetTables in(String url, Path data) {
        return new BudgetTables(new StoreSettings(StoreUrl.parse(url), null, null, data));
    }

    /** As another process has it: with connections and a lease of its own, of which the first are open. */
    public SharedBudgets keeper() {
        return opened(keeper(Clock.systemUTC()));
    }

    /** @param clock of its machine, which has not asked yet */
    SharedBudgets keeper(Clock clock) {
        AtomicReference<HikariDataSource> pool = new AtomicReference<>();
        SharedBudgets keeper = new SharedBudgets(
                () -> {
                    migrate();
                    pool.set(BudgetConnections.pool(settings.dialect()));
                    return pool.get();
                },
                clock);
        keepers.add(keeper);
        pools.put(keeper, pool);
        return keeper;
    }

    /** However long that takes on a machine that has something else to do. */
    private static SharedBudgets opened(SharedBudgets keeper) {
        await().atMost(Duration.ofSeconds(60))
                .ignoreException(IOException.class)
                .until(() -> keeper.amounts(List.of(total("none", ""))).isEmpty());
        return keeper;
    }

    void migrate() {
        try (Database database = Database.open(settings)) {
            database.dialect();
        }
    }

    /** As when its process is killed: nothing gets to the database any more, and its lease is not given up. */
    void kill(SharedBudgets keeper) {
        pools.get(keeper).get().close();
        keeper.close();
    }

    /** As when so much time has passed that every node has to prove that it is alive. */
    void endAllLeases() throws SQLException {
        execute("update openrouter_budget_node set lease = '-infinity'");
    }

    /** What any node does each ten seconds. */
    long lapse() throws SQLException {
        try (Connection connection = connection()) {
            return BudgetUpkeep.lapse(connection);
        }
    }

    /** Of a window that has begun and does not end. */
    static Counter total(String scope, String name) {
        return new Counter(scope, name, "total", Instant.EPOCH, Instant.MAX);
    }

    /** Of an hour that has this moment in its middle. */
    static Counter hour(String scope, String name, Instant moment) {
        Instant from = moment.truncatedTo(ChronoUnit.SECONDS).minus(Duration.ofMinutes(30));
        return new Counter(scope, name, "hour", from, from.plus(Duration.ofHours(1)));
    }

    static Demand upTo(Counter counter, @Nullable String limit) {
        return new Demand(counter, limit == null ? null : new BigDecimal(limit));
    }

    static BigDecimal usd(String amount) {
        return new BigDecimal(amount);
    }

    static String call() {
        return new UUID(
                        Instant.now().toEpochMilli() << 16 | 0x7000,
                        UUID.randomUUID().getLeastSignificantBits())
                .toString();
    }

    /** {@code spent held pending}, in plain digits. */
    static String amounts(BudgetKeeper keeper, Counter counter) throws IOException {
        Amounts amounts = keeper.amounts(List.of(counter)).getOrDefault(counter, Amounts.NONE);
        return amounts.spent().toPlainString() + " " + amounts.held().toPlainString() + " "
                + amounts.pending().toPlainString();
    }

    /** The first column. */
    public List<String> select(String sql) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = connection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }

    public void execute(String sql) throws SQLException {
        try (Connection connection = connection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    Connection connection() throws SQLException {
        return DriverManager.getConnection(settings.url().text());
    }

    /** What all holds together say of each budget, where a budget says otherwise: nothing, whatever has happened. */
    public List<String> contradictions() throws SQLException {
        return select("""
                select b.scope || ' ' || b.name || ' ' || b.period || ': ' || b.spent || ' ' || b.held || ' ' || b.pending
                  from openrouter_budget b
                  left join lateral (
                      select coalesce(sum(h.amount) filter (where h.state in ('settled', 'unresolved')), 0) as spent,
                             coalesce(sum(h.amount) filter (where h.state = 'held'), 0) as held,
                             coalesce(sum(h.amount) filter (where h.state = 'pending'), 0) as pending
                        from openrouter_budget_hold h where b.id = any (h.counters)) s on true
                 where (b.spent, b.held, b.pending) <> (s.spent, s.held, s.pending)""");
    }

    /** Ends all keepers. */
    @Override
    public void close() {
        keepers.forEach(SharedBudgets::close);
        keepers.clear();
    }
}
