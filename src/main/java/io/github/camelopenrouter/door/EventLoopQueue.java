/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.door;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings steps from many threads to one event loop, in the order in which each thread hands them in, and wakes the loop
 * once for all that have come until it gets to them.
 *
 * <p>Netty's own queue is made for few threads: while one of them makes room in it, the others spin. Of a thousand
 * platform threads (JDK 17) on two cores the one that makes room may not run for seconds, and all that time goes into
 * spinning: a thousand streams opened at once stood still for half a minute. Nobody waits for anybody in this one.
 */
final class EventLoopQueue implements Executor {

    private static final Logger LOG = LoggerFactory.getLogger(EventLoopQueue.class);

    /** After so many steps the loop looks after its sockets. */
    private static final int MOST_AT_A_TIME = 256;

    private final Executor eventLoop;
    private final Queue<Runnable> steps = new ConcurrentLinkedQueue<>();
    /** Whether the loop has been asked to come by and has not gone again. */
    private final AtomicBoolean called = new AtomicBoolean();

    EventLoopQueue(Executor eventLoop) {
        this.eventLoop = eventLoop;
    }

    /** @param step must not block */
    @Override
    public void execute(Runnable step) {
        steps.add(step);
        call();
    }

    private void call() {
        if (called.compareAndSet(false, true)) {
            eventLoop.execute(this::work);
        }
    }

    private void work() {
        Runnable step = steps.poll();
        for (int done = 0; step != null; step = ++done < MOST_AT_A_TIME ? steps.poll() : null) {
            run(step);
        }
        called.set(false);
        if (!steps.isEmpty()) {
            call();
        }
    }

    private static void run(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            LOG.error("A step on the event loop failed", e);
        }
    }
}
