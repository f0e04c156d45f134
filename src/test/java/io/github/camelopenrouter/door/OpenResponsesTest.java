/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.error.OpenRouterException;
import java.time.Duration;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Of a drain and of a close each has one time, the last that it was given. */
class OpenResponsesTest {

    private static final Duration SHORT = Duration.ofMinutes(1);
    private static final Duration LONG = Duration.ofHours(1);

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final OpenResponses door = new OpenResponses(OpenRouterException::draining);

    @BeforeEach
    void forgetWhatIsCancelled() {
        timer.setRemoveOnCancelPolicy(true);
    }

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @Test
    void theLastTimeOfADrainCounts() {
        door.drain(timer, SHORT);
        door.drain(timer, LONG);

        assertEnds(1);

        door.endDrain();
        assertThat(timer.getQueue()).isEmpty();
    }

    @Test
    void theLastTimeOfACloseCounts() {
        door.close(timer, SHORT);
        door.close(timer, LONG);

        assertEnds(1);

        door.reopen();
        assertThat(timer.getQueue()).isEmpty();
    }

    @Test
    void neitherTakesBackWhatTheOtherWants() {
        door.drain(timer, LONG);
        door.close(timer, LONG);
        assertEnds(2);

        door.endDrain();
        assertEnds(1);

        door.drain(timer, LONG);
        door.reopen();
        assertEnds(1);
    }

    /** Each end has two moments: the clients are told, then cut off. None is the short time's. */
    private void assertEnds(int count) {
        assertThat(timer.getQueue())
                .hasSize(2 * count)
                .allSatisfy(end ->
                        assertThat(((Delayed) end).getDelay(TimeUnit.MINUTES)).isGreaterThan(SHORT.toMinutes()));
    }
}
