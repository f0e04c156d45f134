/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.budgets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenrouter.spi.BudgetKeeper.Amounts;
import io.github.camelopenrouter.spi.BudgetKeeper.Answer;
import io.github.camelopenrouter.spi.BudgetKeeper.Counter;
import io.github.camelopenrouter.spi.BudgetKeeper.Demand;
import io.github.camelopenrouter.usage.JournalFollower;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BudgetJournalTest {

    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");

    @TempDir
    Path data;

    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private final AtomicBoolean whole = new AtomicBoolean(true);

    private final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return now.get();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    };

    private ProcessKeeper keeper;

    private static Counter of(String period, Instant moment) {
        Period.Window window = Period.of(period).around(moment, ZoneOffset.UTC, DayOfWeek.MONDAY);
        return new Counter("team", "t", period, window.from(), window.until());
    }

    /** A process that begins; each call of team t counts for its day and in all. */
    private BudgetJournal process() {
        keeper = new ProcessKeeper(clock, () -> null);
        Path journal = data.resolve("usage");
        return new BudgetJournal(
                journal,
                position -> JournalFollower.of(journal, position),
                new BudgetFile(data),
                keeper,
                call -> "t".equals(call.caller().team())
                        ? List.of(of("day", call.time()), of("total", call.time()))
                        : List.of(),
                whole::get,
                clock);
    }

    private void write(String id, int revision, String time, String team, String more) throws IOException {
        String day = time.substring(0, 10);
        Path file = Files.createDirectories(data.resolve("usage")).resolve("usage-" + day + ".1.jsonl");
        String line = "{\"schema\":\"camel-openrouter/usage/1\",\"id\":\"" + id + "\",\"rev\":" + revision
                + ",\"time\":\"" + time + "\",\"client\":{\"key\":\"k\",\"team\":\"" + team + "\"}," + more + "}\n";
        Files.writeString(file, line, UTF_8, CREATE, APPEND);
    }

    private static String cost(String usd) {
        return "\"spend\":\"" + usd + "\",\"cost_source\":\"answer\"";
    }

    private static String estimate(String usd) {
        return "\"estimate\":\"" + usd + "\",\"cost_source\":\"unresolved\"";
    }

    private Amounts amounts(String period) throws IOException {
        Counter counter = of(period, now.get());
        return keeper.amounts(List.of(counter)).get(counter);
    }

    private Answer hold(String id, String usd) throws IOException {
        return keeper.hold(id, List.of(new Demand(of("day", now.get()), BigDecimal.ONE)), new BigDecimal(usd));
    }

    @Test
    void aStartKnowsWhatWasSpentBefore() throws Exception {
        write("a", 0, "2026-11-29T10:00:00Z", "t", cost("0.5"));
        write("b", 0, "2026-11-30T10:00:00Z", "t", cost("0.25"));
        write("c", 0, "2026-11-30T10:00:00Z", "other", cost("7"));
        write("lost", 0, "2026-11-30T11:00:00Z", "t", estimate("0.125"));
        process().look();
        assertThat(amounts("day").spent()).isEqualByComparingTo("0.25");
        assertThat(amounts("day").pending()).isEqualByComparingTo("0.125");
        assertThat(amounts("total").used()).isEqualByComparingTo("0.875");
    }

    @Test
    void nobodyHoldsAnythingUntilAllOfTheProcessBeforeIsKnown() throws Exception {
        whole.set(false);
        BudgetJournal journal = process();
        journal.look();
        write("lost", 0, "2026-11-30T11:00:00Z", "t", estimate("1"));
        whole.set(true);
        journal.look();
        assertThat(hold("a", "0.01")).isInstanceOf(Answer.Spent.class);
    }

    @Test
    void whatIsWrittenCountsOnceAndStaysWithoutTheJournal() throws Exception {
        write("a", 0, "2026-11-30T10:00:00Z", "t", cost("0.25"));
        write("late", 0, "2026-11-30T10:30:00Z", "t", estimate("0.5"));
        process().end();
        process().end();
        Files.delete(data.resolve("usage/usage-2026-11-30.1.jsonl"));
        now.set(NOON.plusSeconds(3600 * 13));
        write("late", 1, "2026-11-30T10:30:00Z", "t", cost("0.125"));
        Files.move(data.resolve("usage/usage-2026-11-30.1.jsonl"), data.resolve("usage/usage-2026-12-01.1.jsonl"));
        process().look();
        Counter before = of("day", NOON);
        Amounts closed = keeper.amounts(List.of(before)).get(before);
        assertThat(closed.spent()).isEqualByComparingTo("0.375"); // in its own window, though that has ended
        assertThat(closed.pending()).isEqualByComparingTo("0");
        assertThat(amounts("day")).isEqualTo(Amounts.NONE);
        assertThat(amounts("total").spent()).isEqualByComparingTo("0.375");
    }

    @Test
    void aCallOfThisProcessCountsAsItWasHeld() throws Exception {
        BudgetJournal journal = process();
        journal.look();
        hold("a", "0.5");
        keeper.settle("a", new BigDecimal("0.5"), false);
        write("a", 0, "2026-11-30T12:00:00Z", "t", estimate("0.001"));
        journal.look();
        assertThat(amounts("day").pending()).isEqualByComparingTo("0.5");
        journal.end();
        process().look();
        assertThat(amounts("day").pending()).isEqualByComparingTo("0.5");
    }

    @Test
    void whatNobodySaysWithinADayCountsAsItsEstimate() throws Exception {
        write("a", 0, "2026-11-30T10:00:00Z", "t", estimate("0.5"));
        BudgetJournal journal = process();
        journal.look();
        now.set(NOON.plusSeconds(3600 * 24));
        write("b", 0, "2026-12-01T10:00:00Z", "t", cost("0.1"));
        journal.look();
        assertThat(amounts("total").pending()).isEqualByComparingTo("0");
        assertThat(amounts("total").spent()).isEqualByComparingTo("0.6");
        write("a", 1, "2026-11-30T10:00:00Z", "t", cost("0.2"));
        journal.look();
        assertThat(amounts("total").spent()).isEqualByComparingTo("0.6");
    }

    @Test
    void whoIsForgottenCountsNoSecondTime() throws Exception {
        write("a", 0, "2026-11-30T10:00:00Z", "t", cost("0.25"));
        process().end();
        Path file = data.resolve("usage/usage-2026-11-30.1.jsonl");
        Files.writeString(file, Files.readString(file).replace("\"key\":\"k\"", "\"key\":\"k\",\"user\":\"person-1\""));
        process().look();
        assertThat(amounts("day").spent()).isEqualByComparingTo("0.25");
        Files.writeString(file, Files.readString(file).replace("\"id\":\"a\"", "\"id\":\"b\""));
        process().look();
        assertThat(amounts("day").spent()).isEqualByComparingTo("0.5"); // another journal
    }

    /** As {@code sed -i} leaves it. */
    @Test
    void aFileThatIsReplacedCountsNoSecondTime() throws Exception {
        write("a", 0, "2026-11-30T10:00:00Z", "t", cost("0.25"));
        BudgetJournal journal = process();
        journal.look();
        Path file = data.resolve("usage/usage-2026-11-30.1.jsonl");
        Path other = Files.copy(file, data.resolve("sedXXXX"));
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
        journal.look();
        write("b", 0, "2026-11-30T10:00:00Z", "t", cost("0.5"));
        journal.look();
        assertThat(amounts("day").spent()).isEqualByComparingTo("0.75");
        Files.delete(file);
        write("c", 0, "2026-11-30T10:00:00Z", "t", cost("0.125"));
        journal.look();
        assertThat(amounts("day").spent()).isEqualByComparingTo("0.875");
    }

    @Test
    void anAdjustmentIsThereAfterAStart() throws Exception {
        BudgetJournal journal = process();
        journal.look();
        keeper.adjust(of("day", NOON), new BigDecimal("-0.25"));
        process().look(); // the one before was killed
        assertThat(amounts("day").spent()).isEqualByComparingTo("-0.25");
    }

    @Test
    void aFileThatNobodyCanReadStopsTheCount() throws Exception {
        Files.writeString(Files.createDirectories(data.resolve("budgets")).resolve("counters.json"), "{\"schema\":");
        assertThatThrownBy(() -> process().look())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("counters.json cannot be read");
    }

    @Test
    void aDamagedLineIsPassedOver() throws Exception {
        write("a", 0, "2026-11-30T10:00:00Z", "t", "\"spend\":\"many\"");
        write("b", 0, "2026-11-30T10:00:00Z", "t", cost("0.25"));
        process().look();
        assertThat(amounts("day").spent()).isEqualByComparingTo("0.25");
    }
}
