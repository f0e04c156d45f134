/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.camelopenrouter.usage.DurableFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.apache.camel.StreamCache;
import org.jspecify.annotations.Nullable;

/**
 * Tells by an HMAC whether a request was the one that somebody has. Its key is a file beside the audit, made where there is
 * none: who has only the lines cannot try out what a request may have said.
 */
final class RequestHash {

    static final String FILE = "hmac.key";

    private static final int KEY_BYTES = 32;

    private final Path file;
    private volatile @Nullable Hmac key;

    /** @param directory of the audit */
    RequestHash(Path directory) {
        this.file = directory.resolve(FILE);
    }

    /**
     * Reads the key, or makes it.
     *
     * @throws IllegalStateException saying in a sentence what to do about a file that holds none
     * @throws IOException if it cannot be read or made now
     */
    void prepare() throws IOException {
        if (key == null) {
            key = new Hmac(Files.exists(file) ? read() : make());
        }
    }

    boolean isReady() {
        return key != null;
    }

    private byte[] read() throws IOException {
        String text = Files.readString(file, US_ASCII).strip();
        if (!text.matches("[0-9a-f]{" + 2 * KEY_BYTES + "}")) {
            throw new IllegalStateException(
                    file + " holds no key of the audit: bring it back from a backup, or remove it,"
                            + " and the start makes another one.");
        }
        return HexFormat.of().parseHex(text);
    }

    private byte[] make() throws IOException {
        byte[] made = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(made);
        DurableFile.replace(file, (HexFormat.of().formatHex(made) + "\n").getBytes(US_ASCII));
        return made;
    }

    /** That of a body; null where there is none, it can be read only once, or there is no key yet. */
    @Nullable
    String of(@Nullable Object body) {
        Hmac known = key;
        if (known == null) {
            return null;
        }
        if (body instanceof byte[] bytes) {
            return bytes.length == 0 ? null : known.of(bytes);
        }
        if (body instanceof String text) {
            return text.isEmpty() ? null : known.of(text.getBytes(UTF_8));
        }
        return body instanceof StreamCache cache ? of(cache, known) : null;
    }

    private static @Nullable String of(StreamCache cache, Hmac known) {
        try {
            cache.reset();
            return known.of(cache::writeTo);
        } catch (IOException e) {
            return null; // whoever reads it next says what is wrong with it
        } finally {
            cache.reset();
        }
    }
}
