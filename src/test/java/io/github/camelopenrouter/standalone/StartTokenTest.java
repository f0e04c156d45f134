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
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.testing.AdminToken;
import io.github.camelopenrouter.testing.LogRecorder;
import io.github.camelopenrouter.testing.OneRequest;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The token that the start makes in its data directory opens {@code /admin} to programs of the same machine alone. */
@Timeout(60)
class StartTokenTest {

    private static final String BREAKERS = "/admin/v1/breakers";

    @TempDir
    private Path data;

    @Test
    void isMadeForItsOwnerAloneAndOpensTheAdminsPaths() throws Exception {
        try (TestGateway gateway = start()) {
            assertThat(Files.readString(token())).matches("[0-9a-f]{64}\n");
            assertThat(permissions()).isEqualTo("rw-------");
            assertThat(data).isDirectoryNotContaining("glob:**.new");
            assertThat(operator(gateway).get(BREAKERS, header()).status()).isEqualTo(200);
            assertThat(operator(gateway).get(BREAKERS).status()).isEqualTo(401);
            assertThat(operator(gateway)
                            .get(BREAKERS, "Authorization: Bearer " + "0".repeat(64))
                            .status())
                    .isEqualTo(401);
        }
    }

    @Test
    void isKeptFromOneStartToTheNextAndClosedToOthers() throws Exception {
        Files.writeString(token(), "kept-".repeat(10));
        Files.setPosixFilePermissions(token(), PosixFilePermissions.fromString("rw-r--r--"));

        try (TestGateway gateway = start()) {
            assertThat(header()).endsWith("kept-".repeat(10));
            assertThat(permissions()).isEqualTo("rw-------");
            assertThat(operator(gateway).get(BREAKERS, header()).status()).isEqualTo(200);
        }
    }

    /** Each of them is the trace of somebody in between. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Forwarded: for=192.0.2.1",
                "forwarded: by=_x",
                "X-Forwarded-For: 127.0.0.1",
                "x-forwarded-proto: https",
                "X-Forwarded-Anything: ",
                "Via: 1.1 proxy"
            })
    void isNotGoodForWhatAProxyHasForwarded(String trace) throws Exception {
        try (TestGateway gateway = start("admin.hosts=gateway")) {
            OneRequest.Answer answer = operator(gateway).get(BREAKERS, header(), trace);

            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.text())
                    .contains("permission_error", "openrouter.admin.token-file")
                    .doesNotContain(header());
        }
    }

    @ParameterizedTest
    @CsvSource({"localhost, 200", "'[::1]:1', 200", "gateway:1, 200", "other.example, 403", "192.0.2.1, 403", "'', 403"
    })
    void isGoodForNamesOfLoopbackAndListedOnes(String host, int status) throws Exception {
        try (TestGateway gateway = start("admin.hosts=gateway", "camel.management.host=0.0.0.0")) {
            assertThat(operator(gateway)
                            .get(BREAKERS, header(), "Host: " + host)
                            .status())
                    .isEqualTo(status);
        }
    }

    @Test
    void isNotGoodForAnotherMachine() throws Exception {
        InetAddress address = ofANetwork().orElse(null);
        assumeTrue(address != null, "This machine has no network");
        try (TestGateway gateway = start("camel.management.host=0.0.0.0")) {
            int port = gateway.managementUri("/").getPort();

            assertThat(get(address, port)).startsWith("HTTP/1.1 403 ").contains("openrouter.admin.token-file");
            assertThat(operator(gateway).get(BREAKERS, header()).status()).isEqualTo(200);
        }
    }

    /** That one is good from anywhere. */
    @Test
    void isNeitherMadeNorTakenBesideTheOperatorsOwn() throws Exception {
        AdminToken own = AdminToken.create();
        Files.writeString(token(), "old-".repeat(10));
        try (TestGateway gateway = start(own.setting())) {
            assertThat(operator(gateway).get(BREAKERS, header()).status()).isEqualTo(401);
            assertThat(operator(gateway)
                            .get(BREAKERS, own.header(), "Via: 1.1 proxy")
                            .status())
                    .isEqualTo(200);
        }
        Files.delete(token());
        try (TestGateway gateway = start(own.setting())) {
            assertThat(gateway.managementUri("/")).isNotNull();
            assertThat(token()).doesNotExist();
        }
    }

    @Test
    void isSaidToBeMissingWhereTheFileHoldsSomethingElse() throws Exception {
        Files.writeString(token(), "short");
        try (LogRecorder log = LogRecorder.record();
                TestGateway gateway = start()) {
            log.assertOneWarning("There is no admin token: openrouter.data-dir names the file");
            assertThat(log.lines())
                    .anyMatch(
                            line -> line.contains("Left out of the management port, because there is no admin token"));
            assertThat(operator(gateway).get(BREAKERS).status()).isEqualTo(404);
        }
    }

    private TestGateway start(String... settings) {
        String[] all = new String[settings.length + 3];
        System.arraycopy(settings, 0, all, 3, settings.length);
        all[0] = "camel.management.enabled=true";
        all[1] = "camel.management.port=0";
        all[2] = "data-dir=" + data;
        return TestGateway.sandbox(all);
    }

    private Path token() {
        return data.resolve("admin-token");
    }

    private String header() throws IOException {
        return "Authorization: Bearer " + Files.readString(token()).strip();
    }

    private String permissions() throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(token()));
    }

    private String get(InetAddress address, int port) throws IOException {
        try (Socket socket = new Socket(address, port)) {
            socket.getOutputStream()
                    .write(("GET " + BREAKERS + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + header()
                                    + "\r\n\r\n")
                            .getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    private static Optional<InetAddress> ofANetwork() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .findFirst();
    }

    private static OneRequest operator(TestGateway gateway) {
        return new OneRequest(gateway.managementUri("/").getPort());
    }
}
