/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.auth;

import io.github.camelopenrouter.spi.Membership;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What a gateway knows of users beside their tokens: nothing, until a policy says it. Safe for many threads. */
public final class Memberships {

    private volatile Known known = new Known(user -> Membership.NONE, team -> true);

    private record Known(Function<String, Membership> users, Predicate<String> isTeam) {}

    /** @param isTeam whether a group of a token is a team: companies have hundreds that mean something else */
    public void set(Function<String, Membership> users, Predicate<String> isTeam) {
        known = new Known(users, isTeam);
    }

    public Membership of(String user) {
        return known.users().apply(user);
    }

    /** Those of them that are teams here. */
    public Set<String> teams(Set<String> groups) {
        return groups.stream().filter(known.isTeam()).collect(Collectors.toUnmodifiableSet());
    }
}
