/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert.rules;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenrouter.api.AlertFinding;
import io.github.camelopenrouter.api.CallRecord;
import io.github.camelopenrouter.api.CallRecord.Outcome;
import io.github.camelopenrouter.api.InformationalHealthCheck;
import io.github.camelopenrouter.api.TokenUsage;
import io.github.camelopenrouter.spi.AlertRule;
import io.github.camelopenrouter.spi.NotYetKnownException;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each rule takes for wrong. */
class RulesTest {

    private static final Instant NOW = Instant.parse("2026-11-30T10:30:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final long FIVE_MINUTES = 300_000;

    private final AtomicLong millis = new AtomicLong(NOW.toEpochMilli());
    private final RecentCalls recent = new RecentCalls(millis::get, Duration.ofSeconds(10));

    @ParameterizedTest
    @CsvSource({
        "COMPLETE,200,false",
        "ERROR,400,false",
        "ERROR,404,false",
        "ERROR,402,true",
        "ERROR,408,true",
        "ERROR,429,true",
        "ERROR,500,true",
        "ERROR,503,true",
        "ERROR,,true",
        "TRUNCATED,200,true",
        "REFUSED,429,false",
        "REFUSED,503,true",
        "CANCELLED,,false",
        "BLOCKED,200,false",
        "DRAINED,503,false"
    })
    void aCallHasFailedByNoFaultOfItsClient(Outcome outcome, @Nullable Integer status, boolean failed) {
        assertThat(RecentCalls.hasFailed(call(outcome, status, false, null))).isEqualTo(failed);
    }

    @Test
    void errorRateIsWrongFromItsThresholdOnOfTwentyCalls() throws Exception {
        ErrorRateRule rule = new ErrorRateRule(recent, new BigDecimal("20"));
        calls(15, Outcome.COMPLETE, 200);
        calls(4, Outcome.ERROR, 500);
        assertThatThrownBy(() -> rule.look(NOW)).isInstanceOf(NotYetKnownException.class);
        calls(1, Outcome.COMPLETE, 200);
        calls(0, Outcome.ERROR, 500);
        assertThat(found(rule)).containsExactly("calls 20.0% 20%");
        calls(1, Outcome.COMPLETE, 200);
        assertThat(found(rule)).isEmpty();
    }

    @Test
    void callsOfMoreThanFiveMinutesAgoDoNotCount() throws Exception {
        ErrorRateRule rule = new ErrorRateRule(recent, new BigDecimal("20"));
        calls(30, Outcome.ERROR, 500);
        millis.addAndGet(FIVE_MINUTES - 10_000);
        assertThat(found(rule)).hasSize(1);
        millis.addAndGet(10_000);
        assertThat(found(rule)).isEmpty();
        calls(20, Outcome.COMPLETE, 200);
        assertThat(recent.failed()).isZero();
    }

    @Test
    void slowFirstTokenIsThe95thPercentile() throws Exception {
        SlowFirstTokenRule rule = new SlowFirstTokenRule(recent, new BigDecimal("10"));
        streams(19, Duration.ofSeconds(1));
        streams(1, Duration.ofSeconds(60));
        assertThat(found(rule)).isEmpty(); // 19 of 20 were quick
        streams(1, Duration.ofSeconds(60));
        assertThat(found(rule))
                .singleElement()
                .asString()
                .startsWith("streams 6")
                .endsWith(" s 10 s");
        recent.ended(call(Outcome.COMPLETE, 200, false, Duration.ofSeconds(60))); // no stream
        assertThat(recent.streams()).isEqualTo(21);
    }

    @Test
    void guardrailBlocks() throws Exception {
        GuardrailBlocksRule rule = new GuardrailBlocksRule(recent, new BigDecimal("10"));
        calls(9, Outcome.BLOCKED, 200);
        assertThatThrownBy(() -> rule.look(NOW)).isInstanceOf(NotYetKnownException.class);
        calls(1, Outcome.BLOCKED, 200);
        assertThat(found(rule)).containsExactly("answers 10 10");
        millis.addAndGet(FIVE_MINUTES);
        assertThat(found(rule)).isEmpty();
    }

    @Test
    void usageDroppedIsWrongForFiveMinutes() {
        AtomicLong dropped = new AtomicLong();
        UsageDroppedRule rule = new UsageDroppedRule(dropped::get);
        assertThat(rule.look(NOW)).isEmpty();
        dropped.set(3);
        assertThat(rule.look(NOW.plusSeconds(10)))
                .extracting(AlertFinding::value)
                .containsExactly("3");
        assertThat(rule.look(NOW.plusSeconds(309))).hasSize(1);
        assertThat(rule.look(NOW.plusSeconds(310))).isEmpty();
        dropped.set(4);
        assertThat(rule.look(NOW.plusSeconds(320)))
                .extracting(AlertFinding::value)
                .containsExactly("1");
    }

    @Test
    void unreconciledIsAnyDifferenceOrAnAmount() throws Exception {
        Map<String, BigDecimal> differences = Map.of("a", new BigDecimal("-0.5"), "b", new BigDecimal("0.00"));
        assertThat(found(new UnreconciledRule(() -> differences, null))).containsExactly("a -0.5 USD null");
        assertThat(found(new UnreconciledRule(() -> differences, new BigDecimal("0.5"))))
                .hasSize(1);
        assertThat(found(new UnreconciledRule(() -> differences, new BigDecimal("0.6"))))
                .isEmpty();
    }

    @Test
    void healthChecksThatAreDownAreNamedAndNotQuoted() throws Exception {
        HealthRule rule = new HealthRule(
                "store-down",
                () -> Stream.of(check("openrouter-store", true), check("openrouter-other", false)),
                "The store does not follow the journal.");
        assertThat(rule.look(NOW)).singleElement().satisfies(finding -> {
            assertThat(finding.subject()).isEqualTo("openrouter-store");
            assertThat(finding.text()).doesNotContain("canary");
        });
    }

    @Test
    void creditsAreATenthOfTheLimitOrAnAmount() throws Exception {
        Background<List<KeyFacts>> keys = keys("{\"limit\":100,\"limit_remaining\":10.0,\"expires_at\":null}");
        assertThat(found(new UpstreamCreditsRule(keys, null))).containsExactly("main 10.00 USD 10.00 USD");
        assertThat(found(new UpstreamCreditsRule(keys, new BigDecimal("9.99")))).isEmpty();
        assertThat(found(new UpstreamCreditsRule(keys("{\"limit\":null,\"limit_remaining\":null}"), null)))
                .isEmpty();
    }

    @Test
    void soAreCallsThatNobodyPays() throws Exception {
        UnpaidCalls unpaid = new UnpaidCalls(CLOCK);
        UpstreamCreditsRule rule =
                new UpstreamCreditsRule(keys("{\"limit\":null,\"limit_remaining\":null}"), null, unpaid::keys);
        unpaid.ended(attempted(402));
        assertThat(found(rule)).containsExactly("main 0.00 USD null");
        unpaid.ended(attempted(500));
        assertThat(found(rule)).hasSize(1);
        unpaid.ended(attempted(200));
        assertThat(found(rule)).isEmpty();
    }

    @Test
    void thatNobodyPaysIsToldWhereTheLimitsCannotBeAsked() throws Exception {
        UnpaidCalls unpaid = new UnpaidCalls(CLOCK);
        Background<List<KeyFacts>> broken = new Background<>(Runnable::run, Duration.ofMinutes(5), () -> {
            throw new IOException("401");
        });
        UpstreamCreditsRule rule = new UpstreamCreditsRule(broken, null, unpaid::keys);
        assertThatThrownBy(() -> rule.look(NOW)).hasMessage("401");
        unpaid.ended(attempted(402));
        assertThat(found(rule)).containsExactly("main 0.00 USD null");
    }

    private static CallRecord attempted(int status) {
        CallRecord call = call(Outcome.ERROR, 503, false, null);
        CallRecord.Attempt attempt = new CallRecord.Attempt(
                null, null, null, "main", status, null, null, null, CallRecord.CostSource.NONE, Duration.ZERO);
        return new CallRecord(
                call.id(),
                null,
                null,
                call.time(),
                "",
                call.door(),
                call.operation(),
                null,
                false,
                call.client(),
                call.tags(),
                call.model(),
                null,
                null,
                "main",
                503,
                call.outcome(),
                null,
                null,
                List.of(attempt),
                call.usage(),
                call.times(),
                call.bytes(),
                null,
                null);
    }

    @Test
    void aKeyExpiresSoon() throws Exception {
        Background<List<KeyFacts>> keys = keys("{\"expires_at\":\"2026-12-05T00:00:00Z\"}");
        assertThat(found(new KeyExpiresRule(keys, Duration.ofDays(7))))
                .containsExactly("main 2026-12-05T00:00:00Z 7 days");
        assertThat(found(new KeyExpiresRule(keys, Duration.ofDays(2)))).isEmpty();
    }

    @Test
    void aDayCostsTooMuch() throws Exception {
        Spend spend = (from, to) -> new BigDecimal(from.equals(Instant.parse("2026-11-30T00:00:00Z")) ? "25" : "0");
        assertThat(found(new SpendPerDayRule(spend, new BigDecimal("25"), Runnable::run, Duration.ofMinutes(1), CLOCK)))
                .containsExactly("day 25.00 USD 25.00 USD");
        assertThat(found(new SpendPerDayRule(spend, new BigDecimal("26"), Runnable::run, Duration.ofMinutes(1), CLOCK)))
                .isEmpty();
    }

    @Test
    void anHourCostsThreeTimesAsMuchAsTheDaysBefore() throws Exception {
        assertThat(found(spike((from, to) -> new BigDecimal(to == null ? "3" : "1"))))
                .containsExactly("hour 3.00 USD 3.00 USD");
        assertThat(found(spike((from, to) -> new BigDecimal(to == null ? "2.9" : "1"))))
                .isEmpty();
        Instant twoDaysAgo = NOW.minus(Duration.ofDays(3));
        assertThat(found(
                        spike((from, to) -> new BigDecimal(to == null ? "300" : from.isAfter(twoDaysAgo) ? "1" : "0"))))
                .isEmpty(); // two days say nothing
    }

    private static SpendSpikeRule spike(Spend spend) {
        return new SpendSpikeRule(spend, new BigDecimal("3"), Runnable::run, Duration.ofMinutes(1), CLOCK);
    }

    @Test
    void whatFailsBehindTheLooksIsSaidAndAskedAgainLater() throws Exception {
        AtomicLong asked = new AtomicLong();
        Background<String> background = new Background<>(Runnable::run, Duration.ofMinutes(1), () -> {
            if (asked.incrementAndGet() == 1) {
                throw new IllegalStateException("away");
            }
            return "there";
        });
        assertThatThrownBy(() -> background.last(NOW)).hasMessage("away");
        assertThatThrownBy(() -> background.last(NOW.plusSeconds(9))).hasMessage("away");
        assertThat(background.last(NOW.plusSeconds(10))).isEqualTo("there");
    }

    @ParameterizedTest
    @CsvSource({"20%,20", "2.5 %,2.5", "on,"})
    void percentages(String text, @Nullable BigDecimal number) {
        assertThat(Threshold.percent().parser().apply(text).number()).isEqualTo(number);
    }

    @ParameterizedTest
    @CsvSource({"20", "0%", "101%", "-1%", "%", "many%"})
    void noPercentages(String text) {
        assertThatThrownBy(() -> Threshold.percent().parser().apply(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Background<List<KeyFacts>> keys(String answer) throws Exception {
        KeyFacts facts = KeyQuestions.read("main", ("{\"data\":" + answer + "}").getBytes(UTF_8));
        assertThat(facts).isNotNull();
        return new Background<>(Runnable::run, Duration.ofMinutes(5), () -> List.of(facts));
    }

    private static HealthCheck check(String id, boolean isDown) {
        return new InformationalHealthCheck(id) {
            @Override
            protected void tell(HealthCheckResultBuilder result) {
                if (isDown) {
                    result.down().message("canary");
                }
            }
        };
    }

    private void calls(int number, Outcome outcome, int status) {
        for (int call = 0; call < number; call++) {
            recent.ended(call(outcome, status, false, null));
        }
    }

    private void streams(int number, Duration firstToken) {
        for (int call = 0; call < number; call++) {
            recent.ended(call(Outcome.COMPLETE, 200, true, firstToken));
        }
    }

    private static List<String> found(AlertRule rule) throws Exception {
        return rule.look(NOW).stream()
                .map(one -> one.subject() + " " + one.value() + " " + one.threshold())
                .toList();
    }

    private static CallRecord call(
            Outcome outcome, @Nullable Integer status, boolean stream, @Nullable Duration firstToken) {
        return new CallRecord(
                "id",
                null,
                null,
                NOW,
                "",
                "/v1/chat/completions",
                null,
                null,
                stream,
                new CallRecord.Client(null, null, null, null),
                Map.of(),
                new CallRecord.Model(null, null, null),
                null,
                null,
                null,
                status,
                outcome,
                null,
                null,
                List.of(),
                TokenUsage.UNKNOWN,
                new CallRecord.Times(null, firstToken, Duration.ofSeconds(61), Duration.ZERO),
                new CallRecord.Bytes(null, 0),
                null,
                null);
    }
}
