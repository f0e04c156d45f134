/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.auth.oidc;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that have been verified, by their SHA-256: until they expire, and as long as the issuer's keys are those that they
 * were verified with. So many at most, the oldest forgotten first. Safe for many threads.
 */
final class VerifiedTokens {

    static final int MOST = 10_000;

    private final Map<String, Verified> tokens = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Verified> eldest) {
            return size() > MOST;
        }
    };

    /** @param keys with which it was verified */
    record Verified(Identity identity, Instant expires, SigningKeys keys) {

        boolean isGood(SigningKeys now, Instant time) {
            return keys == now && time.isBefore(expires);
        }
    }

    synchronized @Nullable Identity find(String hash, SigningKeys keys, Instant now) {
        Verified known = tokens.get(hash);
        if (known != null && !known.isGood(keys, now)) {
            tokens.remove(hash);
            return null;
        }
        return known == null ? null : known.identity();
    }

    synchronized void remember(String hash, Verified verified) {
        tokens.put(hash, verified);
    }

    synchronized int size() {
        return tokens.size();
    }
}
