/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.balance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * Calls that overlap, in made-up time: each arrives, is given to a member, waits for its first byte as long as that
 * member takes, streams on for twice that time, and ends. The same seed gives the same run.
 */
final class Simulation {

    private record Event(long at, long number, Runnable what) {}

    private final PriorityQueue<Event> events = new PriorityQueue<>((one, other) ->
            one.at == other.at ? Long.compare(one.number, other.number) : Long.compare(one.at, other.at));
    private final Map<String, Double> firstByteMillis = new HashMap<>();
    private final Map<String, Double> failureRates = new HashMap<>();
    private final Set<String> unhealthy = new HashSet<>();
    private final List<String> chosen = new ArrayList<>();
    private final Random random;
    private final Balancer balancer;
    private BiConsumer<Attempt, Boolean> judge = (attempt, good) -> {
        if (good) {
            attempt.succeeded();
        } else {
            attempt.failed();
        }
    };
    private double spread = 0.2;
    private long sessions;
    private long now = -TimeUnit.DAYS.toNanos(1);
    private long eventCount;
    private int waiting;

    Simulation(long seed, boolean adaptive, Map<String, Double> weights) {
        random = new Random(seed);
        balancer = new Balancer(
                new LinkedHashMap<>(weights),
                new BalanceSettings(adaptive, Duration.ofSeconds(10)),
                name -> !unhealthy.contains(name),
                () -> now,
                random::nextDouble);
        weights.keySet().forEach(name -> firstByteMillis.put(name, 100.0));
    }

    static Simulation ofEqual(long seed, String... names) {
        Map<String, Double> weights = new LinkedHashMap<>();
        for (String name : names) {
            weights.put(name, 1.0);
        }
        return new Simulation(seed, true, weights);
    }

    Balancer balancer() {
        return balancer;
    }

    /** From now on a member takes so long to the first byte. */
    Simulation speed(String member, double millis) {
        firstByteMillis.put(member, millis);
        return this;
    }

    /** From now on so many of a member's calls fail, at once. */
    Simulation failures(String member, double rate) {
        failureRates.put(member, rate);
        return this;
    }

    Simulation health(String member, boolean healthy) {
        if (healthy) {
            unhealthy.remove(member);
        } else {
            unhealthy.add(member);
        }
        return this;
    }

    /** Times vary by up to this part of them. */
    Simulation spread(double part) {
        spread = part;
        return this;
    }

    /** Each call belongs to one of so many sessions; 0 for none. */
    Simulation sessions(long number) {
        sessions = number;
        return this;
    }

    /** How a finished call is told. */
    Simulation judge(BiConsumer<Attempt, Boolean> told) {
        judge = told;
        return this;
    }

    /** Lets calls arrive at random, so many a second, and says who got how many. */
    Shares arrive(int calls, double perSecond) {
        int from = chosen.size();
        long at = now;
        for (int call = 0; call < calls; call++) {
            at += (long) (-Math.log(1 - random.nextDouble()) / perSecond * 1e9);
            schedule(at, this::call);
        }
        runUntil(at);
        return new Shares(chosen.subList(from, chosen.size()));
    }

    /** Makes one call after the other, so many a second at most. */
    Shares inTurn(int calls, double perSecond) {
        int from = chosen.size();
        for (int call = 0; call < calls; call++) {
            call();
            while (waiting > 0) {
                step();
            }
            idle(Duration.ofNanos((long) (1e9 / perSecond)));
        }
        return new Shares(chosen.subList(from, chosen.size()));
    }

    Simulation idle(Duration time) {
        runUntil(now + time.toNanos());
        return this;
    }

    /** Ends everything that is under way. */
    Simulation drain() {
        while (!events.isEmpty()) {
            step();
        }
        return this;
    }

    private void call() {
        Long session = sessions == 0 ? null : Balancer.sessionOf("session-" + random.nextLong(sessions));
        String member = balancer.choose(session, Set.of());
        chosen.add(member);
        Attempt attempt = balancer.begin(member);
        waiting++;
        boolean good = random.nextDouble() >= failureRates.getOrDefault(member, 0.0);
        double millis = firstByteMillis.get(member) * (1 + spread * (2 * random.nextDouble() - 1));
        long firstByte = (long) ((good ? millis : 2) * 1e6);
        schedule(now + firstByte, () -> {
            waiting--;
            attempt.firstByte();
            judge.accept(attempt, good);
        });
        schedule(now + (good ? 3 * firstByte : firstByte), attempt::end);
    }

    private void schedule(long at, Runnable what) {
        events.add(new Event(at, eventCount++, what));
    }

    private void runUntil(long time) {
        while (!events.isEmpty() && events.peek().at <= time) {
            step();
        }
        now = time;
    }

    private void step() {
        Event event = events.remove();
        now = event.at;
        event.what.run();
    }

    /** Who was chosen, call by call. */
    record Shares(List<String> chosen) {

        Shares(List<String> chosen) {
            this.chosen = List.copyOf(chosen);
        }

        /** From 0 to 1. */
        double of(String member) {
            return (double) chosen.stream().filter(member::equals).count() / chosen.size();
        }

        Shares last(int calls) {
            return new Shares(chosen.subList(chosen.size() - calls, chosen.size()));
        }
    }
}
