/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The key in a file, as a mounted secret holds it: alone, perhaps with a line break at its end. */
final class KeyFile {

    /** No key is longer; a file that is something else shall not be read to its end. */
    private static final int LONGEST = 8_192;

    private KeyFile() {}

    /**
     * Reads and trims the key.
     *
     * @throws SettingException if the file cannot be read, is empty, or holds something else than one key
     */
    static String read(String fullKey, String path) {
        String content = content(fullKey, path);
        if (content.isEmpty()) {
            throw new SettingException(fullKey + " names the file \"" + Shown.of(path) + "\", which is empty.");
        }
        try {
            return SettingsCatalog.API_KEY.parse(fullKey, content).orElseThrow();
        } catch (SettingException e) {
            throw new SettingException(fullKey + " names the file \"" + Shown.of(path)
                    + "\", whose content is no key: it must be " + SettingsCatalog.API_KEY.allowed() + ".");
        }
    }

    private static String content(String fullKey, String path) {
        try (InputStream in = Files.newInputStream(Path.of(path))) {
            return new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8).trim();
        } catch (IOException | IllegalArgumentException e) {
            throw new SettingException(fullKey + " names the file \"" + Shown.of(path) + "\", which cannot be read.");
        }
    }
}
