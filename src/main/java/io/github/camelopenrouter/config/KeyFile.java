/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.config;

import io.github.camelopenrouter.config.SettingType.WrongText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The keys in a file, as a mounted secret holds them: one a line, written like an entry of {@code api-key}. Blank lines do
 * not count.
 */
final class KeyFile {

    /** Room for hundreds of keys; a file that is something else shall not be read to its end. */
    private static final int LARGEST = 64 * 1024;

    private KeyFile() {}

    /**
     * Reads the keys.
     *
     * @throws SettingException if the file cannot be read, is empty, or holds something else than keys
     */
    static List<ApiKey> read(String fullKey, String path) {
        List<String> lines =
                content(fullKey, path).lines().filter(line -> !line.isBlank()).toList();
        if (lines.isEmpty()) {
            throw refusal(fullKey, path, "which is empty.");
        }
        try {
            return ApiKeyType.parse(lines);
        } catch (WrongText e) {
            throw refusal(
                    fullKey,
                    path,
                    "which holds something else than keys (" + e.getMessage() + "): one a line, each "
                            + GatewaySettings.API_KEY.allowed() + ".");
        }
    }

    private static String content(String fullKey, String path) {
        byte[] content;
        try (InputStream in = Files.newInputStream(Path.of(path))) {
            content = in.readNBytes(LARGEST + 1);
        } catch (IOException | IllegalArgumentException e) {
            throw refusal(fullKey, path, "which cannot be read.");
        }
        if (content.length > LARGEST) {
            throw refusal(fullKey, path, "which is larger than keys can be.");
        }
        return new String(content, StandardCharsets.UTF_8);
    }

    private static SettingException refusal(String fullKey, String path, String reason) {
        return new SettingException(fullKey + " names the file \"" + Redacted.of(path) + "\", " + reason);
    }
}
