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
import io.github.camelopenrouter.api.Principal;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One state of a policy; nothing of it changes. */
public final class Policy {

    /** Says nothing, and knows nobody. */
    public static final Policy EMPTY = new Policy(
            Level.silent("the organisation"), Map.of(), Map.of(), Map.of(), Map.of(), Defaults.NONE, Map.of(), 0);

    private final Level organisation;
    private final Map<String, Level> teams;
    private final Map<String, PolicyKey> keys;
    private final Map<String, PolicyKey> byHash;
    private final Map<String, PolicyUser> users;
    private final Defaults defaults;
    private final Map<Kind, Map<String, Entry>> entries;
    private final long revision;
    private final Set<String> reservedKeys;

    /** The maps are the policy's own from now on. */
    Policy(
            Level organisation,
            Map<String, Level> teams,
            Map<String, PolicyKey> keys,
            Map<String, PolicyKey> byHash,
            Map<String, PolicyUser> users,
            Defaults defaults,
            Map<Kind, Map<String, Entry>> entries,
            long revision) {
        this.organisation = organisation;
        this.teams = teams;
        this.keys = keys;
        this.byHash = byHash;
        this.users = users;
        this.defaults = defaults;
        this.entries = entries.isEmpty() ? Map.of() : new EnumMap<>(entries);
        this.revision = revision;
        this.reservedKeys = levels().map(Level::upstreamKeys)
                .filter(Objects::nonNull)
                .flatMap(Set::stream)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Of the organisation, and of each team, user and key. */
    public Stream<Level> levels() {
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

    /** The teams that somebody is of. A key is of its team alone, whoever has it. */
    public Set<String> teamsOf(Principal principal) {
        Set<String> teams = new HashSet<>(principal.teams());
        if (principal.team() != null) {
            teams.add(principal.team());
        }
        PolicyUser user = principal.user() == null ? null : users.get(principal.user());
        if (user != null && principal.key() == null) {
            teams.addAll(user.teams());
        }
        return Set.copyOf(teams);
    }

    /** What a call is taken to cost that says nothing of it, as it is written; null for none. */
    public @Nullable JsonNode estimate() {
        return defaults.estimate();
    }

    Defaults defaults() {
        return defaults;
    }

    /**
     * The key with this hash, in lower case hexadecimal, or that has had it and is good with it for a while; null where
     * there is none.
     */
    public @Nullable PolicyKey keyOf(String sha256) {
        return byHash.get(sha256);
    }

    Map<String, PolicyKey> byHash() {
        return byHash;
    }

    /** As they are written, by name. */
    public Map<String, Entry> entries(Kind kind) {
        return entries.getOrDefault(kind, Map.of());
    }

    /** As it is written; null where there is none. */
    public @Nullable Entry entry(Kind kind, String name) {
        return entries(kind).get(name);
    }

    /** How often it has been changed, where somebody counts that. */
    public long revision() {
        return revision;
    }

    /** Whether any level has a budget. */
    public boolean hasBudgets() {
        return levels().anyMatch(level -> level.budgets() != null);
    }

    /** Whether any level has a limit. */
    public boolean hasLimits() {
        return levels().anyMatch(Level::hasLimits);
    }
}
