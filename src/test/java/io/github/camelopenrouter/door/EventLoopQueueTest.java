/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.door;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.testing.LogRecorder;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventLoopQueueTest {

    /** What the loop has been asked to do, until the test lets it. */
    private final Queue<Runnable> loop = new ConcurrentLinkedQueue<>();

    private final EventLoopQueue queue = new EventLoopQueue(loop::add);

    @Test
    void asksABusyLoopOnce() {
        List<Integer> done = new ArrayList<>();
        IntStream.range(0, 1_000).forEach(step -> queue.execute(() -> done.add(step)));

        assertThat(loop).hasSize(1);
        runLoop();
        assertThat(done).isEqualTo(IntStream.range(0, 1_000).boxed().toList());
    }

    @Test
    void letsTheLoopLookAfterItsSocketsInBetween() {
        IntStream.range(0, 1_000).forEach(step -> queue.execute(() -> {}));

        loop.remove().run();

        assertThat(loop)
                .as("a turn with the rest, behind what else the loop has to do")
                .hasSize(1);
    }

    @Test
    void takesAStepThatAStepHandsIn() {
        List<String> done = new ArrayList<>();
        queue.execute(() -> {
            queue.execute(() -> done.add("second"));
            done.add("first");
        });

        runLoop();

        assertThat(done).containsExactly("first", "second");
    }

    @Test
    void goesOnAfterAStepThatFails() {
        List<String> done = new ArrayList<>();
        try (LogRecorder log = LogRecorder.record()) {
            queue.execute(() -> {
                throw new IllegalStateException("broken step");
            });
            queue.execute(() -> done.add("next"));
            runLoop();
            assertThat(log.lines()).anyMatch(line -> line.contains("A step on the event loop failed"));
        }
        assertThat(done).containsExactly("next");
    }

    @Test
    void losesNothingOfManyThreadsAndKeepsTheOrderOfEach() throws Exception {
        record Step(int thread, int number) {}
        int threads = 64;
        int each = 1_000;
        List<Step> done = new ArrayList<>();
        ExecutorService loopThread = Executors.newSingleThreadExecutor();
        EventLoopQueue shared = new EventLoopQueue(loopThread);
        ExecutorService writers = Executors.newFixedThreadPool(threads);

        IntStream.range(0, threads)
                .forEach(thread -> writers.execute(() -> IntStream.range(0, each)
                        .forEach(number -> shared.execute(() -> done.add(new Step(thread, number))))));
        writers.shutdown();
        assertThat(writers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        while (done(loopThread, done) < threads * each) {
            Thread.onSpinWait();
        }

        done.stream()
                .collect(groupingBy(Step::thread))
                .values()
                .forEach(ofOne -> assertThat(ofOne)
                        .extracting(Step::number)
                        .isEqualTo(IntStream.range(0, each).boxed().toList()));
        loopThread.shutdown();
    }

    /** Asked on the loop's own thread, so behind every step that it has begun. */
    private static int done(ExecutorService loopThread, List<?> done) throws Exception {
        return loopThread.submit(done::size).get(60, TimeUnit.SECONDS);
    }

    private void runLoop() {
        for (Runnable turn = loop.poll(); turn != null; turn = loop.poll()) {
            turn.run();
        }
    }
}
