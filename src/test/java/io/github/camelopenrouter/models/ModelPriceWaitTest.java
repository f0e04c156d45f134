/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.models;

import static io.github.camelopenrouter.models.ScriptedSource.answer;
import static io.github.camelopenrouter.models.ScriptedSource.unreachable;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.models.ScriptedSource.Gate;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How long a call waits for the price of its model, at the end of its answer. */
@Timeout(60)
class ModelPriceWaitTest {

    private static final ModelSource LISTED = answer(
            200,
            null,
            "{\"data\":[{\"id\":\"a/b\",\"pricing\":{\"prompt\":\"0.00000014\",\"completion\":\"0.0000006\"}}]}");
    private static final Duration NOT_AT_ALL = Duration.ZERO;
    private static final Duration FOR_EVER = Duration.ofDays(1);

    private final TestClock clock = new TestClock();
    private final Queue<Runnable> waiting = new ArrayDeque<>();

    @Test
    void allWaitForTheFirstListWhichIsFetchedOnce() throws Exception {
        Gate gate = new Gate(LISTED);
        ScriptedSource source = ScriptedSource.of(gate);
        ModelCatalogue models =
                new ModelCatalogue(source, clock, task -> new Thread(task).start(), ModelAliases.NONE, FOR_EVER);
        Callers<ModelPrice> callers = Callers.start(3, () -> models.price("a/b"));
        gate.reached();
        callers.untilAllWait();
        gate.open();

        assertThat(callers.results()).extracting(FutureTask::get).doesNotContainNull();
        assertThat(source.calls()).isEqualTo(1);
    }

    /** The fetch hangs: nobody runs the task. */
    @Test
    void onlyOneWaitsForAListThatDoesNotCome() {
        Duration wait = Duration.ofMillis(200);
        ModelCatalogue models = new ModelCatalogue(LISTED, clock, waiting::add, ModelAliases.NONE, wait);
        models.price("a/b");
        long start = System.nanoTime();
        for (int call = 0; call < 1_000; call++) {
            assertThat(models.price("a/b")).isNull();
        }

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(wait.multipliedBy(100));
        assertThat(waiting).hasSize(1);
    }

    @Test
    void aListThatComesLateIsTaken() {
        ModelCatalogue models = new ModelCatalogue(LISTED, clock, waiting::add, ModelAliases.NONE, NOT_AT_ALL);
        assertThat(models.price("a/b")).isNull();
        waiting.remove().run();

        assertThat(models.price("a/b")).isNotNull();
        assertThat(waiting).isEmpty();
    }

    @Test
    void nobodyWaitsOnceTheFirstFetchHasFailed() {
        ScriptedSource source = ScriptedSource.of(unreachable(), LISTED);
        ModelCatalogue models = new ModelCatalogue(source, clock, this::runTheFirst, ModelAliases.NONE, FOR_EVER);
        models.price("a/b");
        clock.advanceSeconds(5);

        assertThat(models.price("a/b")).isNull();
        waiting.remove().run();
        assertThat(models.price("a/b")).isNotNull();
    }

    @Test
    void aFailedFetchIsNotRepeatedWithEachCall() {
        ScriptedSource source = ScriptedSource.of(unreachable());
        ModelCatalogue models = new ModelCatalogue(source, clock, Runnable::run, ModelAliases.NONE, FOR_EVER);
        models.price("a/b");
        clock.advance(Duration.ofMillis(4_999));
        models.price("a/b");
        assertThat(source.calls()).isEqualTo(1);

        clock.advance(Duration.ofMillis(1));
        models.price("a/b");
        models.price("a/b");
        assertThat(source.calls()).isEqualTo(2);
    }

    @Test
    void aClockSetBackDoesNotProlongThePause() {
        ScriptedSource source = ScriptedSource.of(unreachable(), LISTED);
        ModelCatalogue models = new ModelCatalogue(source, clock, Runnable::run, ModelAliases.NONE, FOR_EVER);
        models.price("a/b");
        clock.advance(Duration.ofDays(-365));

        assertThat(models.price("a/b")).isNotNull();
    }

    @Test
    void whoIsInterruptedLeavesTheOthersTheirWait() throws Exception {
        Gate gate = new Gate(LISTED);
        ModelCatalogue models =
                new ModelCatalogue(gate, clock, task -> new Thread(task).start(), ModelAliases.NONE, FOR_EVER);
        Callers<ModelPrice> interrupted = Callers.start(1, () -> models.price("a/b"));
        gate.reached();
        interrupted.untilAllWait().interrupt();
        assertThat(interrupted.result()).isNull();
        Callers<ModelPrice> next = Callers.start(1, () -> models.price("a/b"));
        next.untilAllWait();
        gate.open();

        assertThat(next.result()).isNotNull();
    }

    private void runTheFirst(Runnable task) {
        if (clock.instant().equals(new TestClock().instant())) {
            task.run();
        } else {
            waiting.add(task);
        }
    }
}
