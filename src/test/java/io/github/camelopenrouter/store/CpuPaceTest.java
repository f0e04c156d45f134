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

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A thread rests four times as long as it has worked. */
class CpuPaceTest {

    private long cpu;
    private long time;
    private final CpuPace pace = new CpuPace(() -> cpu, () -> time);

    @Test
    void restsSoThatItTakesAFifthOfACore() {
        spend(10, 10);
        assertThat(pace.rest()).isEqualTo(Duration.ofMillis(40));
        time += TimeUnit.MILLISECONDS.toNanos(40);
        spend(2, 2);
        assertThat(pace.rest()).isEqualTo(Duration.ofMillis(8));
    }

    @Test
    void doesNotRestWhereItHasWaitedAnyway() {
        spend(1, 100);
        assertThat(pace.rest()).isZero();
    }

    /** Somebody had a question. */
    @Test
    void makesUpForARestThatWasCutShort() {
        spend(10, 10);
        pace.rest();
        spend(10, 10);
        assertThat(pace.rest()).isEqualTo(Duration.ofMillis(80));
    }

    @Test
    void measuresTheThreadThatAsks() {
        CpuPace mine = CpuPace.ofThisThread();
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(20);
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(mine.rest()).isPositive().isLessThan(Duration.ofSeconds(2));
    }

    private void spend(long cpuMillis, long millis) {
        cpu += TimeUnit.MILLISECONDS.toNanos(cpuMillis);
        time += TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
