/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.sandbox.Sandbox;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.GatewayProcess;
import io.github.camelopenrouter.testing.OneRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The standalone start keeps a journal where nobody says anything of it, the sandbox's apart, and {@code --usage} finds both. */
class DataDirectoryTest {

    @TempDir
    private Path directory;

    @Test
    void standsInTheWorkingDirectoryAndIsFoundByUsage() throws Exception {
        try (GatewayProcess gateway = start().run("--sandbox")) {
            call(gateway);

            assertThat(permissionsOf("data")).isEqualTo("rwx------");
            try (GatewayProcess usage = start().run("--usage", "--format", "csv")) {
                assertThat(usage.awaitExit()).as(usage.console()).isZero();
                assertThat(usage.out()).startsWith("calls,errors,").contains("\r\n1,0,");
                assertThat(usage.err())
                        .matches(
                                "No real call is recorded in data: [^\\r\\n]+data/sandbox[^\\r\\n]+--sandbox[^\\r\\n]+[.]\\R");
            }
        }
    }

    /** The costs of the sandbox are made up. */
    @Test
    void keepsTheSandboxApartFromWhatWasReal() throws Exception {
        try (GatewayProcess gateway = start().run("--sandbox")) {
            call(gateway);
            call(gateway);
        }
        try (Sandbox upstream = Sandbox.start(0);
                GatewayProcess gateway = start().with("OPENROUTER_API_KEY", "sk-or-v1-mine")
                        .with("OPENROUTER_BASE_URL", upstream.baseUrl())
                        .run()) {
            call(gateway);
        }

        assertThat(calls("--usage", "--format", "csv")).isEqualTo("1");
        assertThat(calls("--usage", "--sandbox", "--format", "csv")).isEqualTo("2");
        assertThat(calls("--usage", "--format", "csv", "--sandbox")).isEqualTo("2");

        try (GatewayProcess gateway = start().run("--sandbox")) {
            call(gateway);
        }
        assertThat(calls("--usage", "--format", "csv")).isEqualTo("1");
        assertThat(calls("--usage", "--sandbox", "--format", "csv")).isEqualTo("3");
    }

    @Test
    void moveNothingThatASandboxWritesNow() throws Exception {
        try (GatewayProcess sandbox = start().run("--sandbox")) {
            call(sandbox);
            try (GatewayProcess second =
                    start().with("OPENROUTER_API_KEY", "sk-or-v1-mine").run()) {
                assertThat(second.awaitExit()).isEqualTo(1);
                assertThat(second.err()).matches("[^\\r\\n]+[.]\\R").contains("another gateway");
            }
            call(sandbox);
        }
        assertThat(calls("--usage", "--sandbox", "--format", "csv")).isEqualTo("2");
    }

    /** Its sums are of the same made up calls. */
    @Test
    void takesTheSandboxsStoreAwayWithItsJournal() throws Exception {
        Path data = Files.createDirectory(directory.resolve("data"));
        Files.createFile(data.resolve("sandbox-only"));
        Files.writeString(Files.createDirectory(data.resolve("usage")).resolve("journal-id"), "the sandbox's");
        Files.writeString(Files.createDirectory(data.resolve("store")).resolve("usage.mv.db"), "the sandbox's");
        try (Sandbox upstream = Sandbox.start(0);
                GatewayProcess gateway = start().with("OPENROUTER_API_KEY", "sk-or-v1-mine")
                        .with("OPENROUTER_BASE_URL", upstream.baseUrl())
                        .run()) {
            call(gateway);
        }

        assertThat(data.resolve("sandbox/store/usage.mv.db")).hasContent("the sandbox's");
        assertThat(data.resolve("sandbox/usage/journal-id")).hasContent("the sandbox's");
    }

