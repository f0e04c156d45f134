/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.auth.oidc;

import io.github.camelopenrouter.api.Sha256;
import io.github.camelopenrouter.auth.oidc.VerifiedTokens.Verified;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** One issuer: whether a token is its own, and of whom. Safe for many threads. */
final class OidcIssuer {

    private final IssuerKeys keys;
    private final ClaimRules rules;
    private final IdentityClaims identities;
    private final VerifiedTokens verified = new VerifiedTokens();
    private final Clock clock;

    OidcIssuer(IssuerKeys keys, ClaimRules rules, IdentityClaims identities, Clock clock) {
        this.keys = keys;
        this.rules = rules;
        this.identities = identities;
        this.clock = clock;
    }

    /** Whom a token that names this issuer is of; nothing where it is not good. */
    Optional<Identity> identity(String shown, Token token) {
        String hash = Sha256.hex(shown);
        SigningKeys current = keys.current();
        Identity known = verified.find(hash, current, clock.instant());
        return known != null ? Optional.of(known) : verify(hash, token, current);
    }

    /** What a token says costs less to look at than its signature, or another key. */
    private Optional<Identity> verify(String hash, Token token, SigningKeys current) {
        Optional<Instant> expires = rules.expiry(token.claims(), clock.instant());
        Optional<Identity> identity = expires.flatMap(any -> identities.read(token.claims()));
        if (identity.isEmpty()) {
            return identity;
        }
        SigningKeys signing = current.mayKnow(token) ? current : keys.after(current);
        if (!signing.haveSigned(token)) {
            return Optional.empty();
        }
        verified.remember(hash, new Verified(identity.get(), expires.get(), signing));
        return identity;
    }
}
