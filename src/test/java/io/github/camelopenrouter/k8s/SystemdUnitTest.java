/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.camelopenrouter.config.SettingsTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The unit for systemd: by systemd itself where it is installed, and against what the gateway is everywhere. */
class SystemdUnitTest {

    private static final Path FILE = Manifest.DIRECTORY.resolve("systemd/camel-openrouter.service");

    private static List<String> lines;

    @TempDir
    private Path directory;

    @BeforeAll
    static void read() throws IOException {
        lines = Files.readAllLines(FILE);
    }

    /** With a program in place of the gateway, which is not installed here. */
    @Test
    void systemdAcceptsIt() throws Exception {
        Command systemd = Command.find("systemd-analyze");
        assumeTrue(systemd != null, "There is no systemd-analyze");
        Path unit = Files.writeString(
                directory.resolve(FILE.getFileName()),
                Files.readString(FILE).replaceAll("(?m)^ExecStart=.*$", "ExecStart=/bin/sh"));

        systemd.run("verify", "--man=no", unit.toString());
    }

    @Test
    void startsTheScriptOfTheZip() {
        Path program = Path.of(only("ExecStart"));

        assertThat(program).hasToString("/opt/camel-openrouter/bin/camel-openrouter");
        assertThat(Path.of("src/assembly/bin").resolve(program.getFileName())).isExecutable();
    }

    @Test
    void letsRunningAnswersEndAndTakesThatForSuccess() {
        assertThat(Long.parseLong(only("TimeoutStopSec"))).isBetween(StopTime.seconds() + 5, StopTime.seconds() + 60);
        assertThat(only("SuccessExitStatus")).isEqualTo("143");
        assertThat(only("Restart")).isEqualTo("on-failure");
    }

    /** Five tries, each of some seconds, have to fall into the interval, or it would try for ever. */
    @Test
    void givesUpWhatCannotStart() {
        long tries = Long.parseLong(only("StartLimitBurst"));

        assertThat(Long.parseLong(only("StartLimitIntervalSec")))
                .isGreaterThan(tries * (Long.parseLong(only("RestartSec")) + 15));
    }

    @Test
    void keyIsACredential() {
        assertThat(only("LoadCredential")).startsWith("api-key:/");
        assertThat(all("Environment")).contains("OPENROUTER_API_KEY_FILE=%d/api-key");
    }

    /** The rest of the system is read-only to it. */
    @Test
    void journalHasADirectoryOfTheServices() {
        assertThat(all("Environment")).contains("OPENROUTER_DATA_DIR=%S/" + only("StateDirectory"));
        assertThat(only("StateDirectoryMode")).isEqualTo("0700");
    }

    @Test
    void environmentNamesSettingsThatThereAre() {
        assertThat(all("Environment"))
                .allSatisfy(
                        variable -> assertThat(SettingsTable.markdown()).contains("`" + variable.split("=")[0] + "`"));
    }

    @Test
    void serviceHasNoRights() {
        assertThat(lines)
                .contains(
                        "DynamicUser=yes",
                        "NoNewPrivileges=yes",
                        "ProtectSystem=strict",
                        "CapabilityBoundingSet=",
                        "PrivateTmp=yes")
                .noneMatch(line -> line.startsWith("MemoryDenyWriteExecute"));
    }

    private static String only(String key) {
        List<String> found = all(key);
        assertThat(found).as(key).hasSize(1);
        return found.get(0);
    }

    private static List<String> all(String key) {
        return lines.stream()
                .filter(line -> line.startsWith(key + "="))
                .map(line -> line.substring(key.length() + 1))
                .toList();
    }
}
