/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.budgets;

import io.github.camelopenrouter.spi.BudgetKeeper;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Where nothing is written down there is nothing to count with: what was spent before a start nobody would know. */
final class NoKeeper implements BudgetKeeper {

    private static final String WHY = "budgets need openrouter.data-dir, and it is not set";

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public Answer hold(String call, List<Demand> demands, BigDecimal amount) throws IOException {
        throw new IOException(WHY);
    }

    @Override
    public Answer raise(String call, List<Demand> now, BigDecimal more) throws IOException {
        throw new IOException(WHY);
    }

    @Override
    public void settle(String call, BigDecimal amount, boolean known) {
        // nothing was held
    }

    @Override
    public Map<Counter, Amounts> amounts(List<Counter> counters) throws IOException {
        throw new IOException(WHY);
    }

    @Override
    public void adjust(Counter counter, BigDecimal usd) throws IOException {
        throw new IOException(WHY);
    }
}
