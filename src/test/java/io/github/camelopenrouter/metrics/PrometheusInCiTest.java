/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/** CI is not green for a metrics page that nobody has looked at, and says so where it cannot look. */
@Timeout(60)
class PrometheusInCiTest {

    private static final String REQUIRED = "PROMETHEUS_REQUIRED=true";
    private static final String SKIPPED = "PROMETHEUS IS NOT HERE";

    /** The only programs that the script finds. */
    @TempDir
    private Path programs;

    @BeforeEach
    void haveAMavenThatSaysWhatItIsTold() throws IOException {
        program("mvn", "echo \"PROMETHEUS_REQUIRED=${PROMETHEUS_REQUIRED-}\"; exit 1"); // and ends the script
        program("id", "echo 0");
        for (String used : List.of("dirname", "bash", "chmod", "cat")) {
            Files.createSymbolicLink(
                    programs.resolve(used), PrometheusTools.FOUND.find(used).orElseThrow());
        }
    }

    @Test
    void aPrometheusThatIsThereIsRequired() throws Exception {
        program("prometheus", "");
        program("promtool", "");

        assertThat(outputOfCi()).contains(REQUIRED).doesNotContain(SKIPPED);
    }

    @Test
    void aPrometheusThatHasBeenInstalledIsRequired() throws Exception {
        program("apt-get", """
                case "$*" in *install*prometheus)
                    for name in prometheus promtool; do
                        echo '#!/bin/sh' >"%1$s/$name"; chmod +x "%1$s/$name"
                    done
                esac""".formatted(programs));

        assertThat(outputOfCi()).contains(REQUIRED).doesNotContain(SKIPPED);
    }

    @Test
    void anInstallThatFailsIsSeenWithItsReason() throws Exception {
        program("apt-get", "echo 'E: no route to the archive' >&2; exit 100");

        assertThat(outputOfCi())
                .contains("E: no route to the archive", SKIPPED, "PrometheusTest skips")
                .doesNotContain(REQUIRED);
    }

    @Test
    void anInstallThatBringsNothingIsSeen() throws Exception {
        program("apt-get", "");

        assertThat(outputOfCi()).contains(SKIPPED).doesNotContain(REQUIRED);
    }

    @Test
    void aMachineWithoutAptIsTestedWithout() throws Exception {
        assertThat(outputOfCi()).contains(SKIPPED, "PROMETHEUS_REQUIRED=").doesNotContain(REQUIRED);
    }

    @Test
    void aTestFailsWithoutAProgramThatIsRequiredAndIsSkippedElse() {
        assertThatThrownBy(() -> new PrometheusTools(programs.toString(), true).require("promtool"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("there is no promtool");
        assertThatThrownBy(() -> new PrometheusTools(programs.toString(), false).require("promtool"))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("There is no promtool");
    }

    private String outputOfCi() throws Exception {
        Path out = programs.resolve("out");
        ProcessBuilder script = new ProcessBuilder(programs.resolve("bash").toString(), ".ci/run")
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        script.environment().put("PATH", programs.toString());
        script.environment().remove("PROMETHEUS_REQUIRED");
        Process process = script.start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return Files.readString(out);
    }

    private void program(String name, String script) throws IOException {
        Path file = Files.writeString(programs.resolve(name), "#!/bin/sh\n" + script + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }
}
