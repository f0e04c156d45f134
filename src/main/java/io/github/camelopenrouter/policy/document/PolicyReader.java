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
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.api.Principal;
import io.github.camelopenrouter.api.Principal.Role;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a policy, wherever it is written. */
final class PolicyReader {

    private static final Set<String> TOP = Set.of("organisation", "teams", "keys", "users", "defaults");
    private static final Set<String> KEY =
            with(LevelReader.FIELDS, "team", "user", "sha256", "expires", "disabled", "roles");
    private static final Set<String> USER = with(LevelReader.FIELDS, "teams", "roles");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");

    private final Map<String, Level> teams = new HashMap<>();
    private final Map<String, PolicyKey> keys = new HashMap<>();
    private final Map<String, PolicyUser> users = new HashMap<>();
    private final Set<String> hashes = new HashSet<>();

    private final Predicate<String> isTaken;
    private final Predicate<String> isUpstreamKey;

    private PolicyReader(Predicate<String> isTaken, Predicate<String> isUpstreamKey) {
        this.isTaken = isTaken;
        this.isUpstreamKey = isUpstreamKey;
    }

    /**
     * @param isTaken whether a label is a key's somewhere else
     * @param isUpstreamKey whether a label is that of an OpenRouter key
     * @throws PolicyFault for the first thing that is wrong
     */
    public static Policy read(JsonNode document, Predicate<String> isTaken, Predicate<String> isUpstreamKey)
            throws PolicyFault {
        return new PolicyReader(isTaken, isUpstreamKey).policy(document);
    }

    private Level level(String name, Fields fields) throws PolicyFault {
        List<String> keys = fields.texts("upstream-keys");
        for (int i = 0; keys != null && i < keys.size(); i++) {
            if (!isUpstreamKey.test(keys.get(i))) {
                throw new PolicyFault(
                        fields.pointer("upstream-keys") + "/" + i, "there is no OpenRouter key of this label");
            }
        }
        return LevelReader.read(name, fields);
    }

    private Policy policy(JsonNode document) throws PolicyFault {
        Fields all = Fields.of(document, "", TOP);
        JsonNode organisation = all.get("organisation");
        Level top = organisation == null
                ? Level.silent("the organisation")
                : level("the organisation", Fields.of(organisation, all.pointer("organisation"), LevelReader.FIELDS));
        for (Map.Entry<String, JsonNode> team : all.named("teams").entrySet()) {
            String pointer = all.pointer("teams") + "/" + team.getKey();
            Fields fields = Fields.of(orNothing(team.getValue()), pointer, LevelReader.FIELDS);
            teams.put(team.getKey(), level("team '" + team.getKey() + "'", fields));
        }
        Fields defaults = all.has("defaults")
                ? Fields.of(all.get("defaults"), all.pointer("defaults"), Set.of("key", "estimate"))
                : null;
        ObjectNode ofKeys = defaults == null ? null : keyDefaults(defaults);
        for (Map.Entry<String, JsonNode> key : all.named("keys").entrySet()) {
            key(key.getKey(), withDefaults(key.getValue(), ofKeys), all.pointer("keys") + "/" + key.getKey());
        }
        for (Map.Entry<String, JsonNode> user : all.named("users").entrySet()) {
            user(user.getKey(), orNothing(user.getValue()), all.pointer("users") + "/" + user.getKey());
        }
        return new Policy(top, teams, keys, users, defaults == null ? null : estimate(defaults));
    }

    private @Nullable ObjectNode keyDefaults(Fields defaults) throws PolicyFault {
        ObjectNode key = defaults.objectNode("key");
        if (key != null) {
            level("defaults.key", Fields.of(key, defaults.pointer("key"), LevelReader.FIELDS));
        }
        return key;
    }

    private static @Nullable JsonNode estimate(Fields defaults) throws PolicyFault {
        JsonNode written = defaults.get("estimate");
        if (written != null) {
            Fields estimate =
                    Fields.of(written, defaults.pointer("estimate"), Set.of("completion-tokens", "tools-usd"));
            estimate.count("completion-tokens");
            if (estimate.has("tools-usd")) {
                Money.requireUsd(estimate, "tools-usd");
            }
        }
        return written;
    }

    private void key(String label, JsonNode written, String pointer) throws PolicyFault {
        if (isTaken.test(label)) {
            throw new PolicyFault(pointer, "a key of this label stands in openrouter.auth.keys, too");
        }
        Fields key = Fields.of(written, pointer, KEY);
        String sha256 = key.text("sha256");
        if (sha256 == null || !SHA256.matcher(sha256).matches()) {
            throw new PolicyFault(
                    key.pointer("sha256"), "'sha256' must be the SHA-256 of the key, 64 characters of hexadecimal");
        }
        String hash = sha256.toLowerCase(Locale.ROOT);
        if (!hashes.add(hash)) {
            throw new PolicyFault(key.pointer("sha256"), "this is the key of another label, too");
        }
        String team = key.text("team");
        requireTeam(team, key.pointer("team"));
        keys.put(
                label,
                new PolicyKey(
                        hash,
                        expiry(key),
                        Boolean.TRUE.equals(key.flag("disabled")),
                        new Principal(label, team, key.text("user"), roles(key)),
                        level("key '" + label + "'", key)));
    }

    private void user(String name, JsonNode written, String pointer) throws PolicyFault {
        Fields user = Fields.of(written, pointer, USER);
        List<String> named = user.texts("teams");
        for (int i = 0; named != null && i < named.size(); i++) {
            requireTeam(named.get(i), user.pointer("teams") + "/" + i);
        }
        users.put(
                name,
                new PolicyUser(
                        named == null ? Set.of() : Set.copyOf(named), roles(user), level("user '" + name + "'", user)));
    }

    private void requireTeam(@Nullable String team, String pointer) throws PolicyFault {
        if (team != null && !teams.containsKey(team)) {
            throw new PolicyFault(pointer, "there is no team of that name under 'teams'");
        }
    }

    private static Set<Role> roles(Fields fields) throws PolicyFault {
        List<String> words = fields.texts("roles");
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (int i = 0; words != null && i < words.size(); i++) {
            roles.add(role(words.get(i), fields.pointer("roles") + "/" + i));
        }
        return roles;
    }

    private static Role role(String word, String pointer) throws PolicyFault {
        for (Role role : Role.values()) {
            if (role.word().equals(word)) {
                return role;
            }
        }
        throw new PolicyFault(pointer, "a role is admin, operator, auditor, lead or member");
    }

    /** A day is good until it ends, UTC. */
    private static @Nullable Instant expiry(Fields key) throws PolicyFault {
        String text = key.text("expires");
        if (text == null) {
            return null;
        }
        try {
            return text.length() == 10
                    ? LocalDate.parse(text)
                            .plusDays(1)
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant()
                    : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new PolicyFault(
                    key.pointer("expires"),
                    "'expires' must be a day such as 2027-01-01, or a time such as 2027-01-01T12:00:00Z");
        }
    }

    /** {@code support:} without anything behind it. */
    private static JsonNode orNothing(JsonNode node) {
        return node.isNull() ? JsonNodeFactory.instance.objectNode() : node;
    }

    private static JsonNode withDefaults(JsonNode key, @Nullable ObjectNode defaults) {
        if (defaults == null || !key.isObject()) {
            return key;
        }
        ObjectNode all = defaults.deepCopy();
        all.setAll((ObjectNode) key);
        return all;
    }

    private static Set<String> with(Set<String> some, String... more) {
        Set<String> all = new HashSet<>(some);
        all.addAll(Set.of(more));
        return Set.copyOf(all);
    }
}
