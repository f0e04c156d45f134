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
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.api.Principal.Role;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads who somebody is from the claims that the settings name. */
final class IdentityClaims {

    /** What may stand in a line of a log. */
    private static final Pattern NAME = Pattern.compile("[^\\p{C}\\p{Zl}\\p{Zp}]{1,256}");

    private final OidcSettings settings;

    IdentityClaims(OidcSettings settings) {
        this.settings = settings;
    }

    /** @return nothing if the token does not say who that is */
    Optional<Identity> read(ObjectNode claims) {
        JsonNode user = claim(claims, settings.userClaim());
        if (!user.isTextual() || !isName(user.asText())) {
            return Optional.empty();
        }
        Set<Role> roles = names(claims, settings.roleClaim()).stream()
                .map(value -> settings.roles().getOrDefault(value, Set.of()))
                .flatMap(Collection::stream)
                .collect(Collectors.toUnmodifiableSet());
        return Optional.of(new Identity(user.asText(), names(claims, settings.teamClaim()), roles));
    }

    /** One name, or a list of names; what is none is passed over. */
    private static Set<String> names(ObjectNode claims, @Nullable String path) {
        Set<String> names = new LinkedHashSet<>();
        JsonNode value = path == null ? MissingNode.getInstance() : claim(claims, path);
        if (value.isTextual()) {
            add(value, names);
        }
        if (value.isArray()) {
            value.forEach(one -> add(one, names));
        }
        return names;
    }

    private static void add(JsonNode one, Set<String> names) {
        if (one.isTextual() && isName(one.asText())) {
            names.add(one.asText());
        }
    }

    /** By its name, which may be a URL, or else step by step into objects. */
    private static JsonNode claim(ObjectNode claims, String path) {
        if (claims.has(path)) {
            return claims.get(path);
        }
        JsonNode found = claims;
        for (String step : path.split("\\.")) {
            found = found.path(step);
        }
        return found;
    }

    private static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }
}
