/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CpuPaceTest {

    private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);

    private final CpuPace.Share share = new CpuPace.Share();
    private final CpuPace pace = new CpuPace(share);

    @Test
    void restsFourTimesAsLongAsItHasWorkedOnceItHasUsedWhatItHadSaved() {
        long now = System.nanoTime() + TimeUnit.HOURS.toNanos(1);
        long used = TimeUnit.HOURS.toNanos(1);
        pace.owed(used, now + TimeUnit.HOURS.toNanos(100)); // rested long enough to have saved a second
        now += TimeUnit.HOURS.toNanos(100);
        assertThat(pace.owed(used + 100 * MS, now + 100 * MS)).isEqualTo(-600 * MS);
        assertThat(pace.owed(used + 400 * MS, now + 400 * MS)).isEqualTo(600 * MS);
        assertThat(pace.owed(used + 400 * MS, now + 1000 * MS)).isZero(); // it has rested
        assertThat(pace.owed(used + 500 * MS, now + 1100 * MS)).isEqualTo(400 * MS);
        CpuPace other = new CpuPace(share);
        long before = TimeUnit.HOURS.toNanos(2);
        other.owed(before, now + 1500 * MS);
        long owed = pace.owed(used + 500 * MS, now + 1500 * MS);
        assertThat(other.owed(before + 100 * MS, now + 1500 * MS) - owed).isEqualTo(500 * MS); // each pays for both
    }

    /** A virtual thread has no CPU time. */
    @Test
    void countsTheTimeBetweenItsRestsWhereNobodyMeasuresIt() {
        AtomicLong now = new AtomicLong(System.nanoTime());
        CpuPace virtual = new CpuPace(new CpuPace.Share(), () -> -1, now::get);
        now.addAndGet(250 * MS);
        virtual.rest(); // uses what was saved
        now.addAndGet(100 * MS);
        Duration rest = virtual.rest();
        assertThat(rest).isBetween(Duration.ofMillis(300), Duration.ofMillis(401));
        now.addAndGet(rest.toNanos());
        assertThat(virtual.rest()).isZero();
        now.addAndGet(TimeUnit.HOURS.toNanos(1));
        virtual.rest(); // has waited for records
        now.addAndGet(10 * MS);
        assertThat(virtual.rest()).isLessThan(Duration.ofSeconds(1));
    }
}
