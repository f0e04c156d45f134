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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenrouter.config.ApiKey;
import io.github.camelopenrouter.config.ApiKeyList;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.testing.Given;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file with all keys: {@code openrouter.api-key-file}, or {@code file:} and nothing else as {@code openrouter.api-key}. */
class KeyFileTest {

    @TempDir
    Path directory;

    @Test
    void holdsOneKeyALine() throws IOException {
        assertThat(keys("prod=sk-or-v1-x*2\n\n  \r\nspare=sk-or-v1-y\r\nsk-or-v1-z"))
                .containsExactly(
                        new ApiKey("prod", "sk-or-v1-x", 2),
                        new ApiKey("spare", "sk-or-v1-y", 1),
                        new ApiKey("key-3", "sk-or-v1-z", 1));
    }

    @Test
    void holdsASingleKeyAmongBlankLines() throws IOException {
        assertThat(keys("\n  abc==\n\n")).containsExactly(new ApiKey("default", "abc==", 1));
    }

    @Test
    void holdsWhatTheSettingWouldHold() throws IOException {
        assertThat(read("openrouter.api-key", "file:" + file("a=x*2,b=y\n")))
                .containsExactly(new ApiKey("a", "x", 2), new ApiKey("b", "y", 1));
    }

    @Test
    void mustBeReadable() {
        Path file = directory.resolve("missing");

        assertRefused(file.toString(), "names the file \"" + file + "\", which cannot be read.");
    }

    @Test
    void isNotShownWhereAKeyWasPastedAsItsName() {
        assertRefused("sk-or-v1-0123", "names the file \"sk-***\", which cannot be read.");
    }

    @Test
    void mustNotBeEmpty() throws IOException {
        assertRefused(file(" \n").toString(), "names the file \"" + file(" \n") + "\", which is empty.");
    }

    @Test
    void mustNotBeHuge() throws IOException {
        Path file = file("x".repeat(65_537));

        assertRefused(file.toString(), "names the file \"" + file + "\", which is larger than secrets can be.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"good\nca nary", "good\ncanary,other", "a=good\na=canary", "good\ncanary*0"})
    void isRefusedForAWrongLineWithoutShowingIt(String content) throws IOException {
        Path file = file(content);

        assertThatThrownBy(() -> read("openrouter.api-key-file", file.toString()))
                .isExactlyInstanceOf(SettingException.class)
                .hasMessageStartingWith("openrouter.api-key-file names the file \"" + file
                        + "\", which holds something else than keys (entry 2")
                .hasMessageNotContainingAny("canary", "nary");
    }

    private List<ApiKey> keys(String content) throws IOException {
        return read("openrouter.api-key-file", file(content).toString());
    }

    private Path file(String content) throws IOException {
        return Files.writeString(directory.resolve("key"), content);
    }

    private static List<ApiKey> read(String key, String value) {
        CamelContext context = Given.context(key, value);
        Settings settings = Settings.load(context, null);
        List<ApiKey> keys = new ArrayList<>();
        FreshSecrets secrets = new FreshSecrets(settings);
        secrets.provide(settings.apiKeySetting(), new ApiKeyList(settings.apiKeys()), keys::addAll);
        try {
            secrets.start(context, thread -> {}); // ends with the context
            return keys;
        } finally {
            context.stop();
        }
    }

    private static void assertRefused(String file, String rest) {
        assertThatThrownBy(() -> read("openrouter.api-key-file", file))
                .isExactlyInstanceOf(SettingException.class)
                .hasMessage("openrouter.api-key-file " + rest);
    }
}
