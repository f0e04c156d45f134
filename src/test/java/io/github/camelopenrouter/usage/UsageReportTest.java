/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Questions to a journal of two days. */
class UsageReportTest {

    @TempDir
    private Path data;

    @BeforeEach
    void keepAJournal() throws IOException {
        Path directory = Files.createDirectories(data.resolve("usage"));
        Files.write(
                directory.resolve("usage-2026-10-24.1.jsonl"),
                List.of(
                        record("1", 0, "2026-10-24T21:59:59.999Z", "a/one", "red", "complete", "0.1", 10),
                        record(
                                "2",
                                0,
                                "2026-10-24T22:00:00.000Z",
                                "a/one",
                                "red",
                                "complete",
                                "0.000000000000000002",
                                20),
                        record("3", 0, "2026-10-24T23:00:00.000Z", "b/two", "=cmd", "error", "0.2", 30),
                        "{\"schema\":\"camel-openrouter/begun/1\",\"id\":\"7\"}"));
        Files.write(
                directory.resolve("usage-2026-10-25.1.jsonl"),
                List.of(
                        record("3", 1, "2026-10-24T23:00:00.000Z", "b/two", "=cmd", "error", "0.3", 30),
                        record("4", 0, "2026-10-25T23:30:00.000Z", "b/two", "", "truncated", "", 4000)
                                .replace("\"cost_source\":\"answer\"", "\"cost_source\":\"unresolved\""),
                        "{\"schema\":\"camel-openrouter/usage/1\",\"id\":\"5\",\"rev\":0,\"to"));
    }

    private static String record(
            String id, int rev, String time, String model, String team, String outcome, String cost, int millis) {
        String money = cost.isEmpty() ? "" : "\"cost\":\"" + cost + "\",\"spend\":\"" + cost + "\",";
        String client = team.isEmpty() ? "{}" : "{\"team\":\"" + team + "\"}";
        return "{\"schema\":\"camel-openrouter/usage/1\",\"id\":\"" + id + "\",\"rev\":" + rev + ",\"time\":\"" + time
                + "\",\"client\":" + client + ",\"model\":{\"asked\":\"x\",\"sent\":\"" + model + "\"},\"outcome\":\""
                + outcome + "\",\"tokens\":{\"prompt\":7,\"completion\":3},\"tags\":{\"env\":\"" + team + "\"}," + money
                + "\"cost_source\":\"answer\",\"ms\":{\"total\":" + millis + ".4}}";
    }

    @Test
    void addsUpEveryDigitOfTheLatestRevisions() throws IOException {
        UsageReport report = UsageReport.of(data, UsageQuery.ALL);

        assertThat(report.rows()).hasSize(1);
        assertThat(report.total())
                .containsEntry("calls", 4L)
                .containsEntry("errors", 2L)
                .containsEntry("unresolved", 1L)
                .containsEntry("prompt_tokens", 28L)
                .containsEntry("completion_tokens", 12L)
                .containsEntry("cost", "0.400000000000000002")
                .containsEntry("spend", "0.400000000000000002")
                .containsEntry("upstream_cost", "0")
                .containsEntry("p50_ms", 20)
                .containsEntry("p99_ms", 4000)
                .containsEntry("first_token_p50_ms", null);
        assertThat(report.unreadable()).isOne();
    }

    /** A client chooses the name of its model. */
    @Test
    void isNotMisledByATextThatLooksLikeARevision() throws IOException {
        String odd = "m\\\"rev\\\":0,";
        Files.write(
                data.resolve("usage").resolve("usage-2026-10-26.1.jsonl"),
                List.of(
                        record("8", 0, "2026-10-26T00:00:00.000Z", odd, "red", "complete", "1", 1),
                        record("8", 1, "2026-10-26T00:00:00.000Z", odd, "red", "complete", "2", 1)));

        UsageReport report = UsageReport.of(data, UsageQuery.parse("2026-10-26", null, "model", null));

        assertThat(report.total()).containsEntry("calls", 1L).containsEntry("spend", "2");
        assertThat(report.rows())
                .singleElement()
                .satisfies(row -> assertThat(row.get(0)).isEqualTo("m\"rev\":0,"));
    }

    /** More than the oldest file has to tell is not read of it: it is a directory, which nobody can read. */
    @Test
    void readsNoFileOfBeforeItsPeriod() throws IOException {
        Files.createDirectory(data.resolve("usage").resolve("usage-2026-10-01.1.jsonl"));

        assertThat(UsageReport.of(data, UsageQuery.parse("2026-10-25", null, null, null))
                        .total())
                .containsEntry("calls", 1L);
        assertThatThrownBy(() -> UsageReport.of(data, UsageQuery.ALL)).isInstanceOf(IOException.class);
    }

