/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.api.LateCost;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Costs that no answer has told: asked for 5 s after the end of the call, then less and less often, for an hour; what is not
 * known then stays unresolved. What becomes known is the next revision of the record. Safe for many threads.
 */
final class LateCosts {

    private static final Logger LOG = LoggerFactory.getLogger(LateCosts.class);

    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);
    private static final Duration GIVEN_UP = Duration.ofHours(1);

    /** Of about 1 kB each; more stay unresolved, until the next start reads them. */
    static final int MOST = 20_000;

    private final Clock clock;
    private final GenerationLookup lookup;
    private final RevisionWriter writer;
    private final Consumer<LateCost> told;
    private final PriorityQueue<Open> queue = new PriorityQueue<>(Comparator.comparing(Open::due));
    private final AtomicLong unresolved = new AtomicLong();
    private int open;
    private boolean full;

    /** Writes a line of the journal. */
    interface RevisionWriter {
        /** Whether it has been written. */
        boolean write(byte[] line);
    }

    /** A record whose cost is asked for. */
    private record Open(byte[] line, Instant ended, Instant due, Duration pause) {

        /** Asked again later, but for the last time when the hour is over. */
        Optional<Open> again(byte[] latest, Instant now) {
            Instant end = ended.plus(GIVEN_UP);
            if (!now.isBefore(end)) {
                return Optional.empty();
            }
            Duration longer = pause.multipliedBy(2).compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : pause.multipliedBy(2);
            Instant next = now.plus(longer);
            return Optional.of(new Open(latest, ended, next.isAfter(end) ? end : next, longer));
        }
    }

    /** @param told of what has become known, once it is written */
    LateCosts(Clock clock, GenerationLookup lookup, RevisionWriter writer, Consumer<LateCost> told) {
        this.clock = clock;
        this.lookup = lookup;
        this.writer = writer;
        this.told = told;
    }

    /** A call has ended of which nobody knows (all of) what it has cost. */
    void unresolved() {
        unresolved.incrementAndGet();
    }

    /** How many calls there are of which nobody knows what they have cost. */
    long count() {
        return unresolved.get();
    }

    /** Whether nothing is asked for at this moment. */
    synchronized boolean areKnown() {
        return open == 0;
    }

    /** Asks for what is unresolved in this record of a call that has ended now. */
    void follow(byte[] line) {
        Instant now = clock.instant();
        add(new Open(line, now, now.plus(FIRST), FIRST));
    }

    /** The same, of a record that an earlier process has written or left: at once, and once at least. */
    void resume(byte[] line) {
        Revision record = Revision.of(line);
        if (!record.open().isEmpty()) {
            add(new Open(line, record.ended(), clock.instant(), FIRST));
        }
    }

    private synchronized void add(Open record) {
        if (open < MOST) {
            open++;
            queue.add(record);
        } else if (!full) {
            full = true;
            LOG.warn("The costs of {} calls are asked for: those of more stay unresolved until the next start", MOST);
        }
    }

    /** Has these threads ask for all that is due. */
    void run(Executor threads) {
        for (Open due : due()) {
            try {
                threads.execute(() -> ask(due));
            } catch (RejectedExecutionException e) {
                end(); // the gateway stops; the next start goes on
            }
        }
    }

    private synchronized List<Open> due() {
        Instant now = clock.instant();
        List<Open> due = new ArrayList<>();
        while (!queue.isEmpty() && !queue.peek().due().isAfter(now)) {
            due.add(queue.poll());
        }
        return due;
    }

    /** Whatever goes wrong with it, it is asked for again. */
    private void ask(Open asked) {
        byte[] latest = asked.line();
        boolean open = true;
        try {
            Revision record = Revision.of(latest);
            if (resolve(record)) {
                latest = record.latest();
            }
            open = !record.open().isEmpty() || record.isChanged() && latest == asked.line();
        } catch (RuntimeException e) {
            LOG.warn("A cost could not be asked for", e);
        } finally {
            if (open) {
                again(asked.again(latest, clock.instant()));
            } else {
                end();
            }
        }
    }

    /** Whether something has become known and is written. */
    private boolean resolve(Revision record) {
        BigDecimal before = record.spend();
        for (ObjectNode attempt : record.open()) {
            lookup.find(
                            record.gateway(),
                            attempt.path("upstream_key").asText(),
                            attempt.path("generation_id").asText())
                    .ifPresent(known -> record.resolve(attempt, known));
        }
        if (!record.isChanged() || !writer.write(record.line())) {
            return false;
        }
        book(record, before);
        return true;
    }

    private void book(Revision record, BigDecimal before) {
        if (!record.isUnresolved()) {
            unresolved.decrementAndGet();
        }
        told.accept(new LateCost(
                record.id(),
                record.gateway(),
                record.client(),
                record.model(),
                record.spend().subtract(before)));
    }

    private synchronized void again(Optional<Open> later) {
        later.ifPresentOrElse(queue::add, this::end);
    }

    private synchronized void end() {
        open--;
    }
}
