/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.door;

import static java.util.Objects.requireNonNull;

import io.github.camelopenrouter.call.DoorDrain.Drained;
import io.github.camelopenrouter.error.OpenRouterException;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Whether an operator has the server take nothing new. While that lasts a handler in front of all others refuses every path,
 * also those that Camel serves itself: a load balancer that looks at {@code /health} sends nobody any more.
 */
final class Drain {

    private final Set<OpenResponses> doors = ConcurrentHashMap.newKeySet();
    private final ResponseFactory responses;
    private final ScheduledExecutorService timer;
    private final Clock clock;

    private @Nullable Route refusal;
    private volatile @Nullable Drained state;

    Drain(ResponseFactory responses, ScheduledExecutorService timer, Clock clock) {
        this.responses = responses;
        this.timer = timer;
        this.clock = clock;
    }

    /** A door has opened. */
    void add(OpenResponses door) {
        doors.add(door);
    }

    /** A door is gone. */
    void remove(OpenResponses door) {
        doors.remove(door);
    }

    /** @param router of the server */
    synchronized Drained begin(Router router, Duration patience) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Drained before = state;
        Drained begun = new Drained(before == null ? now : before.since(), now.plus(patience));
        if (before == null) {
            refusal = router.route().order(Integer.MIN_VALUE).handler(routing -> {
                ClientResponse response = responses.open(routing);
                DrainAndRefuse.answerAndClose(
                        routing.vertx(), routing.request(), () -> response.refuse(OpenRouterException.draining()));
            });
        }
        state = begun;
        doors.forEach(door -> door.drain(timer, patience));
        return begun;
    }

    synchronized void end() {
        if (state != null) {
            state = null;
            doors.forEach(OpenResponses::endDrain);
            requireNonNull(refusal).remove();
            refusal = null;
        }
    }

    Optional<Drained> state() {
        return Optional.ofNullable(state);
    }

    int openResponses() {
        return doors.stream().mapToInt(OpenResponses::getPendingExchangesSize).sum();
    }
}
