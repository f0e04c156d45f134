/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.models;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An upstream that plays its steps one after another, the last one for ever, and remembers what it was asked. */
final class ScriptedSource implements ModelSource {

    private final ConcurrentLinkedQueue<ModelSource> steps = new ConcurrentLinkedQueue<>();
    private final List<String> queries = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();

    static ScriptedSource of(ModelSource... steps) {
        ScriptedSource source = new ScriptedSource();
        source.steps.addAll(List.of(steps));
        return source;
    }

    /** A list of these ids, fresh for 300 seconds. */
    static ModelSource models(String... ids) {
        return answer(200, "public, max-age=300, stale-while-revalidate=3600", listOf(ids));
    }

    static String listOf(String... ids) {
        return Stream.of(ids)
                .map(id -> "{\"id\":\"" + id + "\",\"created\":1}")
                .collect(Collectors.joining(",", "{\"data\":[", "]}"));
    }

    static ModelSource answer(int status, String cacheControl, String body) {
        return query -> new Answer(status, body.getBytes(StandardCharsets.UTF_8), cacheControl);
    }

    static ModelSource status(int status) {
        return answer(status, null, "{\"error\":{\"message\":\"no\"}}");
    }

    static ModelSource unreachable() {
        return query -> {
            throw new IOException("Connection refused");
        };
    }

    int calls() {
        return queries.size();
    }

    int mostAtOnce() {
        return mostAtOnce.get();
    }

    List<String> queries() {
        return List.copyOf(queries.stream().map(String::valueOf).toList());
    }

    @Override
    public Answer fetch(String query) throws Exception {
        queries.add(query);
        mostAtOnce.accumulateAndGet(running.incrementAndGet(), Math::max);
        try {
            return (steps.size() > 1 ? steps.remove() : steps.element()).fetch(query);
        } finally {
            running.decrementAndGet();
        }
    }

    /** A step that stands still at a gate: {@link #reached()} waits for it, {@link #open()} lets it go on. */
    static final class Gate implements ModelSource {

        private final CountDownLatch reached = new CountDownLatch(1);
        private final Semaphore open = new Semaphore(0);
        private final ModelSource behind;

        Gate(ModelSource behind) {
            this.behind = behind;
        }

        void reached() throws InterruptedException {
            if (!reached.await(10, TimeUnit.SECONDS)) {
                throw new AssertionError("nobody asked");
            }
        }

        void open() {
            open.release(1_000);
        }

        @Override
        public Answer fetch(String query) throws Exception {
            reached.countDown();
            if (!open.tryAcquire(10, TimeUnit.SECONDS)) {
                throw new AssertionError("the gate stayed shut");
            }
            return behind.fetch(query);
        }
    }
}
