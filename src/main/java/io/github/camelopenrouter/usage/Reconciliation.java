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
import io.github.camelopenrouter.upstream.keys.KeyPool;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares, a little after midnight, by how much each key's use has grown at OpenRouter since the last look with what the
 * journal has booked for it meanwhile. A look is taken at a moment without calls, where there is one within an hour: what is
 * under way stands in one of the two sums and not yet in the other.
 */
final class Reconciliation extends ServiceSupport implements CostReconciliation {

    private static final Logger LOG = LoggerFactory.getLogger(Reconciliation.class);

    /** Below the data directory. */
    static final String FILE = "reconcile.json";

    private static final LocalTime TIME_OF_DAY = LocalTime.of(0, 5);
    private static final Duration PATIENCE = Duration.ofHours(1);

    /** What OpenRouter's own sum may be behind. */
    private static final Duration SETTLED = Duration.ofSeconds(10);

    /** Of a dollar: what OpenRouter's floating point may add. */
    private static final BigDecimal NOTHING = new BigDecimal("0.000000001");

    private static final int FIRST_SECONDS = 5;
    private static final int PAUSE_SECONDS = 30;

    private final CamelContext context;
    private final Path directory;
    private final Clock clock;
    private final KeyUsage lookup;
    private final BooleanSupplier quiet;
    private final Map<String, KeyPool> gateways = new ConcurrentHashMap<>();
    private final Map<String, BigDecimal> unreconciled = new ConcurrentHashMap<>();
    private final List<Runnable> actions = new CopyOnWriteArrayList<>();
    private @Nullable Map<String, KeyLook> looks;
    private @Nullable Instant waitingSince;

    /** A key, whichever gateways and labels have it. */
    private record Held(String gateway, String label, Set<String> names) {}

    /**
     * @param directory of the data
     * @param quiet whether nothing is under way
     */
    Reconciliation(CamelContext context, Path directory, Clock clock, KeyUsage lookup, BooleanSupplier quiet) {
        this.context = context;
        this.directory = directory;
        this.clock = clock;
        this.lookup = lookup;
        this.quiet = quiet;
    }

    void add(String gateway, KeyPool keys) {
        gateways.put(gateway, keys);
    }

    void remove(String gateway) {
        gateways.remove(gateway);
    }

    @Override
    public Map<String, BigDecimal> unreconciled() {
        return Map.copyOf(unreconciled);
    }

    @Override
    public void whenCompared(Runnable action) {
        actions.add(action);
        action.run();
    }

    /** Shows what an earlier process has found, and begins behind the doors. */
    @Override
    protected void doStart() {
        remember();
        context.getExecutorServiceManager()
                .newSingleThreadScheduledExecutor(this, "openrouter-reconcile")
                .scheduleWithFixedDelay(this::tick, FIRST_SECONDS, PAUSE_SECONDS, TimeUnit.SECONDS);
    }

    private synchronized Map<String, KeyLook> remember() {
        Map<String, KeyLook> known = looks;
        if (known == null) {
            try {
                known = KeyLook.read(directory.resolve(FILE));
            } catch (IOException e) {
                LOG.warn("Costs are compared from now on: {} cannot be read: {}", FILE, e.getMessage());
                known = new LinkedHashMap<>();
            }
            looks = known;
            known.values().forEach(this::show);
        }
        return known;
    }

    private void show(KeyLook look) {
        BigDecimal found = look.unreconciled();
        if (found != null) {
            unreconciled.put(look.label(), found);
            actions.forEach(Runnable::run);
        } else {
            unreconciled.remove(look.label()); // what was found is another key's
        }
    }

    private void tick() {
        try {
            look();
        } catch (IOException | RuntimeException e) {
            LOG.warn("Costs could not be compared with OpenRouter's, and will be later: {}", e.toString());
        }
    }

    /** Looks at all keys whose time has come; false where the moment is no good one. */
    private boolean look() throws IOException {
        Instant now = clock.instant();
        return look(last -> isDue(last, now), SETTLED);
    }

