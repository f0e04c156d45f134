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
import io.github.camelopenrouter.testing.Exchanges;
import io.github.camelopenrouter.testing.ManualTime;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a vendor is left alone, and when OpenRouter as a whole. */
class VendorBreakersTest {

    private static final Duration WAIT = Duration.ofSeconds(30);

    private static final Duration SETTLE = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(130);
    private static final Duration TICK = Duration.ofMillis(1);

    private final ManualTime time = new ManualTime();
    private final VendorBreakers breakers = breakers(true);
    private final PinnedBreaker pinned = new PinnedBreaker(breakers);

    static Stream<Exception> unreachable() {
        return Stream.of(
                new ConnectException("refused"),
                new UnknownHostException("openrouter.ai"),
                new NoRouteToHostException("no route"),
                new SSLHandshakeException("no trust"),
                new RuntimeException(new ConnectException("refused")));
    }

    @Test
    void opensWhenHalfOfTenCallsHaveFailed() {
        answers("a", 200, 5);
        answers("a", 503, 4);
        assertThat(breakers.isOpen("a")).isFalse();
        answers("a", 503, 1);
        assertThat(breakers.isOpen("a")).isTrue();
        assertThatThrownBy(() -> answers("a", 200, 1)).isInstanceOf(CallNotPermittedException.class);
    }

    @Test
    void whomNobodyCallsAnyMoreIsHeldBackUntilItsTimeIsOver() {
        answers("a", 503, 10);
        assertThat(breakers.holdingBack()).containsExactly("a");
        time.advance(WAIT.plus(TICK));
        assertThat(breakers.holdingBack()).isEmpty();
        answers("a", 503, 1);
        assertThat(breakers.states()).containsEntry("a", "HALF_OPEN");
        assertThat(breakers.holdingBack()).isEmpty();
    }

    @Test
    void staysClosedBelowHalf() {
        answers("a", 200, 11);
        answers("a", 503, 9);
        assertThat(breakers.isOpen("a")).isFalse();
    }

    @Test
    void nineFailuresAreTooFewToJudge() {
        answers("a", 503, 9);
        assertThat(breakers.isOpen("a")).isFalse();
    }

    @Test
    void onlyTheLastTwentyCallsCount() {
        answers("a", 200, 1000);
        answers("a", 503, 10);
        assertThat(breakers.isOpen("a")).isTrue();
    }

    @Test
    void otherVendorsAreNotConcerned() {
        answers("a", 503, 10);
        answers("b", 200, 1);
        assertThat(breakers.isOpen("b")).isFalse();
        assertThat(breakers.states()).containsEntry("a", "OPEN").containsEntry("b", "CLOSED");
        assertThat(breakers.platform().isOpen()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 500, 502, 503, 504, 524, 529})
    void statusOfAFailingVendorIsAFailure(int status) {
        answers("a", status, 10);
        assertThat(breakers.isOpen("a")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 401, 402, 403, 404, 413, 422, 429})
    void statusThatIsTheClientsAffairIsNone(int status) {
        answers("a", status, 100);
        assertThat(breakers.isOpen("a")).isFalse();
    }

