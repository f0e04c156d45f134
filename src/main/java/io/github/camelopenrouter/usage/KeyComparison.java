/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import io.github.camelopenrouter.usage.HeldKeys.Held;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks what keys have cost, and compares that with the journal. What costs nothing is asked first: as long as calls are under
 * way nothing goes to OpenRouter, and the journal is read once for all keys, when all that is needed has been said.
 */
final class KeyComparison {

    private static final Logger LOG = LoggerFactory.getLogger(Reconciliation.class);

    /** Of a dollar: what OpenRouter's floating point may add. */
    private static final BigDecimal NOTHING = new BigDecimal("0.000000001");

    /** A gateway that is never quiet would have its journal read from ever longer ago. */
    private static final Duration LONGEST = Duration.ofDays(3);

    private final Path journal;
    private final Clock clock;
    private final KeyUsage lookup;
    private final CallsUnderWay calls;

    KeyComparison(Path journal, Clock clock, KeyUsage lookup, CallsUnderWay calls) {
        this.journal = journal;
        this.clock = clock;
        this.lookup = lookup;
        this.calls = calls;
    }

    /** What OpenRouter has said of a key, and when. */
    private record Answer(Held key, BigDecimal usage, Instant at, boolean quiet) {

        Answer amidCalls() {
            return new Answer(key, usage, at, false);
        }
    }

    /** Those of the wanted keys that could be looked at now, by their fingerprints. */
    Map<String, KeyLook> look(Map<String, Held> wanted, KeyLooks known, KeyPatience patience, Duration settled)
            throws IOException {
        Map<String, Answer> answers = ask(wanted, patience, settled);
        Map<String, BookedCosts> booked = new HashMap<>();
        answers.forEach((fingerprint, answer) -> {
            KeyLook before = known.get(fingerprint);
            if (before != null) {
                booked.put(fingerprint, new BookedCosts(names(answer.key(), before), before.at(), answer.at()));
            }
        });
        BookedCosts.read(journal, booked.values());
        Map<String, KeyLook> seen = new LinkedHashMap<>();
        answers.forEach((fingerprint, answer) ->
                seen.put(fingerprint, compare(known.get(fingerprint), answer, booked.get(fingerprint))));
        return seen;
    }

    private Map<String, Answer> ask(Map<String, Held> wanted, KeyPatience patience, Duration settled) {
        Instant begun = clock.instant();
        Map<String, Answer> answers = new LinkedHashMap<>();
        wanted.forEach((fingerprint, held) -> {
            Instant now = clock.instant();
            boolean isForced = patience.isOver(fingerprint, now);
            boolean isQuiet = isQuiet(begun, settled);
            if ((isQuiet || isForced) && !patience.isLeftAlone(fingerprint, now)) {
                Optional<BigDecimal> usage = lookup.find(held.gateway(), held.label());
                if (usage.isPresent()) {
                    answers.put(fingerprint, new Answer(held, usage.get(), now, isQuiet));
                } else {
                    refused(fingerprint, held, patience, now);
                }
            }
        });
        if (isQuiet(begun, settled)) {
            return answers;
        }
        answers.replaceAll((fingerprint, answer) -> answer.amidCalls());
        answers.keySet().removeIf(fingerprint -> !patience.isOver(fingerprint, begun));
        return answers;
    }

    private boolean isQuiet(Instant begun, Duration settled) {
        Instant since = calls.noneSince();
        return since != null && !since.isAfter(begun.minus(settled));
    }

    private static void refused(String fingerprint, Held held, KeyPatience patience, Instant now) {
        if (patience.isOver(fingerprint, now)) {
            LOG.warn("OpenRouter has not said for an hour what the key {} has cost", held.name());
        }
        patience.refused(fingerprint, now);
    }

    private static Set<String> names(Held held, KeyLook before) {
        Set<String> names = new TreeSet<>(held.names());
        names.addAll(before.names());
        return names;
    }

    /** Amid calls the key is compared from the same moment the next time: what is under way now is booked by then. */
    private static KeyLook compare(@Nullable KeyLook before, Answer answer, @Nullable BookedCosts booked) {
        Held held = answer.key();
        Instant now = answer.at();
        if (before == null || booked == null) {
            return new KeyLook(held.name(), held.names(), answer.usage(), now, now, null);
        }
        BigDecimal difference = rounded(answer.usage().subtract(before.usage()).subtract(booked.sum()));
        boolean isBegunAnew = answer.quiet() || before.at().plus(LONGEST).isBefore(now);
        ComparisonReport.say(held.name(), difference, before.at(), booked.unresolved(), answer.quiet(), isBegunAnew);
        return isBegunAnew
                ? new KeyLook(held.name(), held.names(), answer.usage(), now, now, difference)
                : new KeyLook(held.name(), names(held, before), before.usage(), before.at(), now, difference);
    }

    private static BigDecimal rounded(BigDecimal difference) {
        return difference.abs().compareTo(NOTHING) <= 0 ? BigDecimal.ZERO : difference.stripTrailingZeros();
    }
}
