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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenrouter.call.ClientLink;
import io.github.camelopenrouter.error.ClientGoneException;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.error.UnreachableException;
import io.github.camelopenrouter.response.ResponseFacts;
import io.github.camelopenrouter.response.ResponseFacts.Outcome;
import io.github.camelopenrouter.response.ResponseReport;
import io.github.camelopenrouter.testing.Exchanges;
import io.github.camelopenrouter.testing.LogRecorder;
import io.github.camelopenrouter.testing.ManualTime;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A stream tells the breaker of its vendor at its end how it went, or earlier where it has shown enough. */
class StreamSettlementTest {

    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final Duration SETTLE = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(130);
    private static final String ERROR_429 = "{\"code\":429,\"message\":\"slow down\"}";

    private final ManualTime time = new ManualTime();
    private final VendorBreakers breakers =
            new VendorBreakers(new CircuitBreakerSettings(true, 50, 20, 10, WAIT, 3, SETTLE, PATIENCE, 200), time);
    private final PinnedBreaker pinned = new PinnedBreaker(breakers);

    /** One stream of the vendor "a", from its permission to its end. */
    private final class Live {

        private final UpstreamAttempt attempt = new UpstreamAttempt(ClientLink.of(Exchanges.empty()), true, time);
        private final ResponseReport report = new ResponseReport();

        Live begin() {
            breakers.pin("a", attempt);
            pinned.acquirePermission();
            attempt.head(200, null);
            attempt.progress();
            attempt.passes(report);
            pinned.onResult(1, TimeUnit.NANOSECONDS, Exchanges.withOpenStream());
            return this;
        }

        Live flow() {
            attempt.progress();
            return this;
        }

        void end(Outcome outcome) {
            end(outcome, null);
        }

        void end(Outcome outcome, String error) {
            report.end(new ResponseFacts(outcome, "gen-1", "a/m", null, null, 0, null, error));
        }
    }

