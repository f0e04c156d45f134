/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.testing.ManualTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What time it is in the database, told by its answers. */
class DatabaseClockTest {

    private static final Duration AHEAD = Duration.ofSeconds(90);

    private final ManualTime time = new ManualTime();
    private final DatabaseClock clock = new DatabaseClock(time, time);

    @Test
    void isThatOfTheMachineUntilAnAnswerHasCome() {
        assertThat(clock.now()).isEqualTo(time.instant());
        learn(Duration.ofMillis(2), AHEAD);

        assertThat(clock.now())
                .isBetween(database(AHEAD).minusMillis(2), database(AHEAD).plusMillis(2));
    }

    /** An answer that took three seconds tells less than one that took a millisecond. */
    @Test
    void isNotWorseForASlowAnswer() {
        learn(Duration.ofMillis(1), AHEAD);
        learn(Duration.ofSeconds(3), AHEAD);

        assertThat(Duration.between(database(AHEAD), clock.now()).abs()).isLessThan(Duration.ofMillis(3));
        learn(Duration.ofSeconds(3), AHEAD);
        assertThat(Duration.between(database(AHEAD), clock.now()).abs()).isLessThan(Duration.ofMillis(3));
    }

    @Test
    void getsBetterByAFastAnswer() {
        learn(Duration.ofSeconds(3), AHEAD);
        learn(Duration.ofMillis(1), AHEAD);

        assertThat(Duration.between(database(AHEAD), clock.now()).abs()).isLessThan(Duration.ofMillis(2));
    }

    @Test
    void followsAClockThatWasSet() {
        learn(Duration.ofMillis(1), AHEAD);
        learn(Duration.ofMillis(1), Duration.ZERO);

        assertThat(Duration.between(database(Duration.ZERO), clock.now()).abs()).isLessThan(Duration.ofMillis(2));
    }

    @Test
    void followsAClockThatGoesFaster() {
        for (int seconds = 0; seconds < 600; seconds += 10) {
            Duration apart = AHEAD.plus(Duration.ofNanos(seconds * 100_000L));
            learn(Duration.ofMillis(1), apart);
            assertThat(Duration.between(database(apart), clock.now()).abs()).isLessThan(Duration.ofMillis(4));
            time.advance(Duration.ofSeconds(10));
        }
    }

    @Test
    void needsNoClockOfTheMachine() {
        DatabaseClock other = new DatabaseClock(Clock.fixed(Instant.EPOCH, time.getZone()), time);
        long asking = other.asking();
        other.learn(asking, time.instant());
        time.advance(Duration.ofMinutes(5));

        assertThat(Duration.between(time.instant(), other.now()).abs()).isLessThan(Duration.ofMillis(1));
    }

    /** The database reads its clock in the middle. */
    private void learn(Duration took, Duration ahead) {
        long asking = clock.asking();
        time.advance(took.dividedBy(2));
        Instant told = database(ahead);
        time.advance(took.minus(took.dividedBy(2)));
        clock.learn(asking, told);
    }

    private Instant database(Duration ahead) {
        return time.instant().plus(ahead);
    }
}
