/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenrouter.testing.ManualTime;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What keys are told of their bills, and when. */
class AccountTest {

    private static final String TINY = SandboxFixture.body(SandboxFixture.CHAT, "sandbox/tiny-cost", false);

    private final ManualTime time = new ManualTime();

    private Sandbox sandbox;

    @BeforeEach
    void start() {
        sandbox = Sandbox.start(0, time);
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private HttpResponse<String> send(String path, String key, HttpRequest.BodyPublisher body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(sandbox.baseUrl() + path))
                .method(body.contentLength() == 0 ? "GET" : "POST", body)
                .header("Authorization", "Bearer " + key)
                .build();
        return SandboxFixture.CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path, String key) throws Exception {
        return send(path, key, HttpRequest.BodyPublishers.noBody());
    }

    private String chat(String key, String body) throws Exception {
        return send(SandboxFixture.CHAT, key, HttpRequest.BodyPublishers.ofString(body))
                .headers()
                .firstValue("X-Generation-Id")
                .orElseThrow();
    }

    private JsonNode key(String key) throws Exception {
        return SandboxFixture.json(get("/v1/key", key)).path("data");
    }

    @Test
    void aGenerationIsNotFoundUntilTwoSecondsAfterItsEnd() throws Exception {
        String path = "/v1/generation?id=" + chat("a", TINY);

        assertThat(get(path, "a").statusCode()).isEqualTo(404);
        time.advance(Duration.ofMillis(1_999));
        assertThat(get(path, "a").statusCode()).isEqualTo(404);
        time.advance(Duration.ofMillis(1));
        assertThat(SandboxFixture.json(get(path, "a")).at("/data/total_cost").decimalValue())
                .isEqualByComparingTo("0.00000014");
    }

    @Test
    void howLongThatIsCanBeSaid() throws Exception {
        String path = "/v1/generation?id=" + chat("a", TINY);
        HttpResponse<String> said =
                send("/sandbox/generation-delay?seconds=600", "a", HttpRequest.BodyPublishers.ofString("x"));
        assertThat(SandboxFixture.json(said).path("generation_delay_seconds").asInt())
                .isEqualTo(600);

        time.advance(Duration.ofSeconds(599));
        assertThat(get(path, "a").statusCode()).isEqualTo(404);
        time.advance(Duration.ofSeconds(1));
        assertThat(get(path, "a").statusCode()).isEqualTo(200);
        sandbox.generationDelay(Duration.ofHours(1));
        assertThat(get(path, "a").statusCode()).isEqualTo(404);
        sandbox.generationDelay(Duration.ZERO);
        assertThat(get("/v1/generation?id=" + chat("a", TINY), "a").statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?seconds=soon", "?seconds=-1", "?seconds=86401", "?seconds=1e99", ""})
    void nonsenseIsNoDelay(String query) throws Exception {
        HttpResponse<String> refused =
                send("/sandbox/generation-delay" + query, "a", HttpRequest.BodyPublishers.ofString("x"));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("seconds: expected a number from 0 to 86400");
    }

    @Test
    void aDelayIsOnlyPosted() throws Exception {
        assertThat(get("/sandbox/generation-delay?seconds=0", "a").statusCode()).isEqualTo(404);
    }

    @Test
    void onlyTheKeyThatMadeAGenerationMayReadIt() throws Exception {
        sandbox.generationDelay(Duration.ZERO);
        String path = "/v1/generation?id=" + chat("a", TINY);

        assertThat(get(path, "b").statusCode()).isEqualTo(404);
        assertThat(get(path, "a").statusCode()).isEqualTo(200);
        assertThat(get("/v1/generation?id=gen-unknown", "a").statusCode()).isEqualTo(404);
        assertThat(get("/v1/generation", "a").statusCode()).isEqualTo(404);
    }

    @Test
    void aKeyIsToldItsOwnBillToTheDigit() throws Exception {
        for (int i = 0; i < 1_000; i++) {
            chat("a", TINY);
        }
        chat("b", TINY);

        JsonNode told = key("a");
        assertThat(told.path("usage").decimalValue()).isEqualByComparingTo("0.00014");
        assertThat(told.path("usage_daily").decimalValue()).isEqualByComparingTo("0.00014");
        assertThat(told.path("limit_remaining").decimalValue()).isEqualByComparingTo("99.99986");
        assertThat(get("/v1/key", "b").body()).contains("\"usage\":1.4e-7,");
        assertThat(get("/v1/credits", "b").body()).contains("\"total_credits\":100,\"total_usage\":0.00014014}");
        assertThat(sandbox.billedTotal()).isEqualByComparingTo("0.00014014");
        assertThat(told.path("label").asText())
                .isEqualTo(sandbox.billed().get(0).key())
                .isNotEqualTo(key("b").path("label").asText());
    }

    @Test
    void daysWeeksAndMonthsBeginAnew() throws Exception {
        Instant endOfAMonthOnAFriday = Instant.parse("2026-07-31T23:59:50Z");
        time.advance(Duration.between(time.instant(), endOfAMonthOnAFriday));
        chat("a", TINY);
        time.advance(Duration.ofSeconds(10));
        assertThat(key("a").path("usage_daily").decimalValue()).isZero();
        assertThat(key("a").path("usage_monthly").decimalValue()).isZero();
        assertThat(key("a").path("usage_weekly").decimalValue()).isEqualByComparingTo("0.00000014");

        chat("a", TINY);
        assertThat(key("a").path("usage_daily").decimalValue()).isEqualByComparingTo("0.00000014");
        assertThat(key("a").path("usage_weekly").decimalValue()).isEqualByComparingTo("0.00000028");
        time.advance(Duration.ofDays(2));
        assertThat(key("a").path("usage_weekly").decimalValue()).isZero();
        assertThat(key("a").path("usage_monthly").decimalValue()).isEqualByComparingTo("0.00000014");
        assertThat(key("a").path("usage").decimalValue()).isEqualByComparingTo("0.00000028");
    }

    @Test
    void whatAVendorTakesFromAKeyOfOnesOwnStandsApart() throws Exception {
        chat("a", SandboxFixture.body(SandboxFixture.CHAT, "sandbox/byok", false));

        BigDecimal usage = key("a").path("usage").decimalValue();
        assertThat(usage).isEqualByComparingTo(sandbox.billedTotal());
        assertThat(key("a").path("byok_usage").decimalValue())
                .isPositive()
                .isEqualByComparingTo(usage.multiply(BigDecimal.valueOf(20)));
        assertThat(key("a").path("byok_usage_daily")).isEqualTo(key("a").path("byok_usage"));
    }

    @Test
    void aLabelShowsNothingOfTheKey() {
        for (String key : new String[] {"x", "sk-or-v1-abcdef0123456789", "sandbox"}) {
            assertThat(Authentication.label(key)).matches("sk-or-v1-[0-9a-f]{6}\\.\\.\\.[0-9a-f]{6}");
        }
        assertThat(Authentication.label("sk-or-v1-abcdef0123456789")).doesNotContain("abc", "789");
    }

    @Test
    void theLastHundredThousandCallsAreKeptAndAllAreSummedUp() {
        Ledger ledger = new Ledger(Clock.systemUTC());
        for (int i = 0; i < Ledger.KEPT + 10; i++) {
            ledger.book(ledger.order("gen-" + i, "a/b", "completions", "key"), new BigDecimal("0.00000014"));
        }
        assertThat(ledger.statement().calls()).hasSize(100_000);
        assertThat(ledger.statement().calls().get(0).order().id()).isEqualTo("gen-10");
        assertThat(ledger.total()).isEqualByComparingTo("0.0140014");
    }
}
