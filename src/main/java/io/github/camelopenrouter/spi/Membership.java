/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.spi;

import io.github.camelopenrouter.api.Principal.Role;
import java.util.Set;

/**
 * What is known of a user beside what the token says.
 *
 * @param teams that the user is of
 * @param roles that the user has
 */
public record Membership(Set<String> teams, Set<Role> roles) {

    /** Nothing is. */
    public static final Membership NONE = new Membership(Set.of(), Set.of());

    public Membership {
        teams = Set.copyOf(teams);
        roles = Set.copyOf(roles);
    }
}