    /** Half a character, an amount and a time that are none, and a text that is no JSON. */
    @Test
    void leavesOutWhatNobodyCanReadAndCountsIt() throws IOException {
        Path file = data.resolve("usage").resolve("usage-2026-10-26.1.jsonl");
        String good = record("8", 0, "2026-10-26T00:00:00.000Z", "c/three", "red", "complete", "1", 1);
        byte[] torn = ("{\"schema\":\"camel-openrouter/usage/1\",\"id\":\"9\",\"key\":\"B\u00fc").getBytes(UTF_8);
        Files.write(file, Arrays.copyOf(torn, torn.length - 1));
        Files.writeString(
                file,
                "\n" + good + "\n" + good.replace("\"8\"", "\"10\"").replace("\"1\"", "\"much\"") + "\n"
                        + good.replace("\"8\"", "\"11\"").replace("2026-10-26T", "yesterday ") + "\n",
                StandardOpenOption.APPEND);

        UsageReport report = UsageReport.of(data, UsageQuery.parse("2026-10-26", null, "day", null));

        assertThat(report.rows()).extracting(row -> row.subList(0, 2)).containsExactly(List.of("2026-10-26", 1L));
        assertThat(report.unreadable()).isEqualTo(4);
    }

    @Test
    void tellsApartByAllGroupsTogether() throws IOException {
        UsageReport report = UsageReport.of(data, UsageQuery.parse(null, null, "model,team", null));

        assertThat(report.columns()).startsWith("model", "team", "calls", "errors");
        assertThat(report.rows())
                .extracting(row -> row.subList(0, 3))
                .containsExactly(List.of("a/one", "red", 2L), List.of("b/two", "", 1L), List.of("b/two", "=cmd", 1L));
    }

