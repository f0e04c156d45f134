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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Shares calls among the members of a group by two choices: two are drawn by weight, and the cheaper one makes the call.
 * Its cost is the time to the first byte that it lately shows, times its calls that have not ended.
 *
 * <p>A call of a session goes where the session's calls always go, unless that is clearly worse than the best. Whoever
 * is in cooldown, is unhealthy or has been tried is left out as long as there is another. Safe for threads; nothing is held from
 * one question to the next. Who the members are never changes: where others are to share the calls, {@link #with} makes the
 * next balancer, and whoever has this one still ends its calls with it.
 */
public final class Balancer {

    private static final Predicate<String> EVERY = name -> true;

    private final BalanceSettings options;
    private final Predicate<String> healthy;
    private final LongSupplier nanos;
    private final PowerOfTwoChoices choice;
    private final BaselineLatency usual;
    private final Map<String, Member> byName = new LinkedHashMap<>();
    private final List<Member> members;
    private final ReentrantLock cooldowns;

    /**
     * @param weights above 0, by name, in the order in which health shows them; not empty
     * @param healthy whether a member can be called at all; asked for every choice
     * @param nanos a clock like {@link System#nanoTime}
     * @param random evenly from 0 (inclusive) to 1 (exclusive)
     */
    public Balancer(
            Map<String, Double> weights,
            BalanceSettings options,
            Predicate<String> healthy,
            LongSupplier nanos,
            DoubleSupplier random) {
        this.options = options;
        this.healthy = healthy;
        this.nanos = nanos;
        this.choice = new PowerOfTwoChoices(options.adaptive(), random);
        this.usual = new BaselineLatency();
        this.cooldowns = new ReentrantLock();
        this.members = fill(weights, Map.of());
    }

    private Balancer(Balancer before, Map<String, Double> weights) {
        this.options = before.options;
        this.healthy = before.healthy;
        this.nanos = before.nanos;
        this.choice = before.choice;
        this.usual = before.usual;
        this.cooldowns = before.cooldowns;
        this.members = fill(weights, before.byName);
    }

    /**
     * The balancer that comes after this one. Members that stay keep their calls, what these have shown, and their cooldown;
     * both balancers go on to know of it.
     *
     * @param weights as at the beginning
     */
    public Balancer with(Map<String, Double> weights) {
        return new Balancer(this, weights);
    }

    private List<Member> fill(Map<String, Double> weights, Map<String, Member> before) {
        double mean = weights.values().stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElseThrow();
        weights.forEach((name, weight) -> {
            Member known = before.get(name);
            byName.put(name, known == null ? member(name, weight / mean) : known.weighing(weight / mean));
        });
        return List.copyOf(byName.values());
    }

    private Member member(String name, double weight) {
        return new Member(name, weight, new MemberLoad(options.halfLife(), usual, nanos.getAsLong()), new Cooldown());
    }

    /** What {@link #choose} knows a session by. */
    public static long sessionOf(String text) {
        return Rendezvous.hash(text);
    }

    /**
     * Chooses who makes the next call.
     *
     * @param session null for none
     * @param tried who has been tried for this call already
     */
    public String choose(@Nullable Long session, Set<String> tried) {
        return Objects.requireNonNull(choose(session, tried, EVERY));
    }

    /**
     * Chooses among some, and nobody else whatever speaks against them.
     *
     * @param among asked for each member
     * @return null if there is none
     */
    public @Nullable String choose(@Nullable Long session, Set<String> tried, Predicate<String> among) {
        if (members.size() == 1) {
            String only = members.get(0).name();
            return among.test(only) ? only : null;
        }
        long now = nanos.getAsLong();
        List<Member> candidates = candidates(tried, among, now);
        if (candidates.size() < 2) {
            return candidates.isEmpty() ? null : candidates.get(0).name();
        }
        return choice.of(candidates, session, now).name();
    }

    /** A call of this member begins; whoever makes it has to end it. */
    public Attempt begin(String name) {
        return new Attempt(member(name).load(), usual, nanos);
    }

    /** Whether there is one that can be called and has not been tried. */
    public boolean hasAnother(Set<String> tried) {
        long now = nanos.getAsLong();
        return members.stream().anyMatch(member -> rank(member, tried, now) == 0);
    }

    /**
     * Puts a member into cooldown for this long, unless it is the only one that is not in cooldown.
     *
     * @param cooldown above zero
     */
    public CooldownResult coolDown(String name, Duration cooldown, CooldownCause cause) {
        return coolDown(name, cooldown, cause, EVERY);
    }

    /**
     * The same.
     *
     * @param among who could make its calls in its place
     */
    public CooldownResult coolDown(String name, Duration cooldown, CooldownCause cause, Predicate<String> among) {
        long now = nanos.getAsLong();
        cooldowns.lock();
        try {
            boolean another = members.stream()
                    .anyMatch(member ->
                            !member.name().equals(name) && !member.cooldown().isOn(now) && among.test(member.name()));
            if (!another) {
                return CooldownResult.ALONE;
            }
            Cooldown own = member(name).cooldown();
            CooldownResult result = own.isOn(now) ? CooldownResult.GOES_ON : CooldownResult.BEGAN;
            own.until(now + cooldown.toNanos(), cause);
            return result;
        } finally {
            cooldowns.unlock();
        }
    }

    /** What a member was in cooldown for, of this cause, is over. */
    public void endCooldown(String name, CooldownCause cause) {
        cooldowns.lock();
        try {
            member(name).cooldown().end(cause);
        } finally {
            cooldowns.unlock();
        }
    }

    /** What a member was in cooldown for is over, whatever it was. */
    public void endCooldown(String name) {
        cooldowns.lock();
        try {
            for (CooldownCause cause : CooldownCause.values()) {
                member(name).cooldown().end(cause);
            }
        } finally {
            cooldowns.unlock();
        }
    }

    public List<MemberState> states() {
        long now = nanos.getAsLong();
        double[] recent = members.stream()
                .mapToDouble(member -> member.load().recent(now))
                .toArray();
        double all = Arrays.stream(recent).sum();
        List<MemberState> states = new ArrayList<>(recent.length);
        for (int i = 0; i < recent.length; i++) {
            states.add(state(members.get(i), all == 0 ? 0 : (int) Math.round(100 * recent[i] / all), now));
        }
        return states;
    }

    private Member member(String name) {
        return Objects.requireNonNull(byName.get(name), name);
    }

    private static MemberState state(Member member, int sharePercent, long now) {
        MemberLoad load = member.load();
        return new MemberState(
                member.name(),
                Duration.ofNanos((long) load.nanos(now)),
                sharePercent,
                load.outstanding(),
                Duration.ofNanos(member.cooldown().nanos(now)));
    }

    /** Those that nothing speaks against, or else those against whom least does. */
    private List<Member> candidates(Set<String> tried, Predicate<String> among, long now) {
        List<Member> best = new ArrayList<>(members.size());
        int lowest = Integer.MAX_VALUE;
        for (Member member : members) {
            if (among != EVERY && !among.test(member.name())) {
                continue;
            }
            int rank = rank(member, tried, now);
            if (rank < lowest) {
                lowest = rank;
                best.clear();
            }
            if (rank == lowest) {
                best.add(member);
            }
        }
        return best;
    }

    private int rank(Member member, Set<String> tried, long now) {
        return (healthy.test(member.name()) ? 0 : 4)
                + (member.cooldown().isOn(now) ? 2 : 0)
                + (tried.contains(member.name()) ? 1 : 0);
    }
}
