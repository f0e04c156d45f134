/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.store;

import io.github.camelopenrouter.usage.CpuPace;
import io.github.camelopenrouter.usage.JournalFollower;
import io.github.camelopenrouter.usage.JournalPosition;
import io.github.camelopenrouter.usage.JournalProgress;
import io.github.camelopenrouter.usage.UsageSettings;
import java.time.Clock;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.LifecycleStrategy;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;

/**
 * The store of a context: opened and filled on a thread of its own, behind the doors. At the end of the context the journal is
 * read to its end, as long as the drain has time left.
 */
final class Store extends ServiceSupport {

    private static final String READER = "store";

    /** For the last records, where answers have used up all of the drain. */
    private static final Duration LEAST_TIME_TO_END = Duration.ofSeconds(2);

    private final CamelContext context;
    private final StoreSettings settings;
    private final SharedDatabase database;
    private final Ingest ingest;
    private final SharedBudgets budgets;
    private final BudgetUpkeep upkeep;
    private @Nullable Thread thread;
    private volatile boolean wasStarted;
    private volatile long stoppingSince;

    Store(CamelContext context, StoreSettings settings) {
        this.context = context;
        this.settings = settings;
        this.database = new SharedDatabase(() -> Database.open(settings));
        this.budgets = new SharedBudgets(
                () -> {
                    database.open();
                    return BudgetConnections.pool(settings.dialect());
                },
                Clock.systemUTC());
        this.upkeep = new BudgetUpkeep(database::ifOpen);
        this.ingest = new Ingest(
                UsageSettings.findJournal(context).orElseThrow(),
                this::follow,
                database::open,
                settings.directory(),
                Clock.systemUTC(),
                () -> JournalProgress.find(context).map(JournalProgress::share).orElseGet(CpuPace.Share::new));
    }

    private JournalFollower follow(JournalPosition position) {
        return JournalFollower.of(context, READER, position).orElseThrow();
    }

    Ingest ingest() {
        return ingest;
    }

    /** Opened by now; the machine's own policy is there before its calls are. */
    SharedDatabase database() {
        return database;
    }

    /** Those that all machines of a PostgreSQL share. */
    SharedBudgets budgets() {
        return budgets;
    }

    boolean isPostgreSql() {
        return settings.url().isPostgreSql();
    }

    /** Notes that there are calls, and when the end begins, which the drain counts from. */
    LifecycleStrategy stopping() {
        return new LifecycleStrategySupport() {
            @Override
            public void onContextStarted(CamelContext started) {
                wasStarted = true;
            }

            @Override
            public void onContextStopping(CamelContext stopped) {
                stoppingSince = System.nanoTime();
            }
        };
    }

    @Override
    protected void doStart() {
        thread = start("openrouter-store", () -> {
            if (ingest.awaitDoors(() -> wasStarted || context.isStarted())) {
                ingest.run();
            }
        });
        if (isPostgreSql()) {
            start("openrouter-budget-upkeep", upkeep);
        }
    }

    private Thread start(String name, Runnable work) {
        Thread started = context.getExecutorServiceManager().newThread(name, work);
        started.setDaemon(true);
        started.start();
        return started;
    }

    @Override
    protected void doStop() throws InterruptedException {
        upkeep.finish();
        budgets.close(); // what is missing then comes from the journal
        ingest.finish();
        Thread reading = thread;
        if (reading != null) {
            reading.join(timeToEnd().toMillis());
        }
        ingest.close();
        database.close();
    }

    private Duration timeToEnd() {
        Duration drain = Duration.of(
                context.getShutdownStrategy().getTimeout(),
                context.getShutdownStrategy().getTimeUnit().toChronoUnit());
        Duration used = stoppingSince == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - stoppingSince);
        Duration left = drain.minus(used);
        return left.compareTo(LEAST_TIME_TO_END) > 0 ? left : LEAST_TIME_TO_END;
    }
}
