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

/** A small file that holds what must not be shown; the sentences name the file and never what is in it. */
public final class SecretFile {

    /** Room for hundreds of keys; a file that is something else shall not be read to its end. */
    private static final int LARGEST = 64 * 1024;

    private SecretFile() {}

    /**
     * The whole text.
     *
     * @param what the file is for, as {@code keys}
     * @throws IOException if it cannot be read or is too large; the message goes on after "which "
     */
    public static String read(String path, String what) throws IOException {
        return new String(readBytes(path, what), StandardCharsets.UTF_8);
    }

    /**
     * The same for what is no text.
     *
     * @throws IOException as {@link #read}
     */
    public static byte[] readBytes(String path, String what) throws IOException {
        byte[] content = content(path);
        if (content.length > LARGEST) {
            throw new IOException("is larger than " + what + " can be");
        }
        return content;
    }

    private static byte[] content(String path) throws IOException {
        try (InputStream in = Files.newInputStream(Path.of(path))) {
            return in.readNBytes(LARGEST + 1);
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException("cannot be read", e);
        }
    }

    /** @param reason ends the sentence */
    public static SettingException refusal(String fullKey, String path, String reason) {
        return new SettingException(fullKey + " names the file \"" + Redacted.of(path) + "\", " + reason);
    }
}
