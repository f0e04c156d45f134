/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.tenants;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.camelopenrouter.config.SecretFile;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.usage.DataDirectory;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the secret of the hashes comes from: who has it can find out by trying what a hash was made of. */
final class IdentifierKey {

    private static final Logger LOG = LoggerFactory.getLogger(IdentifierKey.class);
    private static final String FILE = "identifiers-key";
    private static final int BYTES = 32;
    private static final int SHORTEST = 16;

    private IdentifierKey() {}

    /**
     * That of a file of the operator's, which several machines may share.
     *
     * @param setting that names the file, for the sentence
     * @throws SettingException if it has none
     */
    static byte[] in(String file, String setting) {
        try {
            return checked(SecretFile.read(file, "a secret"));
        } catch (IOException e) {
            throw SecretFile.refusal(setting, file, "which " + e.getMessage() + ".");
        }
    }

    /**
     * That of a data directory, made with it.
     *
     * @throws SettingException if it cannot be read or written
     */
    static byte[] below(Path dataDirectory) {
        Path file = dataDirectory.resolve(FILE);
        try {
            DataDirectory.make(dataDirectory);
            if (!Files.exists(file)) {
                make(file);
            }
            return checked(Files.readString(file));
        } catch (IOException e) {
            throw new SettingException("The file \"" + file + "\" is to hold the secret of hashed identifiers, and "
                    + e.getMessage() + ".");
        }
    }

    /** Until the process ends; said once somebody needs it. */
    static Supplier<byte[]> ofProcess(String setting) {
        return new Supplier<>() {
            private byte[] key = new byte[0];

            @Override
            public synchronized byte[] get() {
                if (key.length == 0) {
                    key = random();
                    LOG.warn(
                            "Hashed identifiers change when this process ends, and so do OpenRouter's sessions: set {} or a data"
                                    + " directory",
                            setting);
                }
                return key;
            }
        };
    }

    /** In one step, for another gateway of the process may do the same. */
    private static void make(Path file) throws IOException {
        Path fresh = Files.createTempFile(file.getParent(), FILE, ".new", DataDirectory.readableByOwner());
        try {
            Files.writeString(
                    fresh,
                    Base64.getEncoder().encodeToString(random()) + "\n",
                    StandardOpenOption.WRITE,
                    StandardOpenOption.SYNC);
            Files.createLink(file, fresh);
        } catch (FileAlreadyExistsException e) {
            // the other one's is as good
        } catch (UnsupportedOperationException | FileSystemException e) { // a disk without links
            Files.move(fresh, file);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static byte[] checked(String text) throws IOException {
        byte[] key = text.strip().getBytes(UTF_8);
        if (key.length < SHORTEST) {
            throw new IOException("holds less than " + SHORTEST + " characters");
        }
        return key;
    }

    private static byte[] random() {
        byte[] key = new byte[BYTES];
        new SecureRandom().nextBytes(key);
        return key;
    }
}
