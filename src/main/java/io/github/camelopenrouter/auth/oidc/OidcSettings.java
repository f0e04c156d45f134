/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.auth.oidc;

import io.github.camelopenrouter.api.Principal.Role;
import io.github.camelopenrouter.auth.AuthSettings;
import io.github.camelopenrouter.config.Redacted;
import io.github.camelopenrouter.config.Section;
import io.github.camelopenrouter.config.Setting;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.config.SettingType;
import io.github.camelopenrouter.config.SettingType.WrongText;
import io.github.camelopenrouter.config.SettingTypes;
import io.github.camelopenrouter.config.Settings;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/**
 * Which tokens let in, and what they say.
 *
 * @param issuers as their tokens write them
 * @param audiences of which a token must name one
 * @param teamClaim null where tokens say nothing of teams
 * @param roleClaim null where tokens say nothing of roles
 * @param roles that its values stand for
 */
public record OidcSettings(
        List<String> issuers,
        Set<String> audiences,
        String userClaim,
        @Nullable String teamClaim,
        @Nullable String roleClaim,
        Map<String, Set<Role>> roles) {

    public static final Section SECTION = new Section();

    static final Setting<Set<String>> AUDIENCE = SECTION.optional(
            "oidc.audience",
            SettingTypes.names(),
            "What the `aud` of a token must hold, needed with `oidc.issuer`; of several names, separated by commas, one.");

    static final Setting<String> USER_CLAIM =
            SECTION.setting("oidc.user-claim", SettingTypes.text(), "sub", "The claim that says who shows the token.");

    static final Setting<String> TEAM_CLAIM = SECTION.optional(
            "oidc.team-claim",
            SettingTypes.text(),
            "The claim with the team, or a list of teams, that the token is of, such as `groups`.");

    static final Setting<String> ROLE_CLAIM = SECTION.optional(
            "oidc.role-claim",
            SettingTypes.text(),
            "The claim whose values `oidc.roles` maps; dots lead into objects: `realm_access.roles`.");

    static final Setting<Map<String, Set<Role>>> ROLES = SECTION.optional(
            "oidc.roles",
            roleMap(),
            "Which values of that claim stand for which roles: `platform-admins>admin;finance>auditor`.");

    /** Whether a gateway asks for any of it. */
    public static boolean areGiven(CamelContext context, Settings settings) {
        return !AuthSettings.of(settings).issuers().isEmpty()
                || SECTION.settings().stream()
                        .anyMatch(setting -> settings.find(setting).isPresent());
    }

    /** @throws SettingException if one is set without what it needs */
    static OidcSettings of(Settings settings) {
        List<String> issuers = AuthSettings.of(settings).issuers();
        if (issuers.isEmpty()) {
            throw new SettingException(firstGiven(settings) + " is set, but not " + settings.settingsPrefix()
                    + "oidc.issuer: set it, too.");
        }
        Set<String> audiences = settings.find(AUDIENCE).orElse(Set.of());
        if (audiences.isEmpty()) {
            throw missing(settings, settings.settingsPrefix() + "oidc.issuer", AUDIENCE);
        }
        if (settings.find(ROLE_CLAIM).isPresent() && settings.find(ROLES).isEmpty()) {
            throw missing(settings, settings.fullKey(ROLE_CLAIM), ROLES);
        }
        if (settings.find(ROLES).isPresent() && settings.find(ROLE_CLAIM).isEmpty()) {
            throw missing(settings, settings.fullKey(ROLES), ROLE_CLAIM);
        }
        return new OidcSettings(
                issuers,
                audiences,
                settings.get(USER_CLAIM),
                settings.find(TEAM_CLAIM).orElse(null),
                settings.find(ROLE_CLAIM).orElse(null),
                settings.find(ROLES).orElse(Map.of()));
    }

    private static String firstGiven(Settings settings) {
        return SECTION.settings().stream()
                .filter(setting -> settings.find(setting).isPresent())
                .map(settings::fullKey)
                .findFirst()
                .orElse("");
    }

    private static SettingException missing(Settings settings, String set, Setting<?> missing) {
        return new SettingException(set + " is set, but not " + settings.fullKey(missing) + ": set it, too.");
    }

    private static SettingType<Map<String, Set<Role>>> roleMap() {
        return SettingType.of(
                "a list such as a>admin;b>auditor|operator, each name on the left once, of the roles "
                        + Arrays.stream(Role.values()).map(Role::word).collect(Collectors.joining(", ")),
                text -> SettingTypes.parseMap(text, OidcSettings::roles));
    }

    private static Set<Role> roles(String words) {
        return Arrays.stream(words.split("\\|", -1))
                .map(word -> role(word.trim()))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Role role(String word) {
        return Arrays.stream(Role.values())
                .filter(role -> role.word().equals(word.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new WrongText(Redacted.of(word) + " is no role"));
    }
}
