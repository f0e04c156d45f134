/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.auth.oidc;

import io.github.camelopenrouter.api.Principal;
import io.github.camelopenrouter.auth.Memberships;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.spi.Authenticator;
import io.github.camelopenrouter.spi.Credentials;
import java.time.Clock;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Knows clients by the access tokens of the configured issuers. What looks like no such token, or is another issuer's, is left
 * to others; one of these issuers' that is not good is good for nobody. Why, nobody is told.
 */
final class OidcAuthenticator implements Authenticator {

    private final Map<String, OidcIssuer> issuers;
    private final Memberships memberships;

    OidcAuthenticator(Map<String, OidcIssuer> issuers, Memberships memberships) {
        this.issuers = Map.copyOf(issuers);
        this.memberships = memberships;
    }

    static OidcAuthenticator of(OidcSettings settings, IssuerClient client, Memberships memberships, Clock clock) {
        ClaimRules rules = new ClaimRules(settings.audiences());
        IdentityClaims identities = new IdentityClaims(settings);
        Map<String, OidcIssuer> issuers = settings.issuers().stream()
                .collect(Collectors.toMap(Function.identity(), name -> {
                    PublishedKeys published = new PublishedKeys(name, client);
                    IssuerKeys keys = new IssuerKeys(name, published::fetch, published::fetchAgain, clock);
                    return new OidcIssuer(keys, rules, identities, clock);
                }));
        return new OidcAuthenticator(issuers, memberships);
    }

    @Override
    public @Nullable Principal authenticate(Credentials shown) {
        if (!Token.looksLikeOne(shown.secret())) {
            return null;
        }
        Token token = parse(shown.secret());
        OidcIssuer issuer =
                token == null ? null : issuers.get(token.claims().path("iss").asText());
        if (token == null || issuer == null) {
            return null;
        }
        Identity identity = issuer.identity(shown.secret(), token).orElseThrow(OpenRouterException::unknownKey);
        return identity.with(memberships);
    }

    private static @Nullable Token parse(String shown) {
        try {
            return Token.parse(shown);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
