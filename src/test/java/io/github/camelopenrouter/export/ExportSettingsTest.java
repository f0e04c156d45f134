/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.testing.GatewayProcess;
import io.github.camelopenrouter.testing.OneRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the standalone gateway says of exports that cannot work, and shows of those that do. */
@Timeout(60)
class ExportSettingsTest {

    @TempDir
    private Path directory;

    @Test
    void withoutTheLibraryTheSentenceNamesIt() throws Exception {
        assertThat(refusal("export.kafka.brokers=127.0.0.1:9"))
                .contains(
                        "openrouter.export.kafka.brokers needs the Camel component kafka",
                        "camel-kafka:4.18",
                        "lib/ext");
        assertThat(refusal("export.s3.bucket=mine"))
                .contains("openrouter.export.s3.bucket needs the Camel component aws2-s3", "camel-aws2-s3:4.18");
    }

    @Test
    void nonsenseIsRefusedWithoutBeingShown() throws Exception {
        assertThat(refusal("export.webhook=ftp://canary-host/canary-path"))
                .contains("openrouter.export.webhook has a wrong value, which is not shown")
                .doesNotContain("canary");
        assertThat(refusal("export.webhook=http://127.0.0.1:9/", "export.webhook.secret=canary"))
                .contains("openrouter.export.webhook.secret", "must be whsec_ and 24 to 64 bytes in Base64")
                .doesNotContain("canary");
        assertThat(refusal("export.webhook.secret=whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
                .contains("openrouter.export.webhook.secret is set, but not openrouter.export.webhook");
        assertThat(refusal("export.webhook=http://127.0.0.1:9/", "data-dir="))
                .contains("openrouter.export.webhook is set, but openrouter.data-dir is not");
    }

    /** The address may hold a token in its path. */
    @Test
    void operatorsSeeThatThereIsAWebhookAndNotWhere() throws Exception {
        Path token = Files.writeString(directory.resolve("token"), "0123456789abcdef0123456789abcdef");
        try (GatewayProcess gateway = GatewayProcess.in(directory)
                .withData()
                .with("OPENROUTER_ADMIN_TOKEN_FILE", token.toString())
                .with("OPENROUTER_EXPORT_WEBHOOK", "http://127.0.0.1:9/canary-path?canary=1")
                .run("--sandbox")) {
            gateway.awaitAddress();
            OneRequest operator = new OneRequest(gateway.managementAddress().getPort());
            String settings = operator.get(
                            "/admin/v1/settings", "Authorization: Bearer 0123456789abcdef0123456789abcdef")
                    .text();
            assertThat(settings).contains("openrouter.export.webhook").doesNotContain("canary");
            assertThat(gateway.console()).doesNotContain("canary");
        }
    }

    /** Each in a directory of its own, for a start that was given up keeps it until its process ends. */
    private String refusal(String... settings) throws IOException {
        Path data = Files.createTempDirectory(directory, "data");
        String[] all = Stream.concat(Stream.of("data-dir=" + data), Stream.of(settings))
                .toArray(String[]::new);
        Throwable failure = catchThrowable(() -> TestGateway.sandbox(all).close());
        assertThat(failure).hasRootCauseInstanceOf(SettingException.class);
        return String.valueOf(Throwables.getRootCause(failure).getMessage());
    }
}
