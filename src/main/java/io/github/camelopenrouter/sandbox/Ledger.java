/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Every call that was billed, once, and what each key owes. The sums are those of all calls, the calls themselves the
 * last {@value #KEPT}. Safe for use by several threads: tests read what the event loop writes.
 */
final class Ledger {

    static final int KEPT = 100_000;

    private final Clock clock;
    private final Map<String, Generation> generations = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Generation> eldest) {
            return size() > KEPT;
        }
    };
    private final Map<String, Account> accounts = new HashMap<>();
    private BigDecimal total = BigDecimal.ZERO;
    private long delay = Duration.ofSeconds(2).toMillis();

    Ledger(Clock clock) {
        this.clock = clock;
    }

    /** For so long after its end a generation is not found, as on the real thing. */
    synchronized void delay(Duration shortly) {
        delay = shortly.toMillis();
    }

    synchronized void book(Order order, Generation.State state, Usage usage, @Nullable Finish finish) {
        generations.put(order.id(), new Generation(order, state, usage, finish, clock.millis()));
        total = total.add(usage.cost());
        accounts.computeIfAbsent(order.key(), key -> new Account()).add(usage, today());
    }

    /** Books a call of which nothing but its price is to be known. */
    void book(Order order, BigDecimal price) {
        book(order, Generation.State.COMPLETE, Usage.flat(price), null);
    }

    /** Found by the key that made it, some time after its end. */
    synchronized Optional<Generation> find(@Nullable String id, String key) {
        return Optional.ofNullable(id)
                .map(generations::get)
                .filter(found -> found.order().key().equals(key))
                .filter(found -> clock.millis() - found.endedAt() >= delay);
    }

    synchronized ObjectNode account(String key) {
        return accounts.getOrDefault(key, new Account()).described(key, today());
    }

    synchronized BigDecimal total() {
        return Usage.plain(total);
    }

    synchronized Statement statement() {
        return new Statement(total(), List.copyOf(generations.values()));
    }

    /** Sum and calls of one moment. */
    record Statement(BigDecimal total, List<Generation> calls) {}

    /** Of a call that begins now. */
    Order order(String id, String model, String type, String key) {
        return new Order(id, model, type, false, key, clock.instant().getEpochSecond());
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
