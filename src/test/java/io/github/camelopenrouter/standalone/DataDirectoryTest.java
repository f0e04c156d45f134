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

/** The standalone start keeps a journal where nobody says anything of it, and {@code --usage} finds it. */
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
            }
        }
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
