/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.budgets;

import io.github.camelopenrouter.api.Principal;
import io.github.camelopenrouter.policy.document.Policy;
import io.github.camelopenrouter.policy.document.PolicyYaml;
import io.github.camelopenrouter.policy.request.Grant;
import io.github.camelopenrouter.policy.request.Grants;
import io.github.camelopenrouter.spi.BudgetKeeper.Answer;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What budgets of organisation, team and key add to a call in one process, beside the estimate of what it may cost (see
 * CostBenchmark): the money of a call is held, and booked when it has ended.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class BudgetBenchmark {

    private static final String POLICY = """
            organisation: { budgets: [{ usd: "1000000000", period: month }] }
            teams: { support: { budgets: [{ usd: "1000000000", period: month }, { usd: "1000000000", period: day }] } }
            keys:
              bot: { team: support, budgets: [{ usd: "1000000000", period: day }], sha256: 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef }
            """;
    private static final BigDecimal HELD = new BigDecimal("0.0123456");
    private static final BigDecimal COST = new BigDecimal("0.0034567");

    private ProcessKeeper keeper;
    private BudgetBook book;
    private Grant grant;
    private long number;

    @Setup
    public void start() throws Exception {
        Policy policy = PolicyYaml.read("policy.yaml", POLICY, label -> false);
        grant = new Grants(() -> policy, Clock.systemUTC()).of(new Principal("bot", "support", null, Set.of()));
        book = new BudgetBook(() -> policy);
        keeper = new ProcessKeeper(Clock.systemUTC(), () -> null);
        keeper.begin(new Tally(), (counter, usd) -> {});
    }

    @Benchmark
    public Answer holdAndSettle() throws Exception {
        List<Budget> budgets = book.of(grant);
        Demands demands = Demands.of(budgets, Budget::isEnforced, keeper.now());
        String id = "call-" + number++;
        Answer answer = keeper.hold(id, demands.asked(), HELD);
        if (!(answer instanceof Answer.Held)) {
            throw new IllegalStateException(answer.toString());
        }
        keeper.settle(id, COST, true);
        keeper.read(
                new BookedCall(id, 0, keeper.now(), new BudgetBook.Caller("support", null, "bot"), COST, true),
                List.of());
        return answer;
    }
}
