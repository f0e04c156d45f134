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
import io.github.camelopenrouter.error.CallCutException;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.testing.Exchanges;
import io.github.camelopenrouter.testing.ManualTime;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which clock runs when. */
class UpstreamAttemptTest {

    private static final TimeoutSettings CLOCKS =
            new TimeoutSettings(seconds(60), seconds(300), seconds(100), seconds(40), seconds(90), seconds(1000));

    private final ManualTime time = new ManualTime();
    private final UpstreamAttempt stream = tried(true);

    @Test
    void headOfAStreamIsAwaitedForSoLong() {
        assertExpiresAfter(60, "response");
    }

    @Test
    void headOfAPlainAnswerIsAwaitedLonger() {
        UpstreamAttempt plain = tried(false);
        time.advance(seconds(299));
        assertThat(plain.expired(CLOCKS)).isNull();
        time.advance(seconds(1));
        assertThat(plain.expired(CLOCKS).getMessage())
                .isEqualTo("OpenRouter did not begin to answer within 300 s (openrouter.timeout.response).");
    }

    @Test
    void expiryIsA504ThatNamesItsClock() {
        time.advance(seconds(60));
        OpenRouterException expired = stream.expired(CLOCKS);
        assertThat(expired.status()).isEqualTo(504);
        assertThat(expired.code()).isEqualTo("timeout_response");
    }

    @Test
    void silenceBehindTheHeadIsIdle() {
        time.advance(seconds(59));
        stream.head(200, null);
        stream.awaitsBytes();
        assertExpiresAfter(40, "idle");
    }

    @Test
    void commentsAreNoFirstEvent() {
        stream.head(200, null);
        comments(9, 10);
        stream.awaitsBytes();
        assertExpiresAfter(10, "first-event");
    }

    @Test
    void silenceBetweenEventsIsIdle() {
        firstEvent();
        stream.awaitsBytes();
        assertExpiresAfter(40, "idle");
    }

    @Test
    void commentsResetIdleOnly() {
        firstEvent();
        comments(8, 10);
        stream.awaitsBytes();
        assertExpiresAfter(10, "stalled");
    }

    @Test
    void eventsResetBothClocks() {
        firstEvent();
        for (int event = 0; event < 20; event++) {
            stream.awaitsBytes();
            time.advance(seconds(39));
            assertThat(stream.expired(CLOCKS)).isNull();
            stream.bytes(1);
            stream.progress();
        }
        stream.awaitsBytes();
        assertExpiresAfter(40, "idle");
    }

    @Test
    void noClockRunsWhileTheClientTakesItsTime() {
        firstEvent();
        time.advance(seconds(900));
        assertThat(stream.expired(CLOCKS)).isNull();
        stream.awaitsBytes();
        assertThat(stream.expired(CLOCKS)).as("that time is not the upstream's").isNull();
        assertExpiresAfter(40, "idle");
    }

    @Test
    void timeOfTheClientDoesNotCountAsStalled() {
        firstEvent();
        for (int comment = 0; comment < 8; comment++) {
            comments(1, 10);
            time.advance(seconds(30)); // the client writes
        }
        stream.awaitsBytes();
        assertExpiresAfter(10, "stalled");
    }

    @Test
    void totalRunsWhateverComes() {
        firstEvent();
        comments(0, 0);
        time.advance(seconds(999));
        stream.awaitsBytes();
        stream.bytes(1);
        stream.progress();
        assertExpiresAfter(1, "total");
    }

    @Test
    void everyByteOfAnUninspectedAnswerIsProgress() {
        stream.head(200, null);
        stream.uninspected();
        comments(20, 30);
        stream.awaitsBytes();
        assertExpiresAfter(40, "idle");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void zeroIsNoLimit(boolean head) {
        if (head) {
            firstEvent();
            stream.awaitsBytes();
        }
        time.advance(Duration.ofDays(365));
        assertThat(stream.expired(Exchanges.NO_CLOCKS)).isNull();
    }

    @Test
    void watchdogCutsOnceAndSaysWhy() {
        Watchdog watchdog = new Watchdog(CLOCKS);
        AtomicInteger cuts = new AtomicInteger();
        stream.started(() -> cuts.incrementAndGet() > 0);
        watchdog.watch(stream);
        time.advance(seconds(59));
        watchdog.look();
        assertThat(cuts).hasValue(0);
        time.advance(seconds(1));
        watchdog.look();
        watchdog.look();
        assertThat(cuts).hasValue(1);
        assertThat(stream.judge(new IOException("Socket closed")))
                .isInstanceOf(CallCutException.class)
                .hasMessageContaining("openrouter.timeout.response");
    }

    @Test
    void watchdogLeavesAFinishedTryAlone() {
        Watchdog watchdog = new Watchdog(CLOCKS);
        watchdog.watch(stream);
        stream.finish();
        time.advance(seconds(10_000));
        watchdog.look();
        assertThat(stream.failure()).isNull();
    }

    @Test
    void requestThatStartsBehindTheCutIsEndedAtOnce() {
        AtomicInteger cuts = new AtomicInteger();
        stream.cut(null);
        stream.started(() -> cuts.incrementAndGet() > 0);
        assertThat(cuts).hasValue(1);
    }

    @Test
    void failureThatNobodyCausedStaysWhatItIs() {
        IOException reset = new IOException("Connection reset");
        assertThat(stream.judge(reset)).isSameAs(reset);
    }

    private void firstEvent() {
        stream.head(200, null);
        stream.awaitsBytes();
        stream.bytes(1);
        stream.progress();
    }

    private void comments(int number, int secondsEach) {
        for (int comment = 0; comment < number; comment++) {
            stream.awaitsBytes();
            time.advance(seconds(secondsEach));
            assertThat(stream.expired(CLOCKS)).isNull();
            stream.bytes(1);
        }
    }

    private void assertExpiresAfter(int seconds, String clock) {
        time.advance(seconds(seconds).minusMillis(1));
        assertThat(stream.expired(CLOCKS)).isNull();
        time.advanceMillis(1);
        assertThat(stream.expired(CLOCKS).getMessage()).contains("openrouter.timeout." + clock + ")");
    }

    private UpstreamAttempt tried(boolean streaming) {
        return new UpstreamAttempt(ClientLink.of(Exchanges.empty()), streaming, time);
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }
}
