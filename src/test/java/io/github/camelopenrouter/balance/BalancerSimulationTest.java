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

import io.github.camelopenrouter.balance.Simulation.Shares;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets which share, in made-up time: first bytes after 100 ms, answers of 300 ms. */
class BalancerSimulationTest {

    private static final int SEEDS = 10;

    @Test
    void equalMembersGetEqualShares() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Shares shares = Simulation.ofEqual(seed, "a", "b", "c").arrive(3000, 30);
            assertThat(shares.of("a")).isBetween(0.28, 0.38);
            assertThat(shares.of("b")).isBetween(0.28, 0.38);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {5, 30, 100})
    void slowMemberLosesItsShareWithin200Calls(double perSecond) {
        for (int seed = 0; seed < SEEDS; seed++) {
            Simulation simulation = Simulation.ofEqual(seed, "a", "b", "c");
            assertThat(simulation.arrive(500, perSecond).of("c")).isGreaterThan(0.25);
            Shares slow = simulation.speed("c", 1000).arrive(200, perSecond);
            assertThat(slow.last(100).of("c")).isLessThan(0.05);
            assertThat(simulation.arrive(500, perSecond).of("c")).isLessThan(0.05);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {30, 100})
    void recoveredMemberHasItsShareWithinAMinute(double perSecond) {
        for (int seed = 0; seed < SEEDS; seed++) {
            Simulation simulation = Simulation.ofEqual(seed, "a", "b", "c");
            simulation.arrive(500, perSecond);
            simulation.speed("c", 1000).arrive(500, perSecond);
            Shares minute = simulation.speed("c", 100).arrive((int) (60 * perSecond), perSecond);
            assertThat(minute.last((int) (10 * perSecond)).of("c")).isGreaterThan(0.25);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 5, 30, 200, 1000})
    void memberThatFailsHalfItsCallsLosesItsShareHoweverQuicklyItFails(double perSecond) {
        for (int seed = 0; seed < SEEDS; seed++) {
            Simulation simulation = Simulation.ofEqual(seed, "a", "b", "c");
            simulation.arrive(200, perSecond);
            assertThat(simulation.failures("c", 0.5).arrive(1000, perSecond).of("c"))
                    .isLessThan(0.1);
        }
    }

    @Test
    void memberThatFailedComesBack() {
        Simulation simulation = Simulation.ofEqual(1, "a", "b", "c");
        simulation.failures("c", 1).arrive(1000, 30);
        Shares minute = simulation.failures("c", 0).arrive(60 * 30, 30);
        assertThat(minute.last(300).of("c")).isGreaterThan(0.25);
    }

    /** From hardly any overlap to hundreds of calls at once. */
    @ParameterizedTest
    @CsvSource({"1, 0", "1, 0.2", "5, 0.2", "30, 0.2", "200, 0.2", "200, 0.9", "1000, 0.5"})
    void weightsOf3To1Give3To1(double perSecond, double spread) {
        double heavy = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            heavy += threeToOne(seed, true)
                            .spread(spread)
                            .arrive(4000, perSecond)
                            .of("heavy")
                    / SEEDS;
        }
        assertThat(heavy).isCloseTo(0.75, Percentage.withPercentage(5));
    }

    @Test
    void weightsHoldForCallsOneAfterTheOther() {
        Shares shares = threeToOne(7, true).inTurn(4000, 1);
        assertThat(shares.of("heavy")).isCloseTo(0.75, Percentage.withPercentage(5));
    }

    @Test
    void weightedLooksAtNothingButWeights() {
        Simulation simulation =
                threeToOne(7, false).speed("heavy", 2000).failures("heavy", 0.5).speed("light", 10);
        assertThat(simulation.arrive(4000, 30).of("heavy")).isCloseTo(0.75, Percentage.withPercentage(5));
    }

    @Test
    void slowMemberIsProbedNowAndThen() {
        Simulation simulation = Simulation.ofEqual(3, "a", "b").speed("b", 5000);
        simulation.arrive(1000, 100);
        assertThat(simulation.arrive(2000, 100).of("b")).isBetween(0.001, 0.03);
    }

    /** It is known by those that wait, long before their time-outs. */
    @Test
    void memberThatHangsIsLeftAlone() {
        Simulation simulation = Simulation.ofEqual(3, "a", "b", "c");
        simulation.arrive(500, 30);
        simulation.speed("c", 60_000).arrive(150, 30);
        assertThat(simulation.arrive(300, 30).of("c")).isLessThan(0.05);
    }

    @Test
    void quickRefusalsDrawNobody() {
        Simulation simulation = Simulation.ofEqual(3, "a", "b", "c").judge((attempt, good) -> {
            if (good) {
                attempt.succeeded();
            } else {
                attempt.refused();
            }
        });
        simulation.arrive(500, 30);
        assertThat(simulation.failures("c", 1).arrive(3000, 30).of("c")).isLessThan(0.45);
    }

    @Test
    void unhealthyMemberGetsNothingWhileAnotherIsHealthy() {
        Simulation simulation = Simulation.ofEqual(3, "a", "b", "c").health("c", false);
        assertThat(simulation.arrive(1000, 30).of("c")).isZero();
        simulation.health("a", false).health("b", false);
        assertThat(simulation.arrive(1000, 30).of("c")).isGreaterThan(0.2);
    }

    @Test
    void nothingIsOutstandingInTheEnd() {
        Simulation simulation = Simulation.ofEqual(3, "a", "b", "c").failures("c", 0.3);
        simulation.arrive(2000, 200);
        assertThat(simulation.balancer().states().stream()
                        .mapToInt(MemberState::outstanding)
                        .sum())
                .isPositive();
        simulation.drain();
        assertThat(simulation.balancer().states()).allMatch(state -> state.outstanding() == 0);
    }

    @Test
    void statesShowWhatHappened() {
        Simulation simulation = Simulation.ofEqual(3, "a", "b").speed("b", 1000);
        simulation.arrive(500, 30);
        simulation.drain();
        Map<String, MemberState> states = new HashMap<>();
        simulation.balancer().states().forEach(state -> states.put(state.name(), state));
        assertThat(states.get("a").expected()).isBetween(Duration.ofMillis(80), Duration.ofMillis(120));
        assertThat(states.get("b").expected()).isGreaterThan(Duration.ofMillis(300));
        assertThat(states.get("a").sharePercent()).isGreaterThan(90);
        assertThat(states.get("a").sharePercent() + states.get("b").sharePercent())
                .isBetween(99, 101);
    }

    private static Simulation threeToOne(long seed, boolean adaptive) {
        Map<String, Double> weights = new LinkedHashMap<>();
        weights.put("heavy", 3.0);
        weights.put("light", 1.0);
        return new Simulation(seed, adaptive, weights);
    }
}
