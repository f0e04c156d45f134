/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.testing.LogRecorder;
import io.github.camelopenrouter.testing.ManualTime;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When keys are looked at and what that costs, with time, OpenRouter and calls that a test makes up. */
class KeyComparisonTest {

    private static final Duration SETTLED = Duration.ofSeconds(10);
    private static final Duration A_DAY = Duration.ofDays(1);

    @TempDir
    private Path data;

    private final ManualTime time = new ManualTime();
    private final Map<String, BigDecimal> usage = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private final Calls calls = new Calls();
    private Runnable whileAsked = () -> {};
    private Reconciliation reconciliation;

    private final class Calls implements CallsUnderWay {

        private boolean whole = true;
        private Instant noneSince = time.instant().minus(A_DAY);

        @Override
        public boolean isJournalWhole() {
            return whole;
        }

        @Override
        public Instant noneSince() {
            return noneSince;
        }
    }

    @BeforeEach
    void start() throws IOException {
        Files.createDirectory(data.resolve(Journal.DIRECTORY));
        reconciliation = made();
    }

    private Reconciliation made() {
        return new Reconciliation(new DefaultCamelContext(), data, time, this::ask, calls);
    }

    private Optional<BigDecimal> ask(String gateway, String key) {
        asked.add(gateway + "/" + key);
        whileAsked.run();
        return Optional.ofNullable(usage.get(gateway + "/" + key));
    }

    @Test
    void gatewaysWhoseKeysHaveTheSameLabelHaveAFigureEach() throws IOException {
        has("", "default", "f0");
        has("a", "default", "f1");
        has("b", "default", "f2");
        assertThat(look()).isTrue();
        billed("", "default", "0.5");
        billed("a", "default", "0.25");
        call("a", "default", "0.25", time.instant().plusSeconds(60));
        billed("b", "default", "0.125");
        assertThat(lookLater()).isTrue();
        assertThat(reconciliation.unreconciled())
                .containsOnlyKeys("default", "a/default", "b/default")
                .containsEntry("default", new BigDecimal("0.5"))
                .containsEntry("a/default", BigDecimal.ZERO)
                .containsEntry("b/default", new BigDecimal("0.125"));
    }

    @Test
    void aKeyOfTwoGatewaysAlwaysHasTheSameName() throws IOException {
        has("z", "one", "f");
        has("b", "two", "f");
        look();
        billed("b", "two", "1");
        lookLater();
        reconciliation.keys().add("a", () -> Map.of("three", "f"));
        usage.put("a/three", usage.get("b/two"));
        lookLater();
        assertThat(reconciliation.unreconciled()).containsExactly(Map.entry("a/three", BigDecimal.ZERO));
    }

    /** What was under way at a forced look is booked by the next quiet one, also where its cost became known later still. */
    @Test
    void aGatewayThatWasBusyForDaysReconcilesToZeroInItsNextQuietMoment() throws IOException {
        has("", "main", "f");
        look();
        calls.noneSince = null;
        billed("", "main", "0.5"); // of a call that is under way
        assertThat(lookLater()).isFalse();
        Instant ended = time.instant().plusSeconds(1800);
        time.advance(Duration.ofHours(1));
        try (LogRecorder log = LogRecorder.record()) {
            assertThat(look()).isTrue();
            log.assertOneWarning("0.5 USD more", "under way", "the next look counts from the same moment");
        }
        assertThat(found()).isEqualByComparingTo("0.5");

        call("", "main", "0.5", ended); // ended before that look, and its cost is known behind it
        Reconciliation restarted = made();
        restarted.keys().add("", () -> Map.of("main", "f"));
        reconciliation = restarted;
        calls.noneSince = time.instant();
        try (LogRecorder log = LogRecorder.record()) {
            assertThat(lookLater()).isTrue();
            assertThat(log.lines()).noneMatch(line -> line.startsWith("WARN"));
        }
        assertThat(found()).isEqualByComparingTo("0");
    }

    @Test
    void whatOthersHaveTakenStaysFoundAmidCallsUntilAQuietMoment() throws IOException {
        has("", "main", "f");
        look();
        billed("", "main", "3");
        for (int day = 0; day < 2; day++) {
            calls.noneSince = null;
            lookLater();
            time.advance(Duration.ofHours(1));
            assertThat(look()).isTrue();
            assertThat(found()).isEqualByComparingTo("3");
        }
        calls.noneSince = time.instant();
        lookLater();
        assertThat(found()).isEqualByComparingTo("3");
        lookLater();
        assertThat(found()).isEqualByComparingTo("0");
    }

    /** Or its journal would be read from ever longer ago. */
    @Test
    void aGatewayThatIsNeverQuietBeginsAnewEveryFewDays() throws IOException {
        has("", "main", "f");
        look();
        calls.noneSince = null;
        billed("", "main", "3");
        try (LogRecorder log = LogRecorder.record()) {
            for (int day = 0; day < 4; day++) {
                lookLater();
                time.advance(Duration.ofHours(1));
                assertThat(look()).isTrue();
            }
            assertThat(found()).isEqualByComparingTo("0");
            assertThat(log.lines()).anyMatch(line -> line.contains("the next look counts from this one"));
        }
    }