    @Test
    void nothingIsRecordedBeforeTheEnd() {
        streams(20);
        assertThat(calls()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = Outcome.class,
            names = {"TRUNCATED", "ERROR"})
    void streamsThatDieOpenTheBreaker(Outcome outcome) {
        streams(9).forEach(stream -> stream.end(outcome));
        assertThat(breakers.isOpen("a")).isFalse();
        streams(1).forEach(stream -> stream.end(outcome));
        assertThat(breakers.isOpen("a")).isTrue();
    }

    @Test
    void streamsThatEndWellKeepItClosed() {
        streams(100).forEach(stream -> stream.end(Outcome.COMPLETE));
        assertThat(calls()).isEqualTo(20);
        assertThat(state()).isEqualTo("CLOSED");
    }

    @Test
    void errorOfTheClientsInTheMiddleOfAStreamIsNoFailure() {
        streams(100).forEach(stream -> stream.end(Outcome.ERROR, ERROR_429));
        assertThat(state()).isEqualTo("CLOSED");
    }

    @Test
    void streamThatFlowsLongEnoughIsASuccessBeforeItsEnd() {
        Live stream = new Live().begin();
        time.advance(SETTLE.minusMillis(1));
        stream.flow();
        assertThat(calls()).isZero();
        time.advanceMillis(1);
        stream.flow().flow();
        assertThat(calls()).isEqualTo(1);
    }

    @Test
    void nothingIsCountedTwice() {
        List<Live> streams = streams(5);
        time.advance(SETTLE);
        streams.forEach(stream -> stream.flow().flow());
        streams.forEach(stream -> stream.end(Outcome.COMPLETE));
        streams.forEach(stream -> pinned.onResult(1, TimeUnit.NANOSECONDS, Exchanges.withStatus(200)));
        assertThat(calls()).isEqualTo(5);
    }

    /** The one exception: a success that dies later has been both. */
    @Test
    void streamThatDiesAfterItHasSettledIsOneFailureMore() {
        List<Live> streams = streams(10);
        time.advance(SETTLE);
        streams.forEach(Live::flow);
        assertThat(calls()).isEqualTo(10);
        streams.forEach(stream -> stream.end(Outcome.TRUNCATED));
        assertThat(calls()).isEqualTo(20);
        assertThat(breakers.isOpen("a")).isTrue();
    }

    @Test
    void threeLongStreamsDoNotHoldItHalfOpen() {
        halfOpen();
        List<Live> probes = streams(3);
        assertThatThrownBy(() -> new Live().begin()).isInstanceOf(CallNotPermittedException.class);
        time.advance(SETTLE);
        probes.forEach(Live::flow);
        assertThat(state()).isEqualTo("CLOSED");
        new Live().begin();
    }

    @Test
    void silentProbesDoNotHoldItHalfOpen() {
        halfOpen();
        List<Live> probes = streams(3);
        time.advance(PATIENCE.minusMillis(1));
        assertThatThrownBy(() -> new Live().begin()).isInstanceOf(CallNotPermittedException.class);
        time.advanceMillis(1);
        List<Live> more = streams(3);
        assertThatThrownBy(() -> new Live().begin()).isInstanceOf(CallNotPermittedException.class);
        probes.get(0).end(Outcome.ABANDONED);
        assertThatThrownBy(() -> new Live().begin())
                .as("its place has been given to another already")
                .isInstanceOf(CallNotPermittedException.class);
        probes.get(1).end(Outcome.COMPLETE);
        more.forEach(stream -> stream.end(Outcome.COMPLETE));
        assertThat(state()).isEqualTo("CLOSED");
    }

    /** Few calls are no reason to refuse some. */
    @Test
    void goodProbesLongAgoKeepTheirPlace() {
        halfOpen();
        streams(2).forEach(stream -> stream.end(Outcome.COMPLETE));
        time.advance(PATIENCE.multipliedBy(3));
        streams(1).forEach(stream -> stream.end(Outcome.COMPLETE));
        assertThat(state()).isEqualTo("CLOSED");
    }

    @Test
    void streamsBegunBeforeItOpenedDoNotCloseIt() {
        List<Live> old = streams(30);
        halfOpen();
        Live probe = new Live().begin();
        old.forEach(stream -> stream.end(Outcome.COMPLETE));
        assertThat(state()).isEqualTo("HALF_OPEN");
        probe.end(Outcome.COMPLETE);
        assertThat(state()).isEqualTo("HALF_OPEN");
    }

    @Test
    void streamsBegunBeforeItOpenedDoNotOpenItAgain() {
        List<Live> old = streams(30);
        halfOpen();
        streams(3).forEach(stream -> stream.end(Outcome.COMPLETE));
        assertThat(state()).isEqualTo("CLOSED");
        old.forEach(stream -> stream.end(Outcome.TRUNCATED));
        assertThat(state()).isEqualTo("CLOSED");
        assertThat(calls()).isZero();
    }

    @Test
    void clientsThatLeaveOldStreamsLetNoMoreProbesThrough() {
        List<Live> old = streams(30);
        halfOpen();
        streams(3);
        old.forEach(stream -> stream.end(Outcome.ABANDONED));
        assertThatThrownBy(() -> new Live().begin()).isInstanceOf(CallNotPermittedException.class);
    }

    @Test
    void clientThatLeavesAProbeGivesItsPlaceBackOnce() {
        halfOpen();
        List<Live> probes = streams(3);
        probes.get(0).end(Outcome.ABANDONED);
        probes.get(0).end(Outcome.ABANDONED);
        probes.get(0).attempt.threw(new ClientGoneException());
        new Live().begin();
        assertThatThrownBy(() -> new Live().begin()).isInstanceOf(CallNotPermittedException.class);
    }

    @Test
    void probesThatCloseItAndDieThenAreFailuresOfNow() {
        halfOpen();
        List<Live> probes = streams(3);
        time.advance(SETTLE);
        probes.forEach(Live::flow);
        probes.get(2).end(Outcome.TRUNCATED);
        assertThat(calls()).isEqualTo(1);
    }

    @Test
    void clockOfOursIsTheVendorsFailure() {
        for (Live stream : streams(10)) {
            stream.attempt.cut(OpenRouterException.of(504, "OpenRouter sent nothing", null, "timeout_idle"));
            stream.end(Outcome.TRUNCATED);
        }
        assertThat(breakers.isOpen("a")).isTrue();
    }

    @Test
    void openRoutersOwnBreakerSucceedsAtTheHead() {
        UpstreamAttempt attempt = new UpstreamAttempt(ClientLink.of(Exchanges.empty()), true, time);
        breakers.pin("a", attempt);
        pinned.acquirePermission();
        assertThat(platformCalls()).isZero();
        attempt.head(200, null);
        assertThat(platformCalls()).isEqualTo(1);
        pinned.onError(1, TimeUnit.NANOSECONDS, new UnreachableException("a page of HTML"));
        assertThat(platformCalls()).isEqualTo(1);
        assertThat(calls()).isEqualTo(1);
    }

    /** Resilience4j would open for calls over a minute, whatever came of them. */
    @Test
    void goodAnswersThatTakeAMinuteAreNoFailures() {
        for (int call = 0; call < 100; call++) {
            UpstreamAttempt plain = new UpstreamAttempt(ClientLink.of(Exchanges.empty()), false, time);
            breakers.pin("a", plain);
            pinned.acquirePermission();
            time.advance(Duration.ofSeconds(61));
            plain.head(200, null);
            plain.progress();
            pinned.onResult(61, TimeUnit.SECONDS, Exchanges.withStatus(200));
        }
        assertThat(breakers.states()).containsEntry("a", "CLOSED").containsEntry(VendorBreakers.PLATFORM, "CLOSED");
    }

    @Test
    void saysInTheLogThatItOpensAndCloses() {
        try (LogRecorder log = LogRecorder.record()) {
            streams(10).forEach(stream -> stream.end(Outcome.TRUNCATED));
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains(
                            "the vendor 'a' are refused until 2026-08-04T12:00:30Z: 100 % of its last 10 calls failed")
                    .endsWith("the last one by: an answer that ended before it was whole");
            time.advance(WAIT.plusMillis(1));
            streams(3).forEach(stream -> stream.end(Outcome.COMPLETE));
            assertThat(log.lines()).last().asString().contains("Calls for the vendor 'a' go through again");
        }
    }

    /** A vendor's name is what a client has sent. */
    @Test
    void namesInTheLogStayOnTheirLineAndTellNoKey() {
        assertThat(Vendor.shown("a\nERROR forged\u2028")).isEqualTo("a?ERROR?forged?");
        assertThat(Vendor.shown("sk-or-v1-0123456789")).isEqualTo("sk-***");
    }

    private void halfOpen() {
        streams(10).forEach(stream -> stream.end(Outcome.TRUNCATED));
        assertThat(state()).isEqualTo("OPEN");
        time.advance(WAIT.plusMillis(1));
    }

    private List<Live> streams(int number) {
        return Stream.generate(Live::new).limit(number).map(Live::begin).toList();
    }

    private String state() {
        return breakers.states().get("a");
    }

    private int calls() {
        breakers.pin("a", null);
        return breakers.pinned().vendor().breaker().getMetrics().getNumberOfBufferedCalls();
    }

    private int platformCalls() {
        return breakers.platform().breaker().getMetrics().getNumberOfBufferedCalls();
    }
}
