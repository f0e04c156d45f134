/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenrouter.config.SettingException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageCommandTest {

    @TempDir
    private Path data;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @Test
    void printsTheReportAndSaysWhatItCouldNotRead() throws Exception {
        Path directory = Files.createDirectories(data.resolve("usage"));
        Files.writeString(
                directory.resolve("usage-2026-11-01.1.jsonl"),
                "{\"schema\":\"camel-openrouter/usage/1\",\"id\":\"1\",\"rev\":0,\"time\":\"2026-11-01T08:00:00.000Z\","
                        + "\"spend\":\"0.25\"}\nnonsense\n");

        print("openrouter.data-dir=" + data, "--format", "csv", "--group", "day");

        assertThat(out.toString(UTF_8)).contains("\r\n2026-11-01,1,0,0,0,0,0,0,0,0.25,0,,,,,\r\n");
        assertThat(errors.toString(UTF_8))
                .startsWith("1 lines of the journal cannot be read")
                .contains("the first is line 2 of " + directory);
    }

    @Test
    void saysWhatTheWindowsOfNowHaveSpent() throws Exception {
        aCall();
        budgets("{\"schema\":\"camel-openrouter/budgets/1\",\"counters\":["
                + counter("organisation", "", "total", "2026-01-01T00:00:00Z", "9999-12-31T00:00:00Z", "1000", "0")
                + ","
                + counter("team", "support", "month", "2026-01-01T00:00:00Z", "9998-12-01T00:00:00Z", "12.50", "1")
                + "," + counter("team", "over", "month", "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z", "9", "0")
                + "]}");

        print("openrouter.data-dir=" + data);

        assertThat(out.toString(UTF_8))
                .startsWith("calls  errors")
                .containsPattern(
                        "\n\nBudgets as of 20[^ ]+Z; what running calls hold and what is left tells --admin budgets:\n")
                .endsWith("""
                        scope         name     period  spent  pending  renews
                        organisation  -        total    1000        0  -
                        team          support  month    12.5        1  9998-12-01T00:00:00Z
                        """);
        assertThat(errors.toString(UTF_8)).isEmpty();
        out.reset();
        print("openrouter.data-dir=" + data, "--format", "json");
        assertThat(out.toString(UTF_8)).doesNotContain("Budgets", "support");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "{\"schema\":\"camel-openrouter/budgets/2\"}",
                "{\"schema\":\"camel-openrouter/budgets/1\",\"counters\":[{\"from\":\"yesterday\"}]}"
            })
    void saysOfBudgetsThatItCannotReadThem(String content) throws Exception {
        aCall();
        budgets(content);

        print("openrouter.data-dir=" + data);

        assertThat(out.toString(UTF_8)).startsWith("calls").doesNotContain("Budgets");
        assertThat(errors.toString(UTF_8))
                .startsWith("How the budgets stand cannot be read from " + data)
                .hasLineCount(1);
    }

    private void aCall() throws Exception {
        Files.writeString(
                Files.createDirectories(data.resolve("usage")).resolve("usage-2026-11-01.1.jsonl"),
                "{\"schema\":\"camel-openrouter/usage/1\",\"id\":\"1\",\"rev\":0,\"time\":\"2026-11-01T08:00:00.000Z\"}\n");
    }

    private void budgets(String content) throws Exception {
        Files.writeString(Files.createDirectories(data.resolve("budgets")).resolve("counters.json"), content);
    }

    private static String counter(
            String scope, String name, String period, String from, String until, String spent, String pending) {
        return "{\"scope\":\"" + scope + "\",\"name\":\"" + name + "\",\"period\":\"" + period + "\",\"from\":\"" + from
                + "\",\"until\":\"" + until + "\",\"spent\":\"" + spent + "\",\"pending\":\"" + pending + "\"}";
    }

    @Test
    void saysInOneSentenceThatThereWouldBeTooManyRows() throws Exception {
        Path directory = Files.createDirectories(data.resolve("usage"));
        StringBuilder lines = new StringBuilder();
        for (int id = 0; id <= 10_000; id++) {
            lines.append("{\"schema\":\"camel-openrouter/usage/1\",\"id\":\"" + id
                    + "\",\"rev\":0,\"time\":\"2026-11-01T08:00:00.000Z\",\"tags\":{\"job\":\"" + id + "\"}}\n");
        }
        Files.writeString(directory.resolve("usage-2026-11-01.1.jsonl"), lines);

        assertThatThrownBy(() -> print("openrouter.data-dir=" + data, "--group", "tag:job"))
                .isInstanceOf(SettingException.class)
                .hasMessageMatching("--usage: The report would have more than 10000 rows: [^\\n]+[.]");
        assertThat(out.toString(UTF_8)).isEmpty();
    }

    @Test
    void needsADirectory() {
        assertThatThrownBy(() -> print("openrouter.other=x"))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("openrouter.data-dir is not set");
    }

    @Test
    void saysWhereItLooksForAJournalThatIsNotThere() {
        assertThatThrownBy(() -> print("openrouter.data-dir=" + data.resolve("typo")))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("There is no journal at " + data.resolve("typo"));
    }

    @ParameterizedTest
    @CsvSource({
        "--until, 2026, does not know \"--until\"",
        "--from, '', from is \"\"",
        "--format, xml, 'format is \"xml\"'",
        "--group, colour, nothing to group by"
    })
    void refusesWhatItDoesNotKnow(String name, String value, String sentence) {
        assertThatThrownBy(() -> UsageCommand.parse(List.of(name, value)))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void refusesAnOptionWithoutAValueAndTwoOfOneName() {
        assertThatThrownBy(() -> UsageCommand.parse(List.of("--from"))).hasMessageContaining("without a value");
        assertThatThrownBy(() -> UsageCommand.parse(List.of("--zone", "UTC", "--zone", "UTC")))
                .hasMessageContaining("twice");
    }

    private void print(String property, String... args) throws Exception {
        Properties properties = new Properties();
        properties.put(property.substring(0, property.indexOf('=')), property.substring(property.indexOf('=') + 1));
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.getPropertiesComponent().setOverrideProperties(properties);
            context.build();
            UsageCommand.parse(List.of(args))
                    .print(context, new PrintStream(out, true, UTF_8), new PrintStream(errors, true, UTF_8));
        }
    }
}
