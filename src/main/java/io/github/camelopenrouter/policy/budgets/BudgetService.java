/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.budgets;

import io.github.camelopenrouter.config.ProblemHealth;
import io.github.camelopenrouter.policy.document.Policy;
import io.github.camelopenrouter.spi.BudgetKeeper;
import io.github.camelopenrouter.spi.BudgetReport;
import io.github.camelopenrouter.usage.JournalFollower;
import io.github.camelopenrouter.usage.JournalState;
import io.github.camelopenrouter.usage.UsageSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The count of budgets in one process, for all of its gateways: in the store where that is shared by machines, else in memory,
 * behind the journal. There is none without either.
 */
final class BudgetService extends ServiceSupport {

    private static final Logger LOG = LoggerFactory.getLogger(BudgetService.class);

    private static final String NAME = "openrouter-budgets";
    private static final long LOOK_MILLIS = 100;

    private final CamelContext context;
    private final @Nullable BudgetJournal journal;
    private final BudgetKeeper keeper;
    private volatile BudgetBook book = new BudgetBook(() -> Policy.EMPTY);
    private volatile @Nullable String problem;
    private @Nullable ScheduledExecutorService thread;

    private BudgetService(CamelContext context) {
        this.context = context;
        BudgetKeeper shared = context.getRegistry().lookupByNameAndType(BudgetKeeper.BEAN, BudgetKeeper.class);
        Optional<JournalState> state = JournalState.find(context);
        if (shared != null) {
            journal = null;
            keeper = shared;
        } else if (state.isPresent()) {
            ProcessKeeper own = new ProcessKeeper(Clock.systemUTC(), state.get()::problem);
            journal = journal(own, state.get());
            keeper = own;
        } else {
            journal = null;
            keeper = new NoKeeper();
        }
    }

    private BudgetJournal journal(ProcessKeeper own, JournalState state) {
        Path data = UsageSettings.directory(context);
        return new BudgetJournal(
                UsageSettings.findJournal(context).orElseThrow(),
                position -> JournalFollower.of(context, NAME, position).orElseThrow(),
                new BudgetFile(data),
                own,
                call -> book.counters(call.caller(), call.time()),
                state::isJournalWhole,
                Clock.systemUTC());
    }

    /** That of the context, whichever of its gateways is made first. */
    static BudgetService of(CamelContext context) throws Exception {
        BudgetService known = context.getRegistry().lookupByNameAndType(NAME, BudgetService.class);
        if (known == null) {
            known = new BudgetService(context);
            context.getRegistry().bind(NAME, known);
            context.getRegistry().bind(BudgetReport.BEAN, known.report());
            known.health().bind(context);
            context.addService(known, true, true); // behind the journal: stopped in front of it
        }
        return known;
    }

    private ProblemHealth health() {
        return new ProblemHealth(
                "openrouter-budget",
                () -> "What is left of budgets is known",
                "What is left of budgets: ",
                () -> problem);
    }

    private BudgetReport report() {
        return new PolicyBudgets(() -> book, () -> keeper);
    }

    /** The budgets of the gateway that was made last: all have the same policy. */
    void follow(BudgetBook current) {
        book = current;
    }

    BudgetKeeper keeper() {
        return keeper;
    }

    /** Whether this process has anything to count with, be it broken at this moment. */
    boolean counts() {
        return !(keeper instanceof NoKeeper);
    }

    /** Why there is nothing to count with; null where there is. */
    @Nullable
    String lacks() {
        if (!counts()) {
            return "there is none: set openrouter.data-dir";
        }
        String unwritable = journal == null
                ? null
                : JournalState.find(context).orElseThrow().problem();
        return unwritable == null ? null : "it takes nothing: " + unwritable;
    }

    @Override
    protected void doStart() {
        if (journal != null) {
            ScheduledExecutorService looking =
                    context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, NAME);
            looking.scheduleWithFixedDelay(() -> look(journal), 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
            thread = looking;
        }
    }

    private void look(BudgetJournal following) {
        try {
            following.look();
            problem = null;
        } catch (IOException | RuntimeException e) {
            String why = String.valueOf(e.getMessage());
            if (!why.equals(problem)) {
                LOG.warn("What budgets have spent cannot be followed in the journal now: {}", why, e);
            }
            problem = why;
        }
    }

    @Override
    protected void doStop() throws IOException {
        if (thread != null) {
            context.getExecutorServiceManager().shutdownGraceful(thread, TimeUnit.SECONDS.toMillis(5));
        }
        if (journal != null) {
            journal.end();
        }
    }
}
