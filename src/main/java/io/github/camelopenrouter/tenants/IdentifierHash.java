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

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** A name as it goes up: the same for the same tenant and name, and nothing that could be read back. Safe for threads. */
final class IdentifierHash {

    private static final String ALGORITHM = "HmacSHA256";
    /** Enough that no two names meet; its 32 characters are within each of OpenRouter's limits, 64 for a safety identifier. */
    private static final int BYTES = 16;

    private final Supplier<byte[]> key;

    /** @param key asked when it is needed */
    IdentifierHash(Supplier<byte[]> key) {
        this.key = key;
    }

    /** @param tenant null where nobody knows whose it is */
    String of(@Nullable String tenant, String name) {
        String whose = tenant == null ? "" : tenant;
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.get(), ALGORITHM));
            mac.update(
                    (whose.length() + ":" + whose).getBytes(UTF_8)); // the length, so that no other two read the same
            return HexFormat.of().formatHex(mac.doFinal(name.getBytes(UTF_8)), 0, BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has " + ALGORITHM, e);
        }
    }
}
