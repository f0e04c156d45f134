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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who asks is not kept waiting by a rest, and keeps nobody from it once he has given up. */
@Timeout(30)
class TurnsTest {

    private static final Duration LONG = Duration.ofDays(1);

    private final Turns turns = new Turns();

    @Test
    void whoHasGivenUpLetsTheReaderRest() {
        assertThat(turns.await(Duration.ofMillis(1))).isFalse();

        long begin = System.nanoTime();
        turns.rest(Duration.ofMillis(50));

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
    }

    @Test
    void aPauseEndsWhenItIsToFinish() {
        turns.finish();

        assertThat(turns.pause(LONG)).isFalse();
        assertThat(turns.awaitFirst(LONG)).isFalse();
    }
}