    /** Neither way of asking for the sandbox needs an option then. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isTheSandboxsWhereASettingSaysSo(boolean inFile) throws Exception {
        if (inFile) {
            Files.writeString(directory.resolve("application.properties"), "openrouter.sandbox=true\n");
        }
        GatewayProcess.Start start = inFile ? start() : start().with("OPENROUTER_SANDBOX", "true");

        try (GatewayProcess gateway = start.run()) {
            call(gateway);

            assertThat(gateway.out()).contains("The sandbox's calls are recorded in data:");
        }
        assertThat(directory.resolve("data/usage")).isNotEmptyDirectory();
        assertThat(directory.resolve("data/admin-token")).exists();
        assertThat(directory.resolve("data/sandbox")).doesNotExist();
        try (GatewayProcess usage = start.run("--usage", "--format", "csv")) {
            assertThat(usage.awaitExit()).as(usage.console()).isZero();
            assertThat(usage.err()).isEmpty();
        }
    }

    @Test
    void isWhatASettingNamesAlsoForTheSandbox() throws Exception {
        Files.writeString(directory.resolve("application.properties"), "openrouter.data-dir=data\n");

        try (GatewayProcess gateway = start().run("--sandbox")) {
            call(gateway);
        }

        assertThat(directory.resolve("data/usage")).isNotEmptyDirectory();
        assertThat(directory.resolve("data/sandbox")).doesNotExist();
        assertThat(calls("--usage", "--sandbox", "--format", "csv")).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kept", "var/kept"})
    void isWhereTheSettingSays(String name) throws Exception {
        Files.writeString(directory.resolve("application.properties"), "openrouter.data-dir=" + name + "\n");
        Files.createDirectories(directory.resolve(name));

        try (GatewayProcess gateway = start().run("--sandbox")) {
            call(gateway);

            assertThat(directory.resolve(name).resolve("usage")).isNotEmptyDirectory();
            assertThat(directory.resolve("data")).doesNotExist();
        }
    }

    /** Of a file and of the environment alike. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isNotThereWhereItsSettingIsEmpty(boolean inFile) throws Exception {
        if (inFile) {
            Files.writeString(directory.resolve("application.properties"), "openrouter.data-dir=\n");
        }
        GatewayProcess.Start start = inFile ? start() : start().with("OPENROUTER_DATA_DIR", "");

        try (GatewayProcess gateway = start.run("--sandbox")) {
            call(gateway);

            assertThat(directory.resolve("data")).doesNotExist();
        }
    }

    @Test
    void isOfOneProcessAlone() throws Exception {
        try (GatewayProcess first = start().run("--sandbox")) {
            first.awaitAddress();

            try (GatewayProcess second = start().run("--sandbox")) {
                assertThat(second.awaitExit()).isEqualTo(1);
                assertThat(second.err())
                        .matches("[^\\r\\n]+[.]\\R")
                        .contains("openrouter.data-dir is \"data\"", "another gateway");
            }
        }
    }

    /** Whoever runs the tests may write everywhere; not below a file. */
    @Test
    void isDoneWithoutWhereNothingCanBeWritten() throws Exception {
        Files.writeString(directory.resolve("data"), "no directory");

        try (GatewayProcess gateway = start().run("--sandbox")) {
            call(gateway);

            assertThat(gateway.out()).contains("Calls are not recorded: nothing can be written into");
        }
    }

    private GatewayProcess.Start start() {
        return GatewayProcess.in(directory).withData();
    }

    /** How many it counts. */
    private String calls(String... arguments) throws Exception {
        try (GatewayProcess usage = start().run(arguments)) {
            assertThat(usage.awaitExit()).as(usage.console()).isZero();
            assertThat(usage.err()).isEmpty();
            return usage.out().split("\r\n")[1].split(",")[0];
        }
    }

    private static void call(GatewayProcess gateway) throws IOException {
        int port = gateway.awaitAddress().getPort();
        assertThat(new OneRequest(port)
                        .post(Door.CHAT.path(), Door.CHAT.plain())
                        .status())
                .isEqualTo(200);
    }

    private String permissionsOf(String name) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(name)));
    }
}
