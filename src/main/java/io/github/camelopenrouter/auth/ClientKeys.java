/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.auth;

import io.github.camelopenrouter.api.Principal;
import io.github.camelopenrouter.api.Sha256;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.spi.Authenticator;
import io.github.camelopenrouter.spi.Credentials;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Knows whose key a client shows, without telling by its running time how near a wrong one came: every stored hash is
 * compared, each in constant time. Can be replaced at any time. Safe for many threads.
 */
public final class ClientKeys implements Authenticator {

    /** Longer keys are refused unread: nobody shall make the gateway hash megabytes. */
    static final int LONGEST_KEY = 512;

    private final String setting;
    private volatile List<Known> known = List.of();

    private record Known(byte[] sha256, Principal principal) {}

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
    public void replace(List<ClientKey> keys) {
        ClientKeyList.check(setting, keys);
        known = keys.stream()
                .map(key -> new Known(key.sha256(), Principal.ofKey(key.label())))
                .toList();
    }

    /** Whether one of them has this label. */
    public boolean hasLabel(String label) {
        return known.stream().anyMatch(key -> label.equals(key.principal().key()));
    }

    /** Whether one of them has this label, or this hash in lower case hexadecimal. */
    public boolean has(String labelOrHash) {
        return hasLabel(labelOrHash)
                || known.stream()
                        .anyMatch(key -> HexFormat.of().formatHex(key.sha256()).equals(labelOrHash));
    }

    @Override
    public @Nullable Principal authenticate(Credentials shown) {
        String key = shown.secret();
        if (key.isEmpty() || key.length() > LONGEST_KEY) {
            return null;
        }
        byte[] presented = Sha256.of(key);
        Principal whose = null;
        for (Known one : known) {
            if (MessageDigest.isEqual(one.sha256(), presented)) {
                whose = one.principal();
            }
        }
        return whose;
    }
}
