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
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What has to be true of an access token's claims, whoever it is of (RFC 7519 and RFC 9068). */
final class ClaimRules {

    /** By how much the issuer's clock and ours may differ. */
    static final Duration SKEW = Duration.ofSeconds(60);

    static final Duration LONGEST_LIFE = Duration.ofHours(24);

    /** The year 9999. */
    private static final long LAST_SECOND = 253_402_300_799L;

    /** What Keycloak says of its tokens in the payload; its ID, refresh and logout tokens say something else. */
    private static final Set<String> TYPES = Set.of("bearer", "jwt", "at+jwt");

    /** What only an ID token has, and what binds a token to a key that a bearer does not show. */
    private static final Set<String> REFUSED = Set.of("at_hash", "c_hash", "s_hash", "nonce", "cnf");

    /** Where Cognito says what a token is for. */
    private static final String USE = "token_use";

    private final Set<String> audiences;

    ClaimRules(Set<String> audiences) {
        this.audiences = audiences;
    }

    /**
     * Until when the token holds.
     *
     * @return nothing if it does not
     */
    Optional<Instant> expiry(ObjectNode claims, Instant now) {
        try {
            Instant expires = time(claims, "exp").orElseThrow(IllegalArgumentException::new);
            boolean good = isForUs(claims.get("aud"))
                    && isAccessToken(claims)
                    && now.isBefore(expires.plus(SKEW))
                    && time(claims, "nbf").stream().noneMatch(now.plus(SKEW)::isBefore)
                    && livesNotTooLong(time(claims, "iat"), expires, now);
            return good ? Optional.of(expires) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** One that will be issued later could claim any life. */
    private static boolean livesNotTooLong(Optional<Instant> issued, Instant expires, Instant now) {
        return issued.map(at -> !at.isAfter(now.plus(SKEW)) && !expires.isAfter(at.plus(LONGEST_LIFE)))
                .orElseGet(() -> !expires.isAfter(now.plus(LONGEST_LIFE)));
    }

    private static boolean isAccessToken(ObjectNode claims) {
        JsonNode type = claims.get("typ");
        return REFUSED.stream().noneMatch(claims::has)
                && (!claims.has(USE) || claims.path(USE).asText().equals("access"))
                && (type == null || TYPES.contains(type.asText().toLowerCase(Locale.ROOT)));
    }

    /** A text, or a list of texts. */
    private boolean isForUs(JsonNode audience) {
        if (audience == null) {
            return false;
        }
        if (audience.isArray()) {
            for (JsonNode one : audience) {
                if (one.isTextual() && audiences.contains(one.asText())) {
                    return true;
                }
            }
        }
        return audience.isTextual() && audiences.contains(audience.asText());
    }

    private static Optional<Instant> time(ObjectNode claims, String name) {
        JsonNode value = claims.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isNumber()
                || !value.canConvertToLong()
                || value.longValue() < 0
                || value.longValue() > LAST_SECOND) {
            throw new IllegalArgumentException("no time in " + name);
        }
        return Optional.of(Instant.ofEpochSecond(value.longValue()));
    }
}
