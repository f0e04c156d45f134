/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.testing.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** One choice at a time: sessions, rests, what has been tried. */
class BalancerTest {

    private static final Set<String> NONE = Set.of();
    private static final Duration HALF_LIFE = Duration.ofSeconds(10);

    private final ManualTime time = new ManualTime();
    private final Set<String> unhealthy = new HashSet<>();
    private final Balancer balancer = balancer(Map.of("a", 1.0, "b", 1.0, "c", 1.0));

    @Test
    void onlyMemberIsAlwaysChosen() {
        Balancer single = balancer(Map.of("only", 1.0));
        unhealthy.add("only");
        assertThat(single.choose(null, Set.of("only"))).isEqualTo("only");
        assertThat(single.coolDown("only", Duration.ofMinutes(5), CooldownCause.LIMITED))
                .isEqualTo(CooldownResult.ALONE);
        assertThat(single.states().get(0).cooldown()).isZero();
    }

    @Test
    void sessionStaysWithItsMember() {
        for (long session = 0; session < 100; session++) {
            String first = balancer.choose(session, NONE);
            for (int call = 0; call < 20; call++) {
                balancer.begin(first);
                assertThat(balancer.choose(session, NONE)).isEqualTo(first);
            }
        }
    }

    @Test
    void sessionsSpreadByWeight() {
        Balancer weighted = balancer(Map.of("heavy", 3.0, "light", 1.0));
        Map<String, Integer> sessions = new HashMap<>();
        for (int session = 0; session < 10_000; session++) {
            sessions.merge(weighted.choose(Balancer.sessionOf("user-" + session), NONE), 1, Integer::sum);
        }
        assertThat(sessions.get("heavy")).isCloseTo(7500, Percentage.withPercentage(5));
    }

    @Test
    void onlySessionsOfAMissingMemberMove() {
        Map<Long, String> before = new HashMap<>();
        for (long session = 0; session < 1000; session++) {
            before.put(session, balancer.choose(session, NONE));
        }
        unhealthy.add("b");
        before.forEach((session, member) -> {
            String now = balancer.choose(session, NONE);
            if (member.equals("b")) {
                assertThat(now).isNotEqualTo("b");
            } else {
                assertThat(now).isEqualTo(member);
            }
        });
        unhealthy.clear();
        before.forEach(
                (session, member) -> assertThat(balancer.choose(session, NONE)).isEqualTo(member));
    }

    @Test
    void sessionLeavesAMemberThatIsClearlyWorseAndComesBack() {
        List.of("a", "b", "c").forEach(member -> answer(member, 100));
        long session = sessionOf("b");
        answer("b", 190);
        assertThat(balancer.choose(session, NONE)).isEqualTo("b");
        answer("b", 500);
        assertThat(balancer.choose(session, NONE)).isNotEqualTo("b");
        time.advance(Duration.ofSeconds(30));
        assertThat(balancer.choose(session, NONE)).isEqualTo("b");
    }

    @Test
    void whoHasBeenTriedIsNotChosenWhileAnotherIsLeft() {
        for (int call = 0; call < 100; call++) {
            assertThat(balancer.choose(null, Set.of("a", "b"))).isEqualTo("c");
        }
        assertThat(balancer.hasAnother(Set.of("a", "b"))).isTrue();
        unhealthy.add("c");
        assertThat(balancer.hasAnother(Set.of("a", "b"))).isFalse();
        assertThat(balancer.choose(null, Set.of("a", "b"))).isIn("a", "b");
        assertThat(balancer.choose(null, Set.of("a", "b", "c"))).isIn("a", "b");
    }

    @Test
    void whoRestsIsNotChosenBeforeItsTime() {
        assertThat(balancer.coolDown("a", Duration.ofMinutes(5), CooldownCause.LIMITED))
                .isEqualTo(CooldownResult.BEGAN);
        time.advance(Duration.ofSeconds(299));
        assertThat(chosenIn(200)).doesNotContain("a");
        assertThat(balancer.states().stream().filter(state -> state.name().equals("a")))
                .allMatch(state -> state.cooldown().equals(Duration.ofSeconds(1)))
                .allMatch(state -> state.toString().endsWith("in cooldown for 1 s"));
        time.advance(Duration.ofSeconds(1));
        assertThat(chosenIn(200)).contains("a");
    }

    @Test
    void shorterRestDoesNotEndALongerOne() {
        balancer.coolDown("a", Duration.ofMinutes(5), CooldownCause.LIMITED);
        balancer.coolDown("a", Duration.ofSeconds(1), CooldownCause.LIMITED);
        time.advance(Duration.ofSeconds(2));
        assertThat(chosenIn(200)).doesNotContain("a");
    }

    @Test
    void onlyMemberLeftNeverRests() {
        assertThat(balancer.coolDown("a", Duration.ofMinutes(5), CooldownCause.LIMITED))
                .isEqualTo(CooldownResult.BEGAN);
        assertThat(balancer.coolDown("b", Duration.ofMinutes(5), CooldownCause.LIMITED))
                .isEqualTo(CooldownResult.BEGAN);
        assertThat(balancer.coolDown("c", Duration.ofMinutes(5), CooldownCause.LIMITED))
                .isEqualTo(CooldownResult.ALONE);
        assertThat(chosenIn(100)).containsExactly("c");
        assertThat(balancer.coolDown("a", Duration.ofMinutes(5), CooldownCause.LIMITED))
                .isEqualTo(CooldownResult.GOES_ON);
    }