    /** Berlin's clocks go back on 2026-10-25: its day has 25 hours. */
    @ParameterizedTest
    @CsvSource({
        "UTC, 2026-10-24, 3",
        "UTC, 2026-10-25, 1",
        "Europe/Berlin, 2026-10-24, 1",
        "Europe/Berlin, 2026-10-25, 2",
        "Europe/Berlin, 2026-10-26, 1"
    })
    void daysAreThoseOfTheZone(String zone, String day, long calls) throws IOException {
        UsageReport byDay = UsageReport.of(data, UsageQuery.parse(null, null, "day", zone));
        assertThat(byDay.rows()).anySatisfy(row -> assertThat(row).startsWith(day, calls));

        String next = day.substring(0, 8) + (Integer.parseInt(day.substring(8)) + 1);
        UsageReport thatDay = UsageReport.of(data, UsageQuery.parse(day, next, null, zone));
        assertThat(thatDay.total()).containsEntry("calls", calls);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tag:env", "tag:env,month", "team"})
    void rowsAddUpToTheTotal(String groups) throws IOException {
        UsageReport report = UsageReport.of(data, UsageQuery.parse(null, null, groups, null));
        int calls = report.columns().indexOf("calls");

        assertThat(report.rows()).extracting(row -> row.get(0)).containsExactly("", "=cmd", "red");
        assertThat(report.rows().stream()
                        .mapToLong(row -> (Long) row.get(calls))
                        .sum())
                .isEqualTo(4)
                .isEqualTo(report.total().get("calls"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tag:none", "tag:env,tag:none", "tag:none,model"})
    void aTagThatNoCallHasGivesNoRow(String groups) throws IOException {
        UsageReport report = UsageReport.of(data, UsageQuery.parse(null, null, groups, null));

        assertThat(report.rows()).isEmpty();
        assertThat(report.total()).containsEntry("calls", 4L);
    }

    @Test
    void refusesToHaveMoreRowsThanAnybodyReads() throws IOException {
        Path file = data.resolve("usage").resolve("usage-2026-10-26.1.jsonl");
        List<String> lines = new ArrayList<>();
        for (int id = 10_000; id < 20_000; id++) {
            lines.add(record("" + id, 0, "2026-10-26T00:00:00.000Z", "m/" + id, "red", "complete", "1", 1));
        }
        Files.write(file, lines);
        UsageQuery query = UsageQuery.parse("2026-10-26", null, "model", null);
        assertThat(UsageReport.of(data, query).rows()).hasSize(10_000);

        Files.writeString(
                file,
                record("1", 0, "2026-10-26T00:00:00.000Z", "m/1", "red", "complete", "1", 1) + "\n",
                StandardOpenOption.APPEND);

        assertThatThrownBy(() -> UsageReport.of(data, query))
                .isInstanceOf(TooManyRowsException.class)
                .hasMessageMatching("The report would have more than 10000 rows: [^\\n]+[.]");
        assertThat(UsageReport.of(data, UsageQuery.parse("2026-10-26", null, "day", null))
                        .total())
                .containsEntry("calls", 10_001L);
    }

    /** Somebody has written them into the file; added up, the first would take all memory. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e999999999",
                "1e-999999999",
                "-1",
                "1e39",
                "0x10",
                "NaN",
                "1234567890123456789012345678901234567890"
            })
    void leavesOutAnAmountThatNobodyCouldPay(String amount) throws IOException {
        Files.delete(data.resolve("usage").resolve("usage-2026-10-25.1.jsonl")); // it has a line that is torn
        Files.write(
                data.resolve("usage").resolve("usage-2026-10-26.1.jsonl"),
                List.of(
                        record("8", 0, "2026-10-26T00:00:00.000Z", "a/b", "red", "complete", "1", 1),
                        record("9", 0, "2026-10-26T00:00:00.000Z", "a/b", "red", "complete", amount, 1)));

        UsageReport report = UsageReport.of(data, UsageQuery.parse("2026-10-26", null, "model", null));

        assertThat(report.total()).containsEntry("calls", 1L).containsEntry("spend", "1");
        assertThat(report.unreadable()).isOne();
        assertThat(report.firstUnreadable()).startsWith("line 2 of ").endsWith("usage-2026-10-26.1.jsonl");
        assertThat(UsageFormat.JSON.write(report)).contains("\"unreadable\" : 1");
        assertThat(UsageFormat.JSON.write(UsageReport.of(data, UsageQuery.parse("2026-10-26", null, null, null))))
                .contains("\"unreadable\"");
    }

    @Test
    void saysNothingOfUnreadableLinesWhereThereIsNone() throws IOException {
        UsageReport report = UsageReport.of(data, UsageQuery.parse(null, "2026-10-24", null, null));
        Files.delete(data.resolve("usage").resolve("usage-2026-10-25.1.jsonl"));
        UsageReport clean = UsageReport.of(data, UsageQuery.ALL);

        assertThat(report.unreadable()).isOne();
        assertThat(clean.firstUnreadable()).isNull();
        assertThat(UsageFormat.JSON.write(clean)).doesNotContain("unreadable");
    }

    /** It would never end. */
    @Test
    @Timeout(20)
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void readsNoDevice() throws IOException {
        Files.createSymbolicLink(data.resolve("usage").resolve("usage-2026-10-26.1.jsonl"), Path.of("/dev/zero"));

        assertThat(UsageReport.of(data, UsageQuery.ALL).total()).containsEntry("calls", 4L);
        assertThat(CallSearch.find(data, CallQuery.parse(Map.of()), () -> false).records())
                .hasSize(4);
    }

    @Test
    void isATableForPeople() throws IOException {
        String table = UsageFormat.TABLE.write(UsageReport.of(data, UsageQuery.parse(null, null, "team", null)));

        assertThat(table.lines().toList())
                .satisfiesExactly(
                        head -> assertThat(head).startsWith("team  calls  errors  prompt_tokens"),
                        none -> assertThat(none).startsWith("-         1       1"),
                        formula -> assertThat(formula).startsWith("=cmd      1       1"),
                        red -> assertThat(red).startsWith("red       2       0"));
    }

    @Test
    void isCsvThatNoSpreadsheetRuns() throws IOException {
        String csv = UsageFormat.CSV.write(UsageReport.of(data, UsageQuery.parse(null, null, "team", null)));

        assertThat(csv)
                .startsWith("team,calls,errors,")
                .contains("\r\n'=cmd,1,1,")
                .endsWith("\r\n");
    }

    @Test
    void isJsonWithAmountsAsTexts() throws IOException {
        String json = UsageFormat.JSON.write(
                UsageReport.of(data, UsageQuery.parse("2026-10-24T23:00:00+00:00", "2026-10-25", "model", null)));

        assertThat(json.replaceAll("\\s+", ""))
                .startsWith(
                        "{\"from\":\"2026-10-24T23:00:00Z\",\"to\":\"2026-10-25T00:00:00Z\",\"zone\":\"UTC\",\"group\":[\"model\"],"
                                + "\"rows\":[{\"model\":\"b/two\",\"calls\":1,\"errors\":1,\"prompt_tokens\":7,\"cached_tokens\":0,"
                                + "\"completion_tokens\":3,\"reasoning_tokens\":0,\"cost\":\"0.3\",\"upstream_cost\":\"0\","
                                + "\"spend\":\"0.3\",\"unresolved\":0,\"p50_ms\":30,\"p95_ms\":30,\"p99_ms\":30,"
                                + "\"first_token_p50_ms\":null,\"first_token_p95_ms\":null}],\"total\":{\"calls\":1,");
    }

    @Test
    void hasNothingWhereNoCallWas() throws IOException {
        Files.createDirectories(data.resolve("elsewhere").resolve("usage"));

        assertThat(UsageReport.of(data.resolve("elsewhere"), UsageQuery.ALL).total())
                .containsEntry("calls", 0L)
                .containsEntry("spend", "0")
                .containsEntry("p50_ms", null);
    }

    @Test
    void tellsNoZerosOfAJournalThatIsNotThere() {
        assertThatThrownBy(() -> UsageReport.of(data.resolve("typo"), UsageQuery.ALL))
                .isInstanceOf(NoSuchFileException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "yesterday,,,,from is",
        ",2026-13-01,,,to is",
        "2026-10-02,2026-10-02,,,from is not before to",
        ",,colour,,nothing to group by",
        ",,tag:,,nothing to group by",
        ",,,Mars/Base,zone is"
    })
    void saysWhatIsWrongWithAQuestion(String from, String to, String group, String zone, String sentence) {
        assertThatThrownBy(() -> UsageQuery.parse(from, to, group, zone))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence);
    }
}
