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

import io.github.camelopenrouter.balance.BalanceSettings;
import io.github.camelopenrouter.balance.Balancer;
import io.github.camelopenrouter.balance.MemberState;
import io.github.camelopenrouter.call.ClientLink;
import io.github.camelopenrouter.error.ClientGoneException;
import io.github.camelopenrouter.testing.Exchanges;
import io.github.camelopenrouter.testing.ManualTime;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What keys and models learn is what the circuit breaker learns. */
class AttemptMembersTest {

    private static final long USUAL = 100;
    private static final long FAILURE = 1000;

    private final ManualTime time = new ManualTime();
    private final VendorBreakers breakers = new VendorBreakers(
            new CircuitBreakerSettings(
                    true, 50, 20, 10, Duration.ofSeconds(30), 3, Duration.ofSeconds(10), Duration.ofSeconds(130), 200),
            time);
    private final PinnedBreaker breaker = new PinnedBreaker(breakers);
    private final Balancer keys = balancer("k");
    private final Balancer models = balancer("m");
    private UpstreamAttempt attempt;
    private AttemptMembers members;

    @BeforeEach
    void answerOnceAsUsual() {
        begin();
        time.advanceMillis(USUAL);
        members.firstByte();
        breaker.onResult(1, TimeUnit.NANOSECONDS, Exchanges.withStatus(200));
        members.end();
        assertThat(millis(keys)).isEqualTo(USUAL);
        begin();
    }

    @Test
    void tryCountsFromItsPermissionToItsEnd() {
        assertThat(state(keys).outstanding()).isEqualTo(1);
        breaker.onResult(1, TimeUnit.NANOSECONDS, Exchanges.withStatus(200));
        assertThat(state(models).outstanding()).isEqualTo(1);
        members.end();
        members.end();
        assertThat(state(keys).outstanding()).isZero();
        assertThat(state(models).outstanding()).isZero();
    }

    @Test
    void timeToTheFirstByteCountsNotTheWholeAnswer() {
        time.advanceMillis(150);
        members.firstByte();
        time.advanceMillis(30);
        members.firstByte();
        breaker.onResult(1, TimeUnit.NANOSECONDS, Exchanges.withStatus(200));
        time.advanceMillis(9000);
        members.end();
        begin();
        assertThat(millis(keys)).isEqualTo(150);
        assertThat(millis(models)).isEqualTo(150);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 500, 502, 503, 529})
    void failureIsASlowAnswer(int status) {
        breaker.onResult(1, TimeUnit.NANOSECONDS, Exchanges.withStatus(status));
        members.end();
        assertThat(millis(keys)).isEqualTo(FAILURE);
        assertThat(millis(models)).isEqualTo(FAILURE);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404, 413})
    void refusalSaysNothing(int status) {
        breaker.onResult(1, TimeUnit.NANOSECONDS, Exchanges.withStatus(status));
        members.end();
        assertThat(millis(keys)).isEqualTo(USUAL);
        assertThat(millis(models)).isEqualTo(USUAL);
    }

    @Test
    void vendorThatWantsFewerRequestsGetsFewer() {
        breaker.onResult(1, TimeUnit.NANOSECONDS, Exchanges.withStatus(429));
        members.end();
        assertThat(millis(keys)).isEqualTo(USUAL);
        assertThat(millis(models)).isEqualTo(FAILURE);
    }

    @Test
    void brokenConnectionIsAFailureAndAnEnd() {
        breaker.onError(1, TimeUnit.NANOSECONDS, new IOException("reset"));
        assertThat(millis(models)).isEqualTo(FAILURE);
        assertThat(state(models).outstanding()).isZero();
        assertThat(state(keys).outstanding()).isZero();
    }

    @Test
    void clientThatLeavesIsAnEndAndNothingElse() {
        time.advanceMillis(5000);
        breaker.onError(1, TimeUnit.NANOSECONDS, new ClientGoneException());
        assertThat(millis(models)).isEqualTo(USUAL);
        assertThat(state(models).outstanding()).isZero();
    }

    @Test
    void platformThatCannotBeReachedIsNobodysFault() {
        breaker.onError(1, TimeUnit.NANOSECONDS, new ConnectException("refused"));
        assertThat(millis(keys)).isEqualTo(USUAL);
        assertThat(state(keys).outstanding()).isZero();
    }

    @Test
    void refusedTryNeverBegins() {
        members.end();
        breakers.pinned().vendor().breaker().transitionToOpenState();
        attempt = attempt();
        breakers.pin("a", attempt);
        assertThatThrownBy(breaker::acquirePermission).isInstanceOf(CallNotPermittedException.class);
        assertThat(state(keys).outstanding()).isZero();
        attempt.members().end();
        assertThat(state(keys).outstanding()).isZero();
    }

    /** A vendor whose streams die soon is quick to begin them, and must not draw more calls for that. */
    @Test
    void streamThatDiesAfterAQuickBeginningIsAFailure() {
        members.firstByte();
        breaker.onResult(1, TimeUnit.NANOSECONDS, Exchanges.withOpenStream());
        assertThat(state(models).outstanding()).isEqualTo(1);
        attempt.settlement().failed("a test");
        attempt.settlement().failed("a test");
        assertThat(millis(keys)).isEqualTo(FAILURE);
        assertThat(millis(models)).isEqualTo(FAILURE);
        assertThat(state(models).outstanding()).isZero();
    }

    @Test
    void timeToTheFirstByteOfAStreamIsKnownBeforeItsEnd() {
        time.advanceMillis(150);
        members.firstByte();
        breaker.onResult(1, TimeUnit.NANOSECONDS, Exchanges.withOpenStream());
        assertThat(millis(models)).isEqualTo(150);
    }

    private void begin() {
        attempt = attempt();
        members = attempt.members();
        breakers.pin("a", attempt);
        breaker.acquirePermission();
    }

    private UpstreamAttempt attempt() {
        UpstreamAttempt fresh = new UpstreamAttempt(ClientLink.of(Exchanges.empty()), true, time);
        fresh.members().chooseKey(keys, new UpstreamKey("k", "sk-canary"));
        fresh.members().chooseModel(models, "m");
        return fresh;
    }

    private static long millis(Balancer balancer) {
        return state(balancer).expected().toMillis();
    }

    private static MemberState state(Balancer balancer) {
        return balancer.states().get(0);
    }

    private Balancer balancer(String only) {
        BalanceSettings options = new BalanceSettings(true, Duration.ofSeconds(10));
        return new Balancer(Map.of(only, 1.0), options, name -> true, time, () -> 0.5);
    }
}
