/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.api.AuditEvent;
import io.github.camelopenrouter.config.ApiKeyList;
import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.testing.Given;
import io.github.camelopenrouter.testing.RecordedAudit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the audit is told of a key file that holds another value. */
class SecretChangeTest {

    @TempDir
    private Path directory;

    private final RecordedAudit audit = new RecordedAudit();
    private Path file;
    private CamelContext context;
    private FreshSecrets secrets;

    @BeforeEach
    void start() throws IOException {
        file = Files.writeString(directory.resolve("key"), "canary-1");
        context = Given.context("openrouter.api-key-file", file.toString());
        context.getRegistry().bind("audit", audit);
        Settings settings = Settings.load(context, null);
        secrets = new FreshSecrets(settings);
        secrets.provide(settings.apiKeySetting(), new ApiKeyList(settings.apiKeys()), keys -> {});
        secrets.start(context, thread -> {}); // ends with the context
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void isALineWithTheSourceAndWithoutTheValue() throws IOException {
        Files.writeString(file, "canary-2");
        secrets.reload();

        assertThat(audit.events())
                .containsExactly(AuditEvent.ofGateway(
                        "secret.change", "openrouter.api-key-file", Map.of("source", "file:" + file)));
    }

    @Test
    void isNoLineAtTheStartNorWhereNothingChangesNorWhereTheValueIsNotUsed() throws IOException {
        secrets.reload();
        Files.writeString(file, "can ary\nnonsense");
        secrets.reload();

        assertThat(audit.events()).isEmpty();
    }
}
