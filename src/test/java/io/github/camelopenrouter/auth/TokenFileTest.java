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

import io.github.camelopenrouter.config.SettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenFileTest {

    private static final String TOKEN = "canary-0123456789-0123456789-xyz";

    @TempDir
    private Path directory;

    @Test
    void isReadAsItIsNow() throws IOException {
        Path file = Files.writeString(directory.resolve("token"), TOKEN + "\n");
        TokenFile token = new TokenFile("openrouter.admin.token-file", file.toString());
        assertThat(token.token()).isEqualTo(TOKEN);

        Files.writeString(file, "another-" + TOKEN);

        assertThat(token.token()).isEqualTo("another-" + TOKEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "canary-0123456789-0123456789-xy",
                "canary-0123456789 0123456789-xyz",
                "canary-0123456789-0123456789-xyz\ncanary-0123456789-0123456789-xyz",
                "canary-0123456789-0123456789-xy\u00e9"
            })
    void isRefusedWhereItHoldsSomethingElse(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("token"), text);

        assertThatThrownBy(() -> new TokenFile("openrouter.admin.token-file", file.toString()).token())
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("openrouter.admin.token-file names the file \"")
                .hasMessageEndingWith("token of 32 to 512 printable characters without a space.")
                .hasMessageNotContaining("canary");
    }

    @Test
    void isRefusedWhereItCannotBeRead() {
        assertThatThrownBy(() -> new TokenFile("openrouter.admin.token-file", directory.toString()).token())
                .isInstanceOf(SettingException.class)
                .hasMessageEndingWith("which cannot be read.");
    }
}
