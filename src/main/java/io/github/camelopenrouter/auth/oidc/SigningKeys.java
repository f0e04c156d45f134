/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.auth.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;

/** All keys that an issuer has published at one time. */
final class SigningKeys {

    /** Those of an issuer of whom nothing is known. */
    static final SigningKeys NONE = new SigningKeys(List.of());

    private static final int MOST = 100;

    private final List<SigningKey> keys;

    private SigningKeys(List<SigningKey> keys) {
        this.keys = keys;
    }

    /** @throws IllegalArgumentException if it is no JWK set */
    static SigningKeys parse(byte[] document) {
        if (!(StrictJson.object(document).get("keys") instanceof ArrayNode entries) || entries.size() > MOST) {
            throw new IllegalArgumentException("no list of keys");
        }
        List<SigningKey> keys = new ArrayList<>();
        for (JsonNode entry : entries) {
            SigningKey.of(entry).ifPresent(keys::add);
        }
        return new SigningKeys(List.copyOf(keys));
    }

    /** Whether one of them could have signed the token, by the key's id alone. */
    boolean mayKnow(Token token) {
        return keys.stream().anyMatch(key -> isMeant(key, token));
    }

    boolean haveSigned(Token token) {
        return keys.stream().anyMatch(key -> isMeant(key, token) && key.hasSigned(token));
    }

    /** A token without an id may be any key's. */
    private static boolean isMeant(SigningKey key, Token token) {
        return token.keyId() == null || token.keyId().equals(key.id());
    }
}
