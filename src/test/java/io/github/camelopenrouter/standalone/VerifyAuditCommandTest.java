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
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyAuditCommandTest {

    private static final String LINE =
            "{\"seq\":1,\"node\":\"n1\",\"time\":\"2026-08-04T12:00:00Z\",\"action\":\"start\",\"prev\":\""
                    + "0".repeat(64) + "\"}\n";

    @TempDir
    private Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void saysHowManyLinesFit() throws IOException {
        Files.writeString(directory.resolve("audit-2026-08-04.jsonl"), LINE);
        assertThat(verify(directory.toString())).isTrue();
        assertThat(out).hasToString("1 lines fit.\n");
    }

    @Test
    void namesTheFirstThatDoesNot() throws IOException {
        Files.writeString(directory.resolve("audit-2026-08-04.jsonl"), LINE + LINE);
        assertThat(verify(directory.toString())).isFalse();
        assertThat(out.toString(UTF_8)).startsWith("audit-2026-08-04.jsonl, line 2 has number 1, and 2 would follow");
    }

    @Test
    void readsTheAnchors() throws IOException {
        Files.writeString(directory.resolve("audit-2026-08-04.jsonl"), LINE);
        Path anchors = Files.writeString(
                directory.resolve("anchors"),
                "{\"node\":\"n1\",\"file\":\"audit-2026-08-04.jsonl\",\"seq\":2,\"hash\":\"00\",\"time\":\"2026-08-04T12:05:00Z\"}\n");
        assertThat(verify(directory.toString(), "--anchors", anchors.toString()))
                .isFalse();
        assertThat(out.toString(UTF_8)).contains("its tail is cut off");
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        for (List<String> wrong :
                List.of(List.of("a", "b"), List.of("--anchor", "x"), List.of("--anchors"), List.of("--node"))) {
            assertThatThrownBy(() -> VerifyAuditCommand.parse(wrong))
                    .isInstanceOf(SettingException.class)
                    .hasMessageContaining("it takes a directory, --anchors");
        }
        assertThatThrownBy(() -> verify(directory.resolve("none").toString()))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("There is no directory");
    }

    private boolean verify(String... args) throws IOException {
        try (DefaultCamelContext context = new DefaultCamelContext();
                PrintStream print = new PrintStream(out, true, UTF_8)) {
            context.build();
            return VerifyAuditCommand.parse(List.of(args)).print(context, print);
        }
    }
}
