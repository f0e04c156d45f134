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

import io.github.camelopenrouter.audit.AuditVerifier;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.usage.DataDirectory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForgetCommandTest {

    private static final String LINE =
            "{\"seq\":1,\"node\":\"n1\",\"time\":\"2026-08-04T12:00:00Z\",\"actor\":{\"principal\":\"%s\"},\"action\":\"start\",\"prev\":\""
                    + "0".repeat(64) + "\"}\n";

    @TempDir
    private Path data;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void forgetsAndSaysSoInALine() throws IOException {
        write("gateway", "{\"person\":\"ada\",\"salt\":\"00\"}\n{\"person\":\"bob\",\"salt\":\"11\"}\n");
        assertThat(forget("ada")).isTrue();
        assertThat(out.toString(UTF_8))
                .matches("Forgotten: nobody can tell any more who person:[0-9a-f]{32} was.\n"
                        + "Renamed: 0 records in 0 files of the journal.\n");
        assertThat(Files.readString(audit().resolve("persons.jsonl")))
                .doesNotContain("ada")
                .contains("bob");
        assertThat(AuditVerifier.verify(audit(), null, null, Set.of())).isEqualTo(new AuditVerifier.Result(2, 0, null));
        try (var files = Files.list(audit())) {
            assertThat(files)
                    .anySatisfy(file -> assertThat(Files.readString(file)).contains("person.forget"));
        }
    }

    @Test
    void saysThatLinesWithTheNameStay() throws IOException {
        write("ada", "");
        assertThat(forget("ada")).isFalse();
        assertThat(out.toString(UTF_8))
                .startsWith("Neither audit nor journal nor store has a word for this person.\n"
                        + "1 lines of the audit have the name itself");
    }

    /** Without an audit, too: the records have a word that nobody has had before. */
    @Test
    void renamesTheRecordsAndSaysWhatKeepsTheName() throws IOException {
        Path file = Files.createDirectories(data.resolve("usage")).resolve("usage-2026-08-04.1.jsonl");
        String record = "{\"schema\":\"camel-openrouter/usage/1\",\"id\":\"a\",\"client\":{\"user\":\"ada\"}%s}\n";
        Files.writeString(file, record.formatted("") + record.formatted(",\"tags\":{\"owner\":\"ada\"}"));
        Files.writeString(data.resolve("jobs"), "{\"id\":\"1\",\"owner\":\"/user:ada\"}\n");

        assertThat(forget("ada")).isFalse();

        assertThat(out.toString(UTF_8))
                .contains(
                        "Renamed: 2 records in 1 files of the journal.\n",
                        "1 lines of the journal have the name elsewhere",
                        "The name also stands in jobs, which keeps it.\n");
        assertThat(Files.readString(file)).doesNotContain("\"user\":\"ada\"").contains("\"owner\":\"ada\"");
        assertThat(Files.list(audit())).containsExactly(audit().resolve("persons.jsonl"));
        assertThat(audit().resolve("persons.jsonl")).isEmptyFile();
    }

    @Test
    void leavesTheAuditToAGatewayThatRuns() throws IOException {
        write("gateway", "{\"person\":\"ada\",\"salt\":\"00\"}\n");
        DataDirectory gateway = DataDirectory.open(data);
        try (gateway) {
            assertThatThrownBy(() -> forget("ada"))
                    .isInstanceOf(SettingException.class)
                    .hasMessageContaining("--admin forget --user <name>");
        }
        assertThat(Files.readString(audit().resolve("persons.jsonl"))).contains("ada");
    }

    @Test
    void knowsThatThereIsNothing() {
        assertThatThrownBy(() -> forget("ada"))
                .isInstanceOf(SettingException.class)
                .hasMessage("There is neither an audit nor a journal in " + data + ".");
    }

    private void write(String principal, String persons) throws IOException {
        Files.createDirectories(audit());
        Files.writeString(audit().resolve("audit-2026-08-04.jsonl"), LINE.formatted(principal));
        Files.writeString(audit().resolve("persons.jsonl"), persons);
    }

    private Path audit() {
        return data.resolve("audit");
    }

    private boolean forget(String user) throws IOException {
        try (DefaultCamelContext context = new DefaultCamelContext();
                PrintStream print = new PrintStream(out, true, UTF_8)) {
            Properties properties = new Properties();
            properties.put("openrouter.data-dir", data.toString());
            context.getPropertiesComponent().setInitialProperties(properties);
            context.build();
            return ForgetCommand.parse(List.of(user)).run(context, print);
        }
    }
}
