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
