/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after what nobody else does: what dead nodes hold is pending, what nobody names the cost of for a day is spent, and
 * what no cost can come for any more is removed. All machines do so, none in the way of another. On a thread of its own.
 */
final class BudgetUpkeep implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Store.class);

    private static final Duration LOOK = Duration.ofSeconds(10);
    private static final Duration CLEANING = Duration.ofMinutes(10);
    private static final int AT_ONCE = 10_000;

    /**
     * Of a call whose cost is known nothing more is to come: an hour is for who asks twice. A cost that is not known may become
     * so for nine days, after a start of its gateway. What an adjustment has put is settled, too.
     */
    private static final List<String> REMOVALS = List.of(
            removal("begun < clock_timestamp() - interval '1 hour' and ended < clock_timestamp() - interval '1 hour'"
                    + " and state = 'settled'"),
            removal("begun < clock_timestamp() - interval '10 days' and state = 'unresolved'"),
            """
            delete from openrouter_budget where id in (
                select id from openrouter_budget
                 where ends < clock_timestamp() - interval '400 days' and held = 0 and pending = 0
                 limit ? for update skip locked)""");

    private final Supplier<@Nullable Database> database;
    private final Duration each;
    private final CountDownLatch finishing = new CountDownLatch(1);
    private long lookedAt;
    private boolean hasLooked;
    private long cleanedAt = System.nanoTime();

    /** @param database null while it is not open */
    BudgetUpkeep(Supplier<@Nullable Database> database) {
        this(database, LOOK);
    }

    BudgetUpkeep(Supplier<@Nullable Database> database, Duration each) {
        this.database = database;
        this.each = each;
    }

    private static String removal(String where) {
        return "delete from openrouter_budget_hold where call in (select call from openrouter_budget_hold where "
                + where + " order by begun limit ? for update skip locked)";
    }

    @Override
    public void run() {
        try {
            while (!finishing.await(each.toMillis(), TimeUnit.MILLISECONDS)) {
                Database open = database.get();
                if (open != null) {
                    look(open);
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("Nobody looks after budgets any more", e);
        }
    }

    private void look(Database open) {
        long now = System.nanoTime();
        try (Connection connection = open.connection()) {
            if (hasLooked && now - lookedAt < 2 * each.toNanos()) {
                lapse(connection);
            } // else they could not renew their leases, or this process has stood still: they are alive first
            if (now - cleanedAt >= CLEANING.toNanos()) {
                clean(connection);
                cleanedAt = now;
            }
            hasLooked = true;
            lookedAt = System.nanoTime();
        } catch (SQLException | RuntimeException e) {
            hasLooked = false;
            LOG.debug("Nobody has looked after budgets", e); // that the store is away others say
        }
    }

    /** @return of how many calls what they hold stands elsewhere now */
    static long lapse(Connection connection) throws SQLException {
        try (PreparedStatement call = connection.prepareStatement("select openrouter_budget_lapse()");
                ResultSet row = call.executeQuery()) {
            row.next();
            long calls = row.getLong(1);
            if (calls > 0) {
                LOG.warn(
                        "{} calls have ended without a word, or a day ago without a cost: they count what they held",
                        calls);
            }
            return calls;
        }
    }

    static void clean(Connection connection) throws SQLException {
        for (String removal : REMOVALS) {
            try (PreparedStatement delete = connection.prepareStatement(removal)) {
                delete.setInt(1, AT_ONCE);
                while (delete.executeUpdate() == AT_ONCE) {
                    LOG.debug("There is more to remove of budgets");
                }
            }
        }
    }

    void finish() {
        finishing.countDown();
    }
}