    /**
     * The same.
     *
     * @param due by when a key was looked at last
     * @param settled for so long no call has to have ended
     */
    synchronized boolean look(Predicate<Instant> due, Duration settled) throws IOException {
        Map<String, KeyLook> known = remember();
        Map<String, Held> asked = held();
        asked.keySet().removeIf(fingerprint -> {
            KeyLook last = known.get(fingerprint);
            return last != null && !due.test(last.at());
        });
        if (asked.isEmpty()) {
            return true;
        }
        Instant now = clock.instant();
        Instant since = waitingSince == null ? now : waitingSince;
        waitingSince = since;
        boolean waits = now.isBefore(since.plus(PATIENCE));
        if (waits && !quiet.getAsBoolean()) {
            return false;
        }
        Map<String, KeyLook> seen = Map.copyOf(known);
        boolean all = true;
        for (Map.Entry<String, Held> one : asked.entrySet()) {
            all &= look(one.getKey(), one.getValue(), waits ? settled : Duration.ZERO, waits);
        }
        if (all || !waits) {
            waitingSince = null;
        }
        forget(known);
        if (!seen.equals(known)) {
            KeyLook.write(directory.resolve(FILE), known);
        }
        return all;
    }

    /** Keys that are gone; where there is none at all, none could be read yet. */
    private void forget(Map<String, KeyLook> known) {
        Map<String, Held> held = held();
        if (!held.isEmpty() && known.keySet().retainAll(held.keySet())) {
            unreconciled
                    .keySet()
                    .retainAll(known.values().stream().map(KeyLook::label).toList());
        }
    }

    /** The next midnight, UTC, and a little. */
    static boolean isDue(Instant last, Instant now) {
        LocalDate day = last.minusSeconds(TIME_OF_DAY.toSecondOfDay())
                .atZone(ZoneOffset.UTC)
                .toLocalDate();
        return !now.isBefore(day.plusDays(1).atTime(TIME_OF_DAY).toInstant(ZoneOffset.UTC));
    }

    /** By their fingerprints: gateways and labels that have the same key share its use. */
    private Map<String, Held> held() {
        Map<String, Held> held = new LinkedHashMap<>();
        gateways.forEach((gateway, keys) -> keys.fingerprints()
                .forEach((label, fingerprint) -> held.computeIfAbsent(
                                fingerprint, any -> new Held(gateway, label, new TreeSet<>()))
                        .names()
                        .add(BookedCosts.name(gateway, label))));
        return held;
    }

    private boolean look(String fingerprint, Held held, Duration settled, boolean waits) throws IOException {
        Map<String, KeyLook> known = remember();
        KeyLook before = known.get(fingerprint);
        Instant now = clock.instant();
        Optional<BigDecimal> usage = lookup.find(held.gateway(), held.label());
        if (usage.isEmpty()) {
            if (!waits) {
                LOG.warn("OpenRouter has not said for an hour what the key {} has cost", held.label());
            }
            return false;
        }
        Set<String> names = new TreeSet<>(held.names());
        if (before != null) {
            names.addAll(before.names());
        }
        BookedCosts booked =
                BookedCosts.in(directory.resolve(Journal.DIRECTORY), names, before == null ? now : before.at(), now);
        if (waits && (!quiet.getAsBoolean() || booked.last().isAfter(now.minus(settled)))) {
            return false;
        }
        BigDecimal difference = before == null
                ? null
                : rounded(usage.get().subtract(before.usage()).subtract(booked.sum()));
        KeyLook look = new KeyLook(held.label(), held.names(), usage.get(), now, difference);
        known.put(fingerprint, look);
        show(look);
        if (difference != null && before != null) {
            ComparisonReport.say(look.label(), difference, before.at(), booked.unresolved(), waits);
        }
        return true;
    }

    private static BigDecimal rounded(BigDecimal difference) {
        return difference.abs().compareTo(NOTHING) <= 0 ? BigDecimal.ZERO : difference.stripTrailingZeros();
    }
}
