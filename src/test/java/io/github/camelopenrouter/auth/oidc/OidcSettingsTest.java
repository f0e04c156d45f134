/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.auth.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenrouter.api.Principal.Role;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.testing.Given;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OidcSettingsTest {

    private static final String ISSUER = "openrouter.oidc.issuer";
    private static final String URL = "https://id.example/realms/a";

    @Test
    void readsAll() {
        OidcSettings settings = OidcSettings.of(Given.settings(
                ISSUER,
                URL + ", http://127.0.0.1:8180/realms/b",
                "openrouter.oidc.audience",
                "gateway,https://gateway.example",
                "openrouter.oidc.team-claim",
                "groups",
                "openrouter.oidc.role-claim",
                "realm_access.roles",
                "openrouter.oidc.roles",
                "platform-admins>admin;finance>auditor|member"));

        assertThat(settings)
                .isEqualTo(new OidcSettings(
                        List.of(URL, "http://127.0.0.1:8180/realms/b"),
                        Set.of("gateway", "https://gateway.example"),
                        "sub",
                        "groups",
                        "realm_access.roles",
                        Map.of(
                                "platform-admins", Set.of(Role.ADMIN),
                                "finance", Set.of(Role.AUDITOR, Role.MEMBER))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://id.example",
                "https://user:canary@id.example",
                "https://id.example?x=1",
                "https://id.example#x",
                "ftp://id.example",
                "id.example",
                "https://id.example,",
                "https://id.example,https://id.example",
                "https://[::1",
                "http://localhost.evil.example"
            })
    void refusesIssuersIntoWhoseMouthAnybodyCouldPutWords(String issuer) {
        assertThatThrownBy(() -> Given.settings(ISSUER, issuer))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("openrouter.oidc.issuer is ")
                .hasMessageContaining("https URLs")
                .hasMessageNotContaining("canary");
    }

    @ParameterizedTest
    @CsvSource({
        "oidc.audience, a, 'openrouter.oidc.audience is set, but not openrouter.oidc.issuer: set it, too.'",
        "oidc.issuer, https://a, 'openrouter.oidc.issuer is set, but not openrouter.oidc.audience: set it, too.'"
    })
    void refusesHalves(String setting, String value, String sentence) {
        Settings settings = Given.settings("openrouter." + setting, value);
        assertThatThrownBy(() -> OidcSettings.of(settings))
                .isInstanceOf(SettingException.class)
                .hasMessage(sentence);
    }

    @ParameterizedTest
    @CsvSource({
        "role-claim, x, 'openrouter.oidc.role-claim is set, but not openrouter.oidc.roles: set it, too.'",
        "roles, x>admin, 'openrouter.oidc.roles is set, but not openrouter.oidc.role-claim: set it, too.'"
    })
    void refusesHalvesOfRoles(String setting, String value, String sentence) {
        Settings settings =
                Given.settings(ISSUER, URL, "openrouter.oidc.audience", "a", "openrouter.oidc." + setting, value);
        assertThatThrownBy(() -> OidcSettings.of(settings))
                .isInstanceOf(SettingException.class)
                .hasMessage(sentence);
    }

    @Test
    void namesTheRolesThereAre() {
        assertThatThrownBy(() -> Given.settings("openrouter.oidc.roles", "x>root"))
                .hasMessage("openrouter.oidc.roles is \"x>root\" (root is no role), but must be a list such as"
                        + " a>admin;b>auditor|operator, each name on the left once, of the roles admin, operator,"
                        + " auditor, lead, member.");
    }
}
