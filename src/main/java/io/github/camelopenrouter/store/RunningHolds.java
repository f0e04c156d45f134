/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.store;

import io.github.camelopenrouter.spi.BudgetKeeper.Demand;
import io.github.camelopenrouter.store.BudgetStatements.Entry;
import io.github.camelopenrouter.store.BudgetStatements.Way;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What this process holds for its calls. A database that has lost its memory may have lost holds of its last half second, and
 * one that has taken over for another those of some seconds: they are made again from here. Safe for many threads.
 */
final class RunningHolds {

    private final Map<UUID, Running> byCall = new ConcurrentHashMap<>();

    /** On which budgets, and how much. */
    record Running(List<Demand> demands, BigDecimal amount) {}

    void begin(UUID call, List<Demand> demands, BigDecimal amount) {
        byCall.putIfAbsent(call, new Running(List.copyOf(demands), amount));
    }

    void raise(UUID call, BigDecimal more) {
        byCall.computeIfPresent(
                call, (id, known) -> new Running(known.demands(), known.amount().add(more)));
    }

    @Nullable
    Running find(UUID call) {
        return byCall.get(call);
    }

    void end(UUID call) {
        byCall.remove(call);
    }

    /**
     * Makes those of these again that are this process's.
     *
     * @return whether there was one
     */
    boolean restore(BudgetConnections connections, UUID node, Collection<UUID> calls) throws IOException {
        boolean restored = false;
        for (UUID call : calls) {
            Running lost = byCall.get(call);
            if (lost != null) {
                Entry entry = new Entry(call, node, lost.demands(), lost.amount());
                connections.ask(connection -> BudgetStatements.hold(connection, entry, Way.AGAIN, true));
                restored = true;
            }
        }
        return restored;
    }
}