    @Test
    void endOfOneCauseLeavesTheCooldownOfAnother() {
        balancer.coolDown("a", Duration.ofMinutes(5), CooldownCause.REFUSED);
        balancer.coolDown("a", Duration.ofMinutes(1), CooldownCause.LIMITED);
        balancer.endCooldown("a", CooldownCause.REFUSED);
        assertThat(state("a").cooldown()).isEqualTo(Duration.ofMinutes(1));
        balancer.endCooldown("a", CooldownCause.LIMITED);
        assertThat(state("a").cooldown()).isZero();
    }

    @Test
    void memberThatStaysKeepsItsLoadAndCooldownInTheNextBalancer() {
        answer("a", 700);
        Attempt open = balancer.begin("a");
        balancer.coolDown("a", Duration.ofMinutes(5), CooldownCause.LIMITED);
        MemberState before = state("a");
        Balancer next = balancer.with(Map.of("a", 2.0, "d", 1.0));
        assertThat(next.states()).filteredOn(state -> state.name().equals("a")).containsExactly(before);
        assertThat(next.states()).extracting(MemberState::name).containsExactlyInAnyOrder("a", "d");
        open.end();
        assertThat(next.states()).allMatch(state -> state.outstanding() == 0);
        assertThat(next.choose(null, NONE)).isEqualTo("d");
    }

    @Test
    void memberThatIsGoneEndsItsCallsWithTheBalancerThatBeganThem() {
        Balancer next = balancer.with(Map.of("d", 1.0));
        Attempt late = balancer.begin("a");
        assertThat(outstanding("a")).isEqualTo(1);
        late.end();
        assertThat(outstanding("a")).isZero();
        assertThat(next.states()).extracting(MemberState::name).containsExactly("d");
    }

    @Test
    void attemptCountsOnceWhateverHappens() {
        Attempt attempt = balancer.begin("a");
        assertThat(outstanding("a")).isEqualTo(1);
        attempt.end();
        attempt.firstByte();
        attempt.succeeded();
        attempt.refused();
        attempt.succeeded();
        attempt.end();
        assertThat(outstanding("a")).isZero();
        assertThat(expected("a")).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void answerThatDiesIsAFailureHoweverWellItBegan() {
        Attempt attempt = balancer.begin("a");
        attempt.firstByte();
        attempt.succeeded();
        attempt.end();
        attempt.failed();
        Duration failure = expected("a");
        assertThat(failure).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        attempt.failed();
        attempt.succeeded();
        assertThat(expected("a")).isEqualTo(failure);
    }

    @Test
    void failureCostsAtLeastASlowAnswer() {
        answer("b", 300);
        balancer.begin("a").failed();
        assertThat(expected("a")).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void callThatWasGivenUpShowsNothing() {
        answer("a", 100);
        Attempt left = balancer.begin("a");
        time.advanceMillis(5000);
        left.end();
        assertThat(expected("a")).isEqualTo(Duration.ofMillis(100));
    }

    /** What all of them do at once must add up in the end. */
    @Test
    void fiftyThreadsChooseAtOnce() throws Exception {
        Balancer shared = new Balancer(
                Map.of("a", 1.0, "b", 1.0, "c", 1.0),
                new BalanceSettings(true, HALF_LIFE),
                name -> true,
                System::nanoTime,
                () -> ThreadLocalRandom.current().nextDouble());
        ExecutorService threads = Executors.newFixedThreadPool(50);
        CountDownLatch start = new CountDownLatch(1);
        Map<String, Integer> chosen = new ConcurrentHashMap<>();
        List<Future<?>> running = new ArrayList<>();
        for (int thread = 0; thread < 50; thread++) {
            running.add(threads.submit(() -> {
                start.await();
                Random random = new Random();
                for (int call = 0; call < 2000; call++) {
                    String member = shared.choose(random.nextBoolean() ? random.nextLong(9) : null, NONE);
                    Attempt attempt = shared.begin(member);
                    chosen.merge(member, 1, Integer::sum);
                    attempt.firstByte();
                    attempt.succeeded();
                    attempt.end();
                }
                return null;
            }));
        }
        start.countDown();
        for (Future<?> thread : running) {
            thread.get();
        }
        threads.shutdown();
        assertThat(chosen.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(100_000);
        assertThat(chosen).containsOnlyKeys("a", "b", "c");
        assertThat(shared.states()).allMatch(state -> state.outstanding() == 0);
    }

    /** While one call hangs for ever, in the middle of everything, others are served. */
    @Test
    void callThatHangsHoldsNobodyUp() throws Exception {
        balancer.begin("a");
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            assertThat(other.submit(() -> balancer.choose(null, NONE)).get()).isIn("a", "b", "c");
        } finally {
            other.shutdown();
        }
    }

    private long sessionOf(String member) {
        long session = 0;
        while (!balancer.choose(session, NONE).equals(member)) {
            session++;
        }
        return session;
    }

    private void answer(String member, long millis) {
        Attempt attempt = balancer.begin(member);
        time.advanceMillis(millis);
        attempt.firstByte();
        attempt.succeeded();
        attempt.end();
    }

    private Set<String> chosenIn(int calls) {
        Set<String> chosen = new HashSet<>();
        for (int call = 0; call < calls; call++) {
            chosen.add(balancer.choose(null, NONE));
        }
        return chosen;
    }

    private int outstanding(String member) {
        return state(member).outstanding();
    }

    private Duration expected(String member) {
        return state(member).expected();
    }

    private MemberState state(String member) {
        return balancer.states().stream()
                .filter(state -> state.name().equals(member))
                .findFirst()
                .orElseThrow();
    }

    private Balancer balancer(Map<String, Double> weights) {
        Random random = new Random(42);
        return new Balancer(
                new LinkedHashMap<>(weights),
                new BalanceSettings(true, HALF_LIFE),
                name -> !unhealthy.contains(name),
                time,
                random::nextDouble);
    }
}
