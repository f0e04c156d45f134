/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class InstanceNameTest {

    @Test
    void prefixesSettingsAndRoutesWithItsName() {
        assertThat(InstanceName.of("b2").settingsPrefix()).isEqualTo("openrouter.b2.");
        assertThat(InstanceName.of("b2").routePrefix()).isEqualTo("openrouter-b2-");
    }

    @ParameterizedTest
    @NullAndEmptySource
    void hasShortPrefixesWithoutAName(String name) {
        assertThat(InstanceName.of(name).settingsPrefix()).isEqualTo("openrouter.");
        assertThat(InstanceName.of(name).routePrefix()).isEqualTo("openrouter-");
    }

    @ParameterizedTest
    @ValueSource(strings = {"B", "2b", "b-c", "b.c", "b_c", " ", "ä"})
    void refusesNamesOfOtherCharacters(String name) {
        assertThatThrownBy(() -> InstanceName.of(name))
                .isExactlyInstanceOf(SettingException.class)
                .hasMessage("The instance name \"" + name
                        + "\" must be lower-case letters and digits, beginning with a letter.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api",
                "auth",
                "timeout",
                "max",
                "sandbox",
                "retry",
                "chat",
                "models",
                "door",
                "upstream",
                "attempt",
                "response",
                "account",
                "admin",
                "alerts",
                "audit",
                "aws",
                "azure",
                "budget",
                "cache",
                "cluster",
                "data",
                "export",
                "gcp",
                "guardrails",
                "identifiers",
                "management",
                "metrics",
                "node",
                "observe",
                "oidc",
                "policy",
                "revoke",
                "saml",
                "secrets",
                "store",
                "timing",
                "tracing",
                "trusted",
                "usage",
                "vault"
            })
    void refusesFirstWordsOfSettingsOperationsAndRoutes(String name) {
        assertThatThrownBy(() -> InstanceName.of(name))
                .isExactlyInstanceOf(SettingException.class)
                .hasMessage("The instance name \"" + name
                        + "\" is the first word of a setting, an operation or a route, but must be a word of its own.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kamelet",
                "kamelet1",
                "kamelet42",
                "kamelet0123456789",
                "kameletdeadbeef00",
                "kameletdeadbeef00a"
            })
    void keepsTheNamesThatAreMadeForKamelets(String name) {
        assertThatThrownBy(() -> InstanceName.of(name))
                .isExactlyInstanceOf(SettingException.class)
                .hasMessageContaining("is kept for Kamelets");
        assertThat(InstanceName.isValid(name)).isFalse();
        assertThat(InstanceName.ofKamelets("deadbeef00").routePrefix()).isEqualTo("openrouter-kameletdeadbeef00-");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kamelets", "kameletfeed", "kameletdeadbeefs0", "mykamelet1"})
    void leavesOtherNamesThatBeginAlikeToTheHost(String name) {
        assertThat(InstanceName.of(name).value()).isEqualTo(name);
    }
}
