/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.auth;

import static io.github.camelopenrouter.api.Principal.Role.ADMIN;
import static io.github.camelopenrouter.api.Principal.Role.AUDITOR;
import static io.github.camelopenrouter.api.Principal.Role.LEAD;
import static io.github.camelopenrouter.api.Principal.Role.MEMBER;
import static io.github.camelopenrouter.api.Principal.Role.OPERATOR;

import io.github.camelopenrouter.api.Principal.Role;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/**
 * Which role may ask what of the admin API. An admin may ask all of it; what no row names nobody may, so that a path that is
 * new is nobody's until somebody has thought of it. Whose teams and keys a lead or a member sees and changes there, the path
 * itself decides.
 */
final class AdminRoles {

    /** The gateway's own; other paths below {@code /admin} are the operator's, and the admin's alone. */
    private static final String OWN = "/admin/v1/";

    private static final Map<String, Set<Role>> ROWS = Map.ofEntries(
            row("GET", "openapi.yaml", OPERATOR, AUDITOR, LEAD, MEMBER),
            row("GET", "usage", OPERATOR, AUDITOR, LEAD, MEMBER),
            row("GET", "calls", OPERATOR, AUDITOR, LEAD, MEMBER),
            row("GET", "audit", OPERATOR, AUDITOR),
            row("GET", "settings", OPERATOR),
            row("GET", "breakers", OPERATOR),
            row("GET", "cooldowns", OPERATOR),
            row("DELETE", "cooldowns/{label}", OPERATOR),
            row("GET", "drain", OPERATOR),
            row("POST", "drain", OPERATOR),
            row("DELETE", "drain", OPERATOR),
            row("POST", "reload", OPERATOR),
            row("POST", "forget"),
            row("GET", "policy", OPERATOR),
            row("GET", "organisation", OPERATOR),
            row("PATCH", "organisation"),
            row("GET", "defaults", OPERATOR),
            row("PATCH", "defaults"),
            row("GET", "budgets", OPERATOR, AUDITOR, LEAD, MEMBER),
            row("POST", "adjustments"),
            row("GET", "teams", OPERATOR, LEAD, MEMBER),
            row("GET", "teams/{name}", OPERATOR, LEAD, MEMBER),
            row("PUT", "teams/{name}"),
            row("PATCH", "teams/{name}", LEAD),
            row("DELETE", "teams/{name}"),
            row("GET", "users", OPERATOR),
            row("GET", "users/{name}", OPERATOR),
            row("PUT", "users/{name}"),
            row("PATCH", "users/{name}"),
            row("DELETE", "users/{name}"),
            row("GET", "keys", OPERATOR, LEAD, MEMBER),
            row("POST", "keys", LEAD, MEMBER),
            row("POST", "keys/bulk", LEAD),
            row("GET", "keys/{label}", OPERATOR, LEAD, MEMBER),
            row("PATCH", "keys/{label}", LEAD),
            row("DELETE", "keys/{label}"),
            row("POST", "keys/{label}/rotate", LEAD, MEMBER),
            row("POST", "keys/{label}/disable", LEAD, MEMBER),
            row("POST", "keys/{label}/enable", LEAD, MEMBER));

    private AdminRoles() {}

    private static Map.Entry<String, Set<Role>> row(String method, String path, Role... roles) {
        return Map.entry(method + " " + OWN + path, Set.copyOf(Arrays.asList(roles)));
    }

    /** @param path as the door has it, with its {@code {parameters}} */
    static boolean allow(Set<Role> roles, String method, String path) {
        Set<Role> allowed = ROWS.get(method + " " + path);
        if (allowed == null) {
            return !path.startsWith(OWN) && roles.contains(ADMIN);
        }
        return roles.contains(ADMIN) || roles.stream().anyMatch(allowed::contains);
    }

    /** Every path that a row names, with its method. */
    static Set<String> paths() {
        return ROWS.keySet();
    }
}
