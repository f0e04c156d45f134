/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.testing.AdminToken;
import io.github.camelopenrouter.testing.OneRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may read the metrics, by where the management port is bound and what has been set. */
@Timeout(60)
class ObserveTokenOverHttpTest {

    private static final String PATH = "/observe/metrics";
    private static final String EVERYWHERE = "camel.management.host=0.0.0.0";
    private static final String TOKEN = "observe-canary-0123456789-0123456789";
    private static final String OBSERVER = "Authorization: Bearer " + TOKEN;

    @TempDir
    private Path directory;

    @Test
    void onLoopbackEverybodyOnThisMachineMay() throws Exception {
        try (TestGateway gateway =
                start("auth=keys", "auth.keys=ci=" + "0".repeat(64), "observe.token-file=" + file())) {
            assertThat(operator(gateway).get(PATH).status()).isEqualTo(200);
            assertThat(operator(gateway).get(PATH, "Host: evil.example").status())
                    .isEqualTo(403);
        }
    }

    @Test
    void elsewhereNobodyMayBeforeSomebodyHasDecided() throws Exception {
        try (TestGateway gateway = start(EVERYWHERE, "auth=none")) {
            OneRequest.Answer answer = operator(gateway).get(PATH, OBSERVER);

            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.text()).contains("authentication_error", "openrouter.observe.token-file");
            assertThat(operator(gateway).get("/observe/health/live").status()).isEqualTo(200);
        }
    }

    @Test
    void elsewhereWhoShowsTheTokenOrTheAdminsMay() throws Exception {
        AdminToken admin = AdminToken.create();
        try (TestGateway gateway = start(EVERYWHERE, "observe.token-file=" + file(), admin.setting())) {
            assertThat(operator(gateway).get(PATH, OBSERVER).status()).isEqualTo(200);
            assertThat(operator(gateway).get(PATH, admin.header()).status()).isEqualTo(200);
            assertThat(operator(gateway).get("/admin/v1/breakers", OBSERVER).status())
                    .isEqualTo(401);
            Files.writeString(directory.resolve("token"), "another-canary-0123456789-0123456789");
            assertThat(operator(gateway).get(PATH, OBSERVER).status()).isEqualTo(401);
        }
    }

    /** As for the paths below /admin. */
    @Test
    void elsewhereTheStartsOwnTokenIsGoodOnThisMachine() throws Exception {
        try (TestGateway gateway = start(EVERYWHERE, "auth=none", "data-dir=" + directory)) {
            String shown = "Authorization: Bearer "
                    + Files.readString(directory.resolve("admin-token")).strip();

            assertThat(operator(gateway).get(PATH, shown).status()).isEqualTo(200);
            assertThat(operator(gateway)
                            .get(PATH, shown, "X-Forwarded-For: 127.0.0.1")
                            .status())
                    .isEqualTo(403);
            assertThat(operator(gateway).get(PATH, shown + "0").status()).isEqualTo(401);
            assertThat(operator(gateway).get(PATH).status()).isEqualTo(401);
        }
        AdminToken own = AdminToken.create();
        try (TestGateway gateway = start(EVERYWHERE, "auth=none", "data-dir=" + directory, own.setting())) {
            String shown = "Authorization: Bearer "
                    + Files.readString(directory.resolve("admin-token")).strip();

            assertThat(operator(gateway).get(PATH, shown).status()).isEqualTo(401);
            assertThat(operator(gateway).get(PATH, own.header()).status()).isEqualTo(200);
        }
    }

    /** Prometheus calls by what stands in its targets, on Kubernetes by the pod's address; probes go on. */
    @Test
    void byAnAddressThatIsNotAmongTheHostsNobodyMay() throws Exception {
        try (TestGateway gateway =
                start(EVERYWHERE, "observe.token-file=" + file(), "admin.hosts=gateway.example,192.0.2.7")) {
            OneRequest operator = operator(gateway);

            assertThat(operator.get(PATH, OBSERVER, "Host: 192.0.2.8:9876").status())
                    .isEqualTo(403);
            assertThat(operator.get(PATH, OBSERVER, "Host: 192.0.2.7:9876").status())
                    .isEqualTo(200);
            assertThat(operator.get(PATH, OBSERVER, "Host: gateway.example").status())
                    .isEqualTo(200);
            assertThat(operator.get("/observe/health/live", "Host: 192.0.2.8:9876")
                            .status())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Accept: */*",
                "Authorization: Bearer ",
                "Authorization: Bearer " + TOKEN + "0",
                "Authorization: Basic " + TOKEN,
                "x-api-key: " + TOKEN,
                "X-Forwarded-For: 127.0.0.1",
                "Authorization: Bearer client-canary"
            })
    void elsewhereNobodyElseMay(String header) throws Exception {
        String client = "auth.keys=ci=" + sha256("client-canary");
        try (TestGateway gateway = start(EVERYWHERE, "auth=keys", client, "observe.token-file=" + file())) {
            OneRequest.Answer answer = operator(gateway).get(PATH, header);

            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.text()).contains("authentication_error").doesNotContain("canary", "openrouter_");
        }
    }

    @Test
    void aFileThatCannotBeUsedStopsTheStart() throws IOException {
        Files.writeString(directory.resolve("token"), "short-canary");

        assertThatThrownBy(() -> start("observe.token-file=" + directory.resolve("token")))
                .rootCause()
                .hasMessageContaining("openrouter.observe.token-file names the file")
                .hasMessageContaining("32 to 512 printable characters")
                .hasMessageNotContaining("canary");
    }

    private Path file() throws IOException {
        return Files.writeString(directory.resolve("token"), TOKEN + "\n");
    }

    private static TestGateway start(String... settings) {
        String[] all = Arrays.copyOf(settings, settings.length + 2);
        all[settings.length] = "camel.management.enabled=true";
        all[settings.length + 1] = "camel.management.port=0";
        return TestGateway.sandbox(all);
    }

    private static OneRequest operator(TestGateway gateway) {
        return new OneRequest(gateway.managementUri("/").getPort());
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes()));
    }
}
