/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.auth;

import io.github.camelopenrouter.config.SettingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Knows whose key a client shows, without telling by its running time how near a wrong one came: every stored hash is
 * compared, each in constant time. Can be replaced at any time. Safe for many threads.
 */
public final class ClientKeys {

    /** Longer keys are refused unread: nobody shall make the gateway hash megabytes. */
    static final int LONGEST_KEY = 512;

    private final String setting;
    private volatile List<ClientKey> keys = List.of();

    /**
     * Nobody's keys.
     *
     * @param setting that has them, for the sentence that refuses others
     */
    ClientKeys(String setting) {
        this.setting = setting;
    }

    /**
     * From now on these are known, and no others.
     *
     * @throws SettingException if they cannot be such keys, with the sentence that stops a start; the old ones stay
     */
    public void replace(List<ClientKey> known) {
        ClientKeyList.check(setting, known);
        keys = List.copyOf(known);
    }

    /** The label of the key whose hash the presented key (null: none) has. */
    public Optional<String> labelOf(@Nullable String presentedKey) {
        if (presentedKey == null || presentedKey.isEmpty() || presentedKey.length() > LONGEST_KEY) {
            return Optional.empty();
        }
        byte[] presented = sha256(presentedKey);
        String label = null;
        for (ClientKey key : keys) {
            if (MessageDigest.isEqual(key.sha256(), presented)) {
                label = key.label();
            }
        }
        return Optional.ofNullable(label);
    }

    private static byte[] sha256(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
