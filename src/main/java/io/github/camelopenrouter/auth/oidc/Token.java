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
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A signed JWT as it was shown, taken apart; nothing of it is true before its signature has been verified.
 *
 * @param keyId only to be compared
 */
record Token(String algorithm, @Nullable String keyId, ObjectNode claims, byte[] signedInput, String signature) {

    /** Longer ones are not read. */
    static final int LONGEST = 8 * 1024;

    private static final Pattern SHAPE = Pattern.compile("(([\\w-]+)\\.([\\w-]+))\\.([\\w-]+)");

    private static final Set<String> ALGORITHMS =
            Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA");

    /** They let a token say by which key it is to be judged, or ask for what nobody here understands. */
    private static final Set<String> REFUSED = Set.of("jku", "jwk", "x5u", "x5c", "crit", "b64");

    /** An ID token, a logout token and others say so; who says nothing may be an access token. */
    private static final Set<String> TYPES = Set.of("jwt", "at+jwt", "application/jwt", "application/at+jwt");

    /** Whether it could be one at all; a key of another kind is somebody else's to know. */
    static boolean looksLikeOne(String shown) {
        return shown.length() <= LONGEST && SHAPE.matcher(shown).matches();
    }

    /** @throws IllegalArgumentException for what is none, or none that anybody here accepts */
    static Token parse(String shown) {
        Matcher parts = SHAPE.matcher(shown);
        if (!parts.matches()) {
            throw new IllegalArgumentException("no token");
        }
        ObjectNode header = json(parts.group(2));
        String type = text(header, "typ");
        String algorithm = text(header, "alg");
        if (algorithm == null
                || !ALGORITHMS.contains(algorithm)
                || REFUSED.stream().anyMatch(header::has)
                || type != null && !TYPES.contains(type.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("no header of an access token");
        }
        return new Token(
                algorithm,
                text(header, "kid"),
                json(parts.group(3)),
                parts.group(1).getBytes(StandardCharsets.US_ASCII),
                parts.group(4));
    }

    private static ObjectNode json(String part) {
        return StrictJson.object(Base64.getUrlDecoder().decode(part));
    }

    private static @Nullable String text(ObjectNode header, String member) {
        JsonNode value = header.get(member);
        if (value != null && !value.isTextual()) {
            throw new IllegalArgumentException("no text in " + member);
        }
        return value == null ? null : value.asText();
    }
}
