/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.budgets;

import io.github.camelopenrouter.api.CallRecord;
import io.github.camelopenrouter.api.CallRecord.CostSource;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.policy.cost.CallCost;
import io.github.camelopenrouter.response.OutputMeter;
import io.github.camelopenrouter.spi.BudgetKeeper;
import io.github.camelopenrouter.spi.BudgetKeeper.Answer;
import io.github.camelopenrouter.spi.CallListener;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The money of one call: held before it is made, more of it while a stream goes on or where it is made again, and booked when it
 * has ended. Made at the first step of an operation, and kept on the exchange.
 */
final class BudgetedCall implements CallListener, OutputMeter {

    private static final Logger LOG = LoggerFactory.getLogger(BudgetedCall.class);
    private static final String PROPERTY = "CamelOpenRouterBudgetedCall";

    private final BudgetSettings settings;
    private final BudgetBook book;
    /** Not a monitor: who asks a database must not keep a virtual thread's carrier. */
    private final ReentrantLock lock = new ReentrantLock();

    private volatile @Nullable Hold hold;
    private BigDecimal held = BigDecimal.ZERO;
    private long written;
    private long covered;
    private int attempts = 1;
    private volatile boolean markedSpent;
    private boolean stopped;
    private volatile BigDecimal heldForAttempt = BigDecimal.ZERO;
    private volatile Consumer<BigDecimal> raised = usd -> {};
    private volatile Consumer<OpenRouterException> end = reason -> {};

    /** What has been held for the call of this id. */
    private record Hold(String id, BudgetKeeper keeper, Demands demands, CallCost cost) {}

    /** @param book with the budgets of each moment */
    BudgetedCall(BudgetSettings settings, BudgetBook book) {
        this.settings = settings;
        this.book = book;
    }

    /** The call of this exchange; null where it began without any budget. */
    static @Nullable BudgetedCall of(Exchange exchange) {
        return exchange.getProperty(PROPERTY, BudgetedCall.class);
    }

    void putOn(Exchange exchange) {
        exchange.setProperty(PROPERTY, this);
    }

    static void forget(Exchange exchange) {
        exchange.removeProperty(PROPERTY);
    }

    /** @throws IOException if nobody can say now whether there is so much left */
    Answer hold(String id, BudgetKeeper keeper, Demands demands, CallCost cost) throws IOException {
        lock.lock();
        try {
            Answer answer = keeper.hold(id, demands.asked(), cost.amount());
            if (answer instanceof Answer.Held) {
                hold = new Hold(id, keeper, demands, cost);
                held = cost.amount();
                covered = cost.outputTokens() * cost.answers();
            }
            return answer;
        } finally {
            lock.unlock();
        }
    }

    /** Whether anything has been held that can be passed; what is free for sure cannot. */
    boolean isHeld() {
        Hold known = hold;
        return known != null && !known.cost().isFree();
    }

    /** What one attempt may cost. */
    BigDecimal ofAttempt() {
        Hold known = hold;
        return known == null ? BigDecimal.ZERO : known.cost().amount();
    }

    /** It passes a budget that is spent, and its answer says so. */
    void markSpent() {
        markedSpent = true;
    }

    boolean isMarkedSpent() {
        return markedSpent;
    }

    /**
     * It is made once more, while attempts before may be billed, too.
     *
     * @param number of attempts that are paid for by now, with the one that begins
     * @throws OpenRouterException 402 if there is not so much left
     * @throws IOException if nobody can say now
     */
    void attempts(int number) throws IOException {
        lock.lock();
        try {
            Hold known = hold;
            while (known != null && attempts < number) {
                BigDecimal more = known.cost().amount();
                raise(known, more);
                attempts++;
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * An attempt begins.
     *
     * @param more is told each time how much is held for it by then
     * @param stop ends its stream with an error
     */
    void servedBy(Consumer<BigDecimal> more, Consumer<OpenRouterException> stop) {
        heldForAttempt = ofAttempt();
        raised = more;
        end = stop;
    }

    @Override
    public void written(long tokens) {
        boolean more;
        lock.lock();
        try {
            written += tokens;
            Hold known = hold;
            more = known != null && written > covered && !stopped && holdsMore(known);
        } finally {
            lock.unlock();
        }
        if (more) { // whoever writes that down may wait for another who ends the call, and who needs this lock
            raised.accept(heldForAttempt);
        }
    }

    /** More was written than is held for: now that is held, too, or the stream goes on without, or ends. */
    private boolean holdsMore(Hold known) {
        long steps = (written - covered + settings.step() - 1) / settings.step();
        long more = steps * settings.step();
        BigDecimal usd = known.cost().perToken().multiply(BigDecimal.valueOf(more));
        OpenRouterException refusal = refusal(known, usd);
        long most = most(known.cost());
        if (refusal == null) {
            covered += more;
            heldForAttempt = heldForAttempt.add(usd);
            return true;
        }
        if (written <= most) {
            covered = most;
        } else {
            stop(refusal);
        }
        return false;
    }

    /** Why its stream cannot hold so much more; null where that is held, or need not be. */
    private @Nullable OpenRouterException refusal(Hold known, BigDecimal more) {
        try {
            raise(known, more);
            return null;
        } catch (OpenRouterException refusal) {
            return refusal;
        } catch (IOException e) {
            LOG.debug("A stream is longer than was held for it, and nobody can say whether there is more", e);
            return settings.awayPasses() ? null : BudgetRefusal.away();
        }
    }

    /**
     * As many as may pass without more being held. What passes is counted by letters, which may come to half as much again as there
     * are tokens: a stream that was held for all it may have has the one step for that by which any may pass its budget.
     */
    private long most(CallCost cost) {
        return cost.isLimited() ? cost.outputTokens() * cost.answers() + settings.step() : 0;
    }

    private void stop(OpenRouterException reason) {
        stopped = true;
        end.accept(reason);
    }

    /** By the limits of this moment. */
    private void raise(Hold known, BigDecimal more) throws IOException {
        Demands now = known.demands().now(book);
        if (known.keeper().raise(known.id(), now.asked(), more) instanceof Answer.Spent spent) {
            throw BudgetRefusal.exceeded(now.budgetOf(spent.demand()), spent);
        }
        held = held.add(more);
    }

    @Override
    public void ended(CallRecord call) {
        lock.lock();
        try {
            Hold known = hold;
            if (known != null) {
                hold = null;
                boolean isKnown = call.costSource() != CostSource.UNRESOLVED;
                BigDecimal spend = call.spend() == null ? BigDecimal.ZERO : call.spend();
                known.keeper().settle(known.id(), isKnown ? spend : spend.max(held), isKnown);
            }
        } finally {
            lock.unlock();
        }
    }
}
