/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.auth.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelopenrouter.auth.Memberships;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.spi.Credentials;
import io.github.camelopenrouter.testing.Exchanges;
import io.github.camelopenrouter.testing.LogRecorder;
import io.github.camelopenrouter.testing.ManualTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How often an issuer is asked, and what holds while it is away. */
@Timeout(60)
class IssuerKeysTest {

    private final ManualTime time = new ManualTime();
    private FakeIssuer issuer;
    private OidcAuthenticator authenticator;
    private String claims;

    @BeforeEach
    void start() {
        issuer = FakeIssuer.start();
        OidcSettings settings =
                new OidcSettings(List.of(issuer.name()), Set.of(FakeIssuer.AUDIENCE), "sub", null, null, Map.of());
        authenticator = OidcAuthenticator.of(settings, new IssuerClient(List.of()), new Memberships(), time);
        claims = goodToken().split("\\.")[1];
    }

    @AfterEach
    void stop() {
        issuer.close();
    }

    @Test
    void isAskedBeforeTheFirstTokenNeverAndOnceForMany() {
        assertThat(issuer.asked()).isZero();
        for (int n = 0; n < 10; n++) {
            assertThat(isKnown(goodToken())).isTrue();
        }
        assertThat(issuer.asked(FakeIssuer.DISCOVERY)).isEqualTo(1);
        assertThat(issuer.asked(FakeIssuer.KEYS)).isEqualTo(1);
    }

    @Test
    void isAskedTwiceForFiveThousandKeysThatNobodyKnows() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(16);
        IntStream.range(0, 5_000).forEach(n -> clients.execute(() -> isKnown(tokenOfKey("unknown-" + n))));
        clients.shutdown();
        assertThat(clients.awaitTermination(50, TimeUnit.SECONDS)).isTrue();

        assertThat(issuer.asked(FakeIssuer.KEYS)).isEqualTo(2);
        assertThat(issuer.asked(FakeIssuer.DISCOVERY)).isEqualTo(1);
        assertThat(isKnown(goodToken())).isTrue();
        time.advance(Duration.ofSeconds(29));
        isKnown(tokenOfKey("unknown"));
        assertThat(issuer.asked(FakeIssuer.KEYS)).isEqualTo(2);
        time.advance(Duration.ofSeconds(1));
        isKnown(tokenOfKey("unknown"));
        assertThat(issuer.asked(FakeIssuer.KEYS)).isEqualTo(3);
    }

    @Test
    void knowsANewKeyAtOnceAndAnOldOneNoMore() {
        String old = goodToken();
        assertThat(isKnown(old)).isTrue();
        issuer.publish(FakeIssuer.OTHER_RSA);

        assertThat(isKnown(FakeIssuer.sign("RS256", FakeIssuer.OTHER_RSA, issuer.claims(time))))
                .isTrue();
        assertThat(isKnown(old)).isFalse();
    }

    @Test
    void knownKeysGoOnForAnHourWhileItIsAway() {
        assertThat(isKnown(goodToken())).isTrue();
        issuer.answerWith(503);
        try (LogRecorder log = LogRecorder.record()) {
            time.advance(Duration.ofMinutes(59));
            assertThat(isKnown(goodToken())).isTrue();
            await().until(() -> log.lines().stream().anyMatch(line -> line.startsWith("WARN")));
            log.assertOneWarning("The keys of the issuer " + issuer.name() + " could not be fetched", "status 503");
        }
        time.advance(Duration.ofMinutes(2));
        assertThat(isKnown(goodToken())).isFalse();
        issuer.answerWith(200);
        assertThat(isKnown(goodToken())).isFalse();
        time.advance(Duration.ofSeconds(31));
        assertThat(isKnown(goodToken())).isTrue();
    }

    /** A request does not wait for keys where it has some. */
    @Test
    void keysAreFetchedAnewBesideTheRequests() {
        assertThat(isKnown(goodToken())).isTrue();
        time.advance(Duration.ofMinutes(6));
        assertThat(isKnown(goodToken())).isTrue();
        await().until(() -> issuer.asked(FakeIssuer.KEYS) == 2);
        assertThat(isKnown(goodToken())).isTrue();
        assertThat(issuer.asked(FakeIssuer.KEYS)).isEqualTo(2);
    }

    @Test
    void aFlawedSetChangesNothing() {
        assertThat(isKnown(goodToken())).isTrue();
        for (String set : List.of("[]", "{}", "{\"keys\":7}", "<html>", "{\"keys\":[],\"keys\":[]}")) {
            issuer.publish(set);
            time.advance(Duration.ofSeconds(30));
            assertThat(isKnown(tokenOfKey("unknown"))).isFalse();
            assertThat(isKnown(goodToken())).isTrue();
        }
        issuer.publish("{\"keys\":[]}");
        time.advance(Duration.ofSeconds(30));
        isKnown(tokenOfKey("unknown"));
        assertThat(isKnown(goodToken())).isFalse();
    }

    @Test
    void aDocumentThatNeverEndsIsGivenUp() {
        issuer.publish("{\"keys\":[" + " ".repeat(SmallBody.MOST_BYTES) + "]}");
        assertThat(isKnown(goodToken())).isFalse();
    }

    private String goodToken() {
        return FakeIssuer.sign("ES256", FakeIssuer.EC, issuer.claims(time));
    }

    /** Its signature is nobody's to look at. */
    private String tokenOfKey(String id) {
        return FakeIssuer.part("{\"alg\":\"ES256\",\"kid\":\"" + id + "\"}") + "." + claims + ".AAAA";
    }

    private boolean isKnown(String token) {
        try {
            return authenticator.authenticate(
                            new Credentials(token, Exchanges.empty().getMessage()))
                    != null;
        } catch (OpenRouterException refusal) {
            assertThat(refusal.status()).isEqualTo(401);
            return false;
        }
    }
}
