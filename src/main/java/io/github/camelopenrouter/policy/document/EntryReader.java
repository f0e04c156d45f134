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
import io.github.camelopenrouter.policy.document.PolicyKey.Replaced;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one entry of a policy; whether others that it names are there, somebody else has to see. */
final class EntryReader {

    private static final Set<String> KEY =
            with(LevelReader.FIELDS, "team", "user", "sha256", "expires", "disabled", "roles", "replaced");
    private static final Set<String> USER = with(LevelReader.FIELDS, "teams", "roles");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");
    private static final int A_DAY = "2027-01-01".length();

    private EntryReader() {}

    static Level organisation(JsonNode written, String pointer) throws PolicyFault {
        return LevelReader.read("the organisation", Fields.of(written, pointer, LevelReader.FIELDS));
    }

    static Level team(String name, JsonNode written, String pointer) throws PolicyFault {
        return LevelReader.read("team '" + name + "'", Fields.of(orNothing(written), pointer, LevelReader.FIELDS));
    }

    static Defaults defaults(JsonNode written, String pointer) throws PolicyFault {
        Fields defaults = Fields.of(orNothing(written), pointer, Set.of("key", "estimate"));
        ObjectNode key = defaults.objectNode("key");
        if (key != null) {
            LevelReader.read("defaults.key", Fields.of(key, defaults.pointer("key"), LevelReader.FIELDS));
        }
        return new Defaults(key, estimate(defaults));
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

    static PolicyKey key(String label, JsonNode written, String pointer) throws PolicyFault {
        if (PolicyKey.RESERVED.contains(label)) {
            throw new PolicyFault(pointer, "no key is called '" + label + "': others are");
        }
        Fields key = Fields.of(written, pointer, KEY);
        return new PolicyKey(
                hash(key),
                replaced(key),
                moment(key, "expires"),
                Boolean.TRUE.equals(key.flag("disabled")),
                new Principal(label, key.text("team"), key.text("user"), roles(key)),
                LevelReader.read("key '" + label + "'", key));
    }

    private static String hash(Fields key) throws PolicyFault {
        String sha256 = key.text("sha256");
        if (sha256 == null || !SHA256.matcher(sha256).matches()) {
            throw new PolicyFault(
                    key.pointer("sha256"), "'sha256' must be the SHA-256 of the key, 64 characters of hexadecimal");
        }
        return sha256.toLowerCase(Locale.ROOT);
    }

    private static @Nullable Replaced replaced(Fields key) throws PolicyFault {
        JsonNode written = key.get("replaced");
        if (written == null) {
            return null;
        }
        Fields replaced = Fields.of(written, key.pointer("replaced"), Set.of("sha256", "until"));
        Instant until = moment(replaced, "until");
        if (until == null) {
            throw new PolicyFault(replaced.pointer("until"), "'until' must say how long the replaced key is good");
        }
        return new Replaced(hash(replaced), until);
    }

    static PolicyUser user(String name, JsonNode written, String pointer) throws PolicyFault {
        Fields user = Fields.of(orNothing(written), pointer, USER);
        List<String> teams = user.texts("teams");
        return new PolicyUser(
                teams == null ? Set.of() : Set.copyOf(teams),
                roles(user),
                LevelReader.read("user '" + name + "'", user));
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
    private static @Nullable Instant moment(Fields fields, String name) throws PolicyFault {
        String text = fields.text(name);
        if (text == null) {
            return null;
        }
        try {
            return text.length() == A_DAY
                    ? LocalDate.parse(text)
                            .plusDays(1)
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant()
                    : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new PolicyFault(
                    fields.pointer(name),
                    "'" + name + "' must be a day such as 2027-01-01, or a time such as 2027-01-01T12:00:00Z");
        }
    }

    /** {@code support:} without anything behind it. */
    static JsonNode orNothing(JsonNode node) {
        return node.isNull() ? JsonNodeFactory.instance.objectNode() : node;
    }

    private static Set<String> with(Set<String> some, String... more) {
        Set<String> all = new HashSet<>(some);
        all.addAll(Set.of(more));
        return Set.copyOf(all);
    }
}
