/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import io.github.camelopenrouter.auth.TokenFile;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.usage.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The admin token that the start makes in its data directory, where the operator has set none: who may read the gateway's
 * files may administer it, from the same machine. Kept from one start to the next.
 */
final class StartToken {

    private static final String NAME = "admin-token";
    private static final int BYTES = 32;

    private StartToken() {}

    /**
     * That of an earlier start.
     *
     * @throws SettingException if there was none
     */
    static TokenFile find(Path dataDirectory) {
        if (!Files.exists(dataDirectory.resolve(NAME))) {
            throw new SettingException("There is no admin token at " + dataDirectory.resolve(NAME)
                    + ": start the gateway in this directory, or name its token with --token-file.");
        }
        return in(dataDirectory);
    }

    /** What to say to whoever has shown one that the gateway does not know; empty where there is no other. */
    static String ifUnknown(Path dataDirectory) {
        return SandboxData.has(dataDirectory, NAME)
                ? " The sandbox has a token of its own here: add " + SandboxData.OPTION + " to use that."
                : "";
    }

    private static TokenFile in(Path dataDirectory) {
        return new TokenFile("openrouter.data-dir", dataDirectory.resolve(NAME).toString());
    }

    /** Makes it where it is not there; empty, and said, where it cannot be made or used. */
    static Optional<TokenFile> make(Path dataDirectory) {
        try {
            Path file = dataDirectory.resolve(NAME);
            DataDirectory.make(dataDirectory);
            if (Files.exists(file)) {
                DataDirectory.closeToOthers(file);
            } else {
                write(dataDirectory.resolve(NAME + ".new"), file);
            }
            TokenFile token = in(dataDirectory);
            token.token();
            return Optional.of(token);
        } catch (IOException e) {
            StandaloneLog.LOG.warn(
                    "There is no admin token, for {} cannot be made: {}", dataDirectory.resolve(NAME), e.toString());
        } catch (SettingException e) {
            StandaloneLog.LOG.warn(
                    "There is no admin token: {} Remove the file, and the next start makes a new one", e.getMessage());
        }
        return Optional.empty();
    }

    /** Moved there as a whole: a start that is killed leaves no half of one. */
    private static void write(Path made, Path file) throws IOException {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        Files.deleteIfExists(made);
        Files.createFile(made, DataDirectory.readableByOwner());
        Files.writeString(made, HexFormat.of().formatHex(random) + "\n");
        Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
