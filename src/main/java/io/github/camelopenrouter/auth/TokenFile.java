/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.auth;

import io.github.camelopenrouter.config.SecretFile;
import io.github.camelopenrouter.config.SettingException;
import java.io.IOException;
import java.util.regex.Pattern;

/** A file with a token for the admin's paths, as a mounted secret holds it. */
public final class TokenFile {

    /** So long that nobody guesses it: {@code openssl rand -hex 32} makes 64 characters. */
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{32,512}");

    private final String setting;
    private final String path;

    /** @param setting the key that names the file, for the sentences */
    public TokenFile(String setting, String path) {
        this.setting = setting;
        this.path = path;
    }

    /**
     * Reads it, as it is now.
     *
     * @throws SettingException if the file cannot be read or holds something else than one long token
     */
    public String token() {
        String token = content().strip();
        if (!TOKEN.matcher(token).matches()) {
            throw SecretFile.refusal(
                    setting, path, "which must hold one token of 32 to 512 printable characters without a space.");
        }
        return token;
    }

    private String content() {
        try {
            return SecretFile.read(path, "a token");
        } catch (IOException e) {
            throw SecretFile.refusal(setting, path, "which " + e.getMessage() + ".");
        }
    }
}