    @Test
    void aDeadKeyUsesUpNobodyElsesHourAndIsSeldomAsked() throws IOException {
        has("", "main", "f");
        look();
        has("", "dead", "d");
        usage.remove("/dead");
        asked.clear();
        try (LogRecorder log = LogRecorder.record()) {
            for (int half = 0; half < 119; half++) {
                look();
                time.advance(Duration.ofSeconds(30));
            }
            assertThat(asked).containsOnly("/dead").hasSizeLessThanOrEqualTo(12);
            time.advance(Duration.ofMinutes(5));
            look();
            log.assertOneWarning("has not said for an hour what the key dead has cost");
        }
        time.advance(A_DAY.minusHours(2));
        calls.noneSince = null; // main is due and has waited for nothing so far
        asked.clear();
        look();
        assertThat(asked).doesNotContain("/main");
    }

    @Test
    void asLongAsCallsAreUnderWayNobodyIsAskedAndNothingRead() throws IOException {
        has("", "one", "f1");
        has("", "two", "f2");
        look();
        asked.clear();
        Files.delete(data.resolve(Journal.DIRECTORY)); // to read it would fail
        calls.noneSince = null;
        assertThat(lookLater()).isFalse();
        calls.noneSince = time.instant().minusSeconds(9);
        assertThat(look()).isFalse();
        assertThat(asked).isEmpty();
    }

    @Test
    void aCallThatComesMeanwhileEndsTheRoundAtTheFirstKey() throws IOException {
        has("", "one", "f1");
        has("", "two", "f2");
        look();
        asked.clear();
        Files.delete(data.resolve(Journal.DIRECTORY)); // to read it would fail
        whileAsked = () -> calls.noneSince = null;
        assertThat(lookLater()).isFalse();
        assertThat(asked).hasSize(1);
    }

    /** One that began and ended while OpenRouter was asked. */
    @Test
    void aCallThatHasEndedMeanwhileSpoilsTheLook() throws IOException {
        has("", "one", "f1");
        whileAsked = () -> calls.noneSince = time.instant();
        assertThat(look()).isFalse();
    }

    /** Not even an hour makes up for calls that are not booked. */
    @Test
    void aLookWaitsUntilTheJournalIsWhole() throws IOException {
        has("", "main", "f");
        calls.whole = false;
        assertThat(look()).isFalse();
        time.advance(Duration.ofHours(3));
        assertThat(look()).isFalse();
        assertThat(asked).isEmpty();
        calls.whole = true;
        assertThat(look()).isTrue();
    }

    @Test
    void whatCannotBeWrittenIsSaidOnceAndWrittenLater() throws IOException {
        has("", "main", "f");
        Path inTheWay = data.resolve(Reconciliation.FILE + ".next");
        Files.createDirectory(inTheWay);
        Files.createFile(inTheWay.resolve("full"));
        try (LogRecorder log = LogRecorder.record()) {
            for (int look = 0; look < 5; look++) {
                look();
                lookLater();
            }
            log.assertOneWarning("reconcile.json cannot be written");
        }
        Files.delete(inTheWay.resolve("full"));
        Files.delete(inTheWay);
        look();
        assertThat(data.resolve(Reconciliation.FILE)).content().contains("\"main\"");
    }

    /** By an earlier version. */
    @Test
    void aFileWithoutTheTimeOfTheLastLookIsRead() throws IOException {
        Files.writeString(
                data.resolve(Reconciliation.FILE),
                "{\"f\":{\"key\":\"main\",\"usage\":\"1\",\"at\":\"2026-08-04T11:00:00Z\",\"names\":[\"/main\"],"
                        + "\"unreconciled\":\"0.25\"}}");
        has("", "main", "f");
        usage.put("/main", new BigDecimal("1.5"));
        assertThat(reconciliation.look(last -> last.equals(Instant.parse("2026-08-04T11:00:00Z")), SETTLED))
                .isTrue();
        assertThat(found()).isEqualByComparingTo("0.5");
    }

    @Test
    void whoNoLongerWantsToKnowIsNotTold() throws IOException {
        List<String> told = new ArrayList<>();
        Runnable takeBack = reconciliation.whenCompared(() -> told.add("one"));
        reconciliation.whenCompared(() -> told.add("two"));
        told.clear();
        takeBack.run();
        has("", "main", "f");
        look();
        assertThat(told).isNotEmpty().containsOnly("two");
    }

    private void has(String gateway, String label, String fingerprint) {
        Map<String, String> before = new HashMap<>(keys.getOrDefault(gateway, Map.of()));
        before.put(label, fingerprint);
        keys.put(gateway, before);
        usage.put(gateway + "/" + label, BigDecimal.ONE);
        reconciliation.keys().add(gateway, () -> before);
    }

    private final Map<String, Map<String, String>> keys = new HashMap<>();

    private void billed(String gateway, String label, String cost) {
        usage.merge(gateway + "/" + label, new BigDecimal(cost), BigDecimal::add);
    }

    private void call(String gateway, String label, String cost, Instant ended) throws IOException {
        String line = "{\"schema\":\"camel-openrouter/usage/1\",\"id\":\"019-" + ended + gateway
                + "\",\"rev\":0,\"time\":\"" + ended.minusMillis(20) + "\",\"gateway\":\"" + gateway
                + "\",\"attempts\":[{\"n\":1,\"upstream_key\":\"" + label + "\",\"cost\":\"" + cost
                + "\",\"cost_source\":\"answer\"}],\"ms\":{\"total\":20}}\n";
        Files.writeString(
                data.resolve(Journal.DIRECTORY).resolve("usage-2026-08-04.1.jsonl"),
                line,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    private BigDecimal found() {
        return reconciliation.unreconciled().get("main");
    }

    private boolean lookLater() throws IOException {
        time.advance(A_DAY);
        return look();
    }

    /** As the timer does. */
    private boolean look() throws IOException {
        Instant now = time.instant();
        return reconciliation.look(last -> Reconciliation.isDue(last, now), SETTLED);
    }
}
