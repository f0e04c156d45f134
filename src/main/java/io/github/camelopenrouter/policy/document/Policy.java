/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.document;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One state of a policy; nothing of it changes. */
public final class Policy {

    private final Level organisation;
    private final Map<String, Level> teams;
    private final Map<String, PolicyKey> keys;
    private final Map<String, PolicyUser> users;
    private final @Nullable JsonNode estimate;
    private final Map<String, PolicyKey> byHash = new HashMap<>();
    private final Set<String> reservedKeys;

    /** @param estimate what a call is taken to cost that says nothing of it, as it is written; null for none */
    Policy(
            Level organisation,
            Map<String, Level> teams,
            Map<String, PolicyKey> keys,
            Map<String, PolicyUser> users,
            @Nullable JsonNode estimate) {
        this.organisation = organisation;
        this.teams = Map.copyOf(teams);
        this.keys = Map.copyOf(keys);
        this.users = Map.copyOf(users);
        this.estimate = estimate;
        keys.values().forEach(key -> byHash.put(key.sha256(), key));
        this.reservedKeys = levels().map(Level::upstreamKeys)
                .filter(Objects::nonNull)
                .flatMap(Set::stream)
                .collect(Collectors.toUnmodifiableSet());
    }

    private Stream<Level> levels() {
        return Stream.of(
                        Stream.of(organisation),
                        teams.values().stream(),
                        keys.values().stream().map(PolicyKey::level),
                        users.values().stream().map(PolicyUser::level))
                .flatMap(all -> all);
    }

    /** The labels of OpenRouter keys that somebody names, and which so serve nobody else. */
    public Set<String> reservedKeys() {
        return reservedKeys;
    }

    public Level organisation() {
        return organisation;
    }

    public Map<String, Level> teams() {
        return teams;
    }

    /** By label. */
    public Map<String, PolicyKey> keys() {
        return keys;
    }

    public Map<String, PolicyUser> users() {
        return users;
    }

    public @Nullable JsonNode estimate() {
        return estimate;
    }

    /** The key with this hash, in lower case hexadecimal; null where there is none. */
    public @Nullable PolicyKey keyOf(String sha256) {
        return byHash.get(sha256);
    }

    /** Whether any level has a budget or a limit. */
    public boolean speaksOfMoney() {
        return Stream.of(
                        Stream.of(organisation),
                        teams.values().stream(),
                        keys.values().stream().map(PolicyKey::level),
                        users.values().stream().map(PolicyUser::level))
                .flatMap(levels -> levels)
                .anyMatch(level -> level.budgets() != null || level.limits() != null);
    }
}
