/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream;

import io.github.camelopenrouter.error.OpenRouterException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/**
 * Looks at all running attempts now and then and cuts those whose clock has run out. HttpClient has one socket time-out for
 * everything; the upstream's silences differ, and a comment must not count as an answer.
 */
final class Watchdog {

    private static final long MOST_MILLIS_BETWEEN_LOOKS = 500;
    private static final long LEAST_MILLIS_BETWEEN_LOOKS = 5;

    private final TimeoutSettings clocks;
    private final Set<UpstreamAttempt> running = ConcurrentHashMap.newKeySet();

    Watchdog(TimeoutSettings clocks) {
        this.clocks = clocks;
    }

    void start(ScheduledExecutorService timer) {
        long shortest = LongStream.of(
                        millis(clocks.streamResponse()),
                        millis(clocks.plainResponse()),
                        millis(clocks.firstEvent()),
                        millis(clocks.idle()),
                        millis(clocks.stalled()),
                        millis(clocks.total()))
                .min()
                .getAsLong();
        long pause = Math.min(MOST_MILLIS_BETWEEN_LOOKS, Math.max(LEAST_MILLIS_BETWEEN_LOOKS, shortest / 10));
        timer.scheduleWithFixedDelay(this::look, pause, pause, TimeUnit.MILLISECONDS);
    }

    void watch(UpstreamAttempt call) {
        running.add(call);
    }

    void forget(UpstreamAttempt call) {
        running.remove(call);
    }

    /** Package-private for tests, which bring their own clock. */
    void look() {
        for (UpstreamAttempt call : running) {
            OpenRouterException expired = call.isFinished() ? null : call.expired(clocks);
            if (expired != null) {
                call.cut(expired);
            }
        }
    }

    private static long millis(Duration limit) {
        return limit.isZero() ? Long.MAX_VALUE : limit.toMillis();
    }
}
