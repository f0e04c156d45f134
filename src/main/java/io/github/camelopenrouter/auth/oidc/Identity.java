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
import io.github.camelopenrouter.api.Principal.Role;
import io.github.camelopenrouter.auth.Memberships;
import io.github.camelopenrouter.spi.Membership;
import java.util.HashSet;
import java.util.Set;

/**
 * Who shows a token, as it says itself.
 *
 * @param groups all that it names
 */
record Identity(String user, Set<String> groups, Set<Role> roles) {

    /** With what else is known of the user; for which of the teams it calls is still to be chosen. */
    Principal with(Memberships memberships) {
        Membership known = memberships.of(user);
        return new Principal(
                null, null, user, union(roles, known.roles()), union(memberships.teams(groups), known.teams()));
    }

    private static <T> Set<T> union(Set<T> one, Set<T> other) {
        Set<T> both = new HashSet<>(one);
        both.addAll(other);
        return both;
    }
}