    @Test
    void brokenConnectionIsTheVendorsFailure() {
        failures("a", new IOException("reset"), 10);
        assertThat(breakers.isOpen("a")).isTrue();
        assertThat(breakers.platform().isOpen()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("unreachable")
    void unreachableIsTheWholePlatformsFailure(Exception failure) {
        failures("a", failure, 10);
        assertThat(breakers.isOpen("a")).isFalse();
        assertThat(breakers.platform().isOpen()).isTrue();
        assertThatThrownBy(() -> answers("b", 200, 1)).isInstanceOf(CallNotPermittedException.class);
    }

    @Test
    void callsWithoutAVendorAskThePlatformOnly() {
        answers(Vendor.NONE, 503, 100);
        assertThat(breakers.states()).containsOnlyKeys(VendorBreakers.PLATFORM);
        assertThat(breakers.platform().isOpen()).isFalse();
    }

    @Test
    void clientThatLeavesSaysNothing() {
        failures("a", new RuntimeException(new ClientGoneException()), 1000);
        assertThat(breakers.isOpen("a")).isFalse();
        answers("a", 503, 9);
        assertThat(breakers.isOpen("a")).as("they are no calls either").isFalse();
    }

    @Test
    void clientThatLeavesGivesItsProbeBack() {
        answers("a", 503, 10);
        time.advance(WAIT.plus(TICK));
        failures("a", new ClientGoneException(), 100);
        answers("a", 200, 3);
        assertThat(breakers.states()).containsEntry("a", "CLOSED");
    }

    @Test
    void closesAfterThreeGoodProbes() {
        answers("a", 503, 10);
        time.advance(WAIT.plus(TICK));
        assertThat(breakers.isOpen("a")).isFalse();
        answers("a", 200, 2);
        assertThat(breakers.states()).containsEntry("a", "HALF_OPEN");
        answers("a", 200, 1);
        assertThat(breakers.states()).containsEntry("a", "CLOSED");
    }

    @Test
    void opensAgainAfterBadProbes() {
        answers("a", 503, 10);
        time.advance(WAIT.plus(TICK));
        answers("a", 503, 3);
        assertThat(breakers.isOpen("a")).isTrue();
        time.advance(WAIT.minusMillis(1));
        assertThat(breakers.isOpen("a")).isTrue();
    }

    @Test
    void letsNoMoreThanThreeProbesThroughAtOnce() {
        answers("a", 503, 10);
        time.advance(WAIT.plus(TICK));
        breakers.pin("a", attempt());
        for (int probe = 0; probe < 3; probe++) {
            assertThat(pinned.tryAcquirePermission()).isTrue();
        }
        assertThat(pinned.tryAcquirePermission()).isFalse();
    }

    @Test
    void refusalOfAVendorGivesThePlatformsProbeBack() {
        failures("b", new ConnectException("refused"), 10);
        time.advance(WAIT.minus(TICK));
        breakers.pin("a", attempt());
        breakers.pinned().vendor().breaker().transitionToOpenState();
        time.advance(TICK.plus(TICK));
        for (int call = 0; call < 100; call++) {
            assertThat(pinned.tryAcquirePermission()).isFalse();
        }
        answers("b", 200, 3);
        assertThat(breakers.states()).containsEntry(VendorBreakers.PLATFORM, "CLOSED");
    }

    @Test
    void tellsHowLongItStaysOpen() {
        answers("a", 503, 10);
        time.advance(Duration.ofSeconds(12));
        breakers.pin("a", attempt());
        assertThat(breakers.pinned().vendor().remaining()).isEqualTo(Duration.ofSeconds(18));
        time.advance(WAIT.plus(TICK));
        assertThat(breakers.pinned().vendor().remaining()).isZero();
    }

    @Test
    void madeUpVendorsAreForgotten() {
        for (int vendor = 0; vendor < 100_000; vendor++) {
            breakers.pin("made-up-" + vendor, attempt());
        }
        assertThat(breakers.states()).hasSize(200 + 1).containsKey("made-up-99999");
    }

    @Test
    void vendorInUseIsNotForgotten() {
        answers("a", 503, 10);
        for (int vendor = 0; vendor < 1000; vendor++) {
            breakers.pin("made-up-" + vendor, attempt());
            breakers.pin("a", attempt());
        }
        assertThat(breakers.isOpen("a")).isTrue();
    }

    /** A model's name comes from the client. */
    @Test
    void vendorOfThePlatformsNameDoesNotHideThePlatform() {
        answers("OpenRouter", 503, 10);
        assertThat(breakers.states()).containsEntry(VendorBreakers.PLATFORM, "CLOSED");
        assertThat(breakers.platform().isOpen()).isFalse();
    }

    @Test
    void neverOpensWhenSwitchedOff() {
        VendorBreakers off = breakers(false);
        PinnedBreaker breaker = new PinnedBreaker(off);
        off.pin("a", attempt());
        for (int call = 0; call < 1000; call++) {
            breaker.acquirePermission();
            breaker.onResult(1, TimeUnit.NANOSECONDS, Exchanges.withStatus(503));
        }
        assertThat(off.isOpen("a")).isFalse();
    }

    private UpstreamAttempt attempt() {
        return new UpstreamAttempt(ClientLink.of(Exchanges.empty()), true, time);
    }

    private void answers(String vendor, int status, int number) {
        for (int call = 0; call < number; call++) {
            breakers.pin(vendor, attempt());
            pinned.acquirePermission();
            pinned.onResult(1, TimeUnit.NANOSECONDS, Exchanges.withStatus(status));
        }
    }

    private void failures(String vendor, Exception failure, int number) {
        for (int call = 0; call < number; call++) {
            breakers.pin(vendor, attempt());
            pinned.acquirePermission();
            pinned.onError(1, TimeUnit.NANOSECONDS, failure);
        }
    }

    private VendorBreakers breakers(boolean enabled) {
        return new VendorBreakers(
                new CircuitBreakerSettings(enabled, 50, 20, 10, WAIT, 3, SETTLE, PATIENCE, 200), time);
    }
}
