/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import io.github.camelopenrouter.spi.CostReconciliation;
import io.github.camelopenrouter.usage.HeldKeys.Held;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares, a little after midnight, by how much each key's use has grown at OpenRouter with what the journal has booked for
 * it meanwhile. A look is taken at a moment without calls, where there is one within an hour: what is under way stands in one
 * of the two sums and not yet in the other.
 */
final class Reconciliation extends ServiceSupport implements CostReconciliation {

    private static final Logger LOG = LoggerFactory.getLogger(Reconciliation.class);

    /** Below the data directory. */
    static final String FILE = "reconcile.json";

    private static final LocalTime TIME_OF_DAY = LocalTime.of(0, 5);

    /** What OpenRouter's own sum may be behind. */
    private static final Duration SETTLED = Duration.ofSeconds(10);

    private static final int FIRST_SECONDS = 5;
    private static final int PAUSE_SECONDS = 30;

    private final CamelContext context;
    private final Path file;
    private final Clock clock;
    private final CallsUnderWay calls;
    private final KeyComparison comparison;
    private final KeyPatience patience = new KeyPatience();
    private final HeldKeys keys = new HeldKeys();
    private final Map<String, BigDecimal> unreconciled = new ConcurrentHashMap<>();
    private final List<Runnable> actions = new CopyOnWriteArrayList<>();
    private @Nullable KeyLooks looks;
    private @Nullable String problem;

    /** @param directory of the data */
    Reconciliation(CamelContext context, Path directory, Clock clock, KeyUsage lookup, CallsUnderWay calls) {
        this.context = context;
        this.file = directory.resolve(FILE);
        this.clock = clock;
        this.calls = calls;
        this.comparison = new KeyComparison(directory.resolve(Journal.DIRECTORY), clock, lookup, calls);
    }

    /** Those that are compared. */
    HeldKeys keys() {
        return keys;
    }

    @Override
    public Map<String, BigDecimal> unreconciled() {
        return Map.copyOf(unreconciled);
    }

    @Override
    public Runnable whenCompared(Runnable action) {
        actions.add(action);
        action.run();
        return () -> actions.remove(action);
    }

    /** Shows what an earlier process has found, and begins behind the doors. */
    @Override
    protected void doStart() {
        remember();
        context.getExecutorServiceManager()
                .newSingleThreadScheduledExecutor(this, "openrouter-reconcile")
                .scheduleWithFixedDelay(this::tick, FIRST_SECONDS, PAUSE_SECONDS, TimeUnit.SECONDS);
    }

    private synchronized KeyLooks remember() {
        KeyLooks known = looks;
        if (known == null) {
            known = KeyLooks.in(file);
            looks = known;
            show(known);
        }
        return known;
    }

    /** What was found, of the keys that have been compared. */
    private void show(KeyLooks known) {
        Map<String, BigDecimal> found = new HashMap<>();
        for (KeyLook look : known.all()) {
            if (look.unreconciled() != null) {
                found.put(look.label(), look.unreconciled());
            }
        }
        unreconciled.putAll(found);
        unreconciled.keySet().retainAll(found.keySet());
        actions.forEach(Runnable::run);
    }

    /** What goes on failing is said once. */
    private void tick() {
        try {
            look();
            problem = null;
        } catch (IOException | RuntimeException e) {
            if (!e.toString().equals(problem)) {
                problem = e.toString();
                LOG.warn("Costs could not be compared with OpenRouter's, and will be later: {}", problem);
            }
        }
    }

    private void look() throws IOException {
        Instant now = clock.instant();
        look(last -> isDue(last, now), SETTLED);
    }

    /**
     * Looks at all keys whose time has come; false where there are some of which the moment is no good one.
     *
     * @param due by when a key was looked at last
     * @param settled for so long no call has to have ended
     */
    synchronized boolean look(Predicate<Instant> due, Duration settled) throws IOException {
        KeyLooks known = remember();
        Map<String, Held> wanted = keys.byFingerprint();
        wanted.keySet().removeIf(fingerprint -> {
            KeyLook last = known.get(fingerprint);
            return last != null && !due.test(last.looked());
        });
        patience.keepOnly(wanted.keySet());
        if (!wanted.isEmpty() && !calls.isJournalWhole()) {
            return false; // nobody's patience makes up for that
        }
        Map<String, KeyLook> seen = comparison.look(wanted, known, patience, settled);
        if (!seen.isEmpty()) {
            seen.forEach(known::put);
            patience.forget(seen.keySet());
            known.keepOnly(keys.byFingerprint().keySet());
            show(known);
        }
        known.write();
        return seen.keySet().containsAll(wanted.keySet());
    }

    /** The next midnight, UTC, and a little. */
    static boolean isDue(Instant last, Instant now) {
        LocalDate day = last.minusSeconds(TIME_OF_DAY.toSecondOfDay())
                .atZone(ZoneOffset.UTC)
                .toLocalDate();
        return !now.isBefore(day.plusDays(1).atTime(TIME_OF_DAY).toInstant(ZoneOffset.UTC));
    }
}
