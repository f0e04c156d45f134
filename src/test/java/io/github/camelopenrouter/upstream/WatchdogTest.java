/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.call.ClientLink;
import io.github.camelopenrouter.testing.Exchanges;
import io.github.camelopenrouter.testing.ManualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the watchdog remembers. */
class WatchdogTest {

    private final Watchdog watchdog = new Watchdog(new TimeoutSettings(
            Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO));
    private final ManualTime time = new ManualTime();
    private final UpstreamCall call = new UpstreamCall(ClientLink.of(Exchanges.empty()), watchdog, time);

    /** A circuit breaker may refuse it: nobody would ever end it. */
    @Test
    void forgetsATryWhoseRequestNeverStarted() {
        UpstreamAttempt refused = call.next(true);
        time.advanceMillis(2_000);
        watchdog.look();
        assertThat(refused.failure()).isNull();
    }

    @Test
    void watchesATryFromItsRequestOn() {
        UpstreamAttempt running = call.next(true);
        call.started(running, () -> true, Exchanges.empty());
        time.advanceMillis(2_000);
        watchdog.look();
        assertThat(running.failure()).hasMessageContaining("openrouter.timeout.response");
    }

    @Test
    void forgetsATryThatHasEnded() {
        UpstreamAttempt ended = call.next(true);
        call.started(ended, () -> true, Exchanges.empty());
        call.ended(ended);
        time.advanceMillis(2_000);
        watchdog.look();
        assertThat(ended.failure()).isNull();
    }
}
