/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file with an operator's token. */
public final class AdminToken {

    private static final String FIRST = "first-canary-0123456789-0123456789";

    private final Path file;
    private String value = FIRST;

    private AdminToken(Path file) {
        this.file = file;
    }

    /** Gone with the JVM. */
    public static AdminToken create() {
        try {
            Path file = Files.createTempFile("admin", ".token");
            file.toFile().deleteOnExit();
            AdminToken token = new AdminToken(file);
            token.change(FIRST);
            return token;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String path() {
        return file.toString();
    }

    /** The setting that names the file. */
    public String setting() {
        return "openrouter.admin.token-file=" + file;
    }

    /** From now on the file holds this. */
    public void change(String token) throws IOException {
        Files.writeString(file, token + "\n");
        value = token;
    }

    public void delete() throws IOException {
        Files.delete(file);
    }

    /** The header line with the token. */
    public String header() {
        return "Authorization: Bearer " + value;
    }
}
