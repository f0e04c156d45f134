/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.door;

import io.github.camelopenrouter.call.ClientLink.Expectation;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at all open responses now and then, so that no client waits in silence, and none that takes nothing is waited for
 * for ever; one timer for all of them.
 */
final class KeepAliveTimer {

    private static final Logger LOG = LoggerFactory.getLogger(KeepAliveTimer.class);

    private static final long MOST_MILLIS_BETWEEN_LOOKS = 1_000;
    private static final long LEAST_MILLIS_BETWEEN_LOOKS = 5;

    private final EngineOptions options;
    private final Set<ClientResponse> open = ConcurrentHashMap.newKeySet();

    KeepAliveTimer(EngineOptions options) {
        this.options = options;
    }

    void start(ScheduledExecutorService timer) {
        long pause = Math.min(
                fourth(options.writeTimeout()), Math.min(fourth(options.keepAlive()), fourth(options.heartbeatHold())));
        timer.scheduleAtFixedRate(this::look, pause, pause, TimeUnit.MILLISECONDS);
    }

    /** Until its last byte is on its way or its client has left. */
    void watch(ClientResponse response) {
        open.add(response);
        response.onOver(() -> open.remove(response));
    }

    /** How many of them are event streams, as far as their requests have been understood. */
    int openStreams() {
        int streams = 0;
        for (ClientResponse response : open) {
            Expectation expected = response.link().expectation();
            streams += expected != null && expected.stream() ? 1 : 0;
        }
        return streams;
    }

    private void look() {
        long now = System.nanoTime();
        open.forEach(response -> look(response, now));
    }

    /** A timer whose task fails never runs it again: one broken response must not silence all others. */
    private void look(ClientResponse response, long now) {
        try {
            checkPace(response, now);
            response.keepAlive(now, options);
        } catch (RuntimeException e) {
            LOG.debug("Request {}: no sign of life could be given", response.requestId(), e);
        }
    }

    /** Cuts off a client that takes nothing of its answer. */
    private void checkPace(ClientResponse response, long now) {
        Duration limit = options.writeTimeout();
        if (!limit.isZero() && response.isStuck(now, limit.toNanos())) {
            LOG.info(
                    "Request {}: the client takes nothing of its answer (openrouter.timeout.write)",
                    response.requestId());
            response.cutOff();
        }
    }

    /** A limit is kept to a quarter; one that is off needs no looks. */
    private static long fourth(Duration limit) {
        return limit.isZero()
                ? MOST_MILLIS_BETWEEN_LOOKS
                : Math.min(MOST_MILLIS_BETWEEN_LOOKS, Math.max(LEAST_MILLIS_BETWEEN_LOOKS, limit.toMillis() / 4));
    }
}
