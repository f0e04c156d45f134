/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.testing.Given;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthSettingsTest {

    private static final String HASH = "a".repeat(64);

    @Test
    void refusesAuthWithKeysWithoutAKey() {
        assertThatThrownBy(() -> AuthSettings.requireKeys(Given.settings("openrouter.auth", "keys")))
                .isExactlyInstanceOf(SettingException.class)
                .hasMessage("openrouter.auth=keys needs at least one key in openrouter.auth.keys.");
    }

    @Test
    void takesKeysForTheDecisionToRequireThem() {
        assertThat(AuthSettings.of(Given.settings("openrouter.auth.keys", "ci=" + HASH))
                        .decision())
                .hasValue(Auth.KEYS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST", "127.0.0.1", "127.1.2.3", "::1", "[::1]"})
    void needsNoAuthDecisionOnALoopbackAddress(String host) {
        AuthSettings.requireDecision(Given.settings(), host);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.168.0.7", "gateway.example", "127.evil.example", "localhost.example"})
    void needsAnAuthDecisionOnOtherAddresses(String host) {
        assertThatThrownBy(() -> AuthSettings.requireDecision(Given.settings(), host))
                .isExactlyInstanceOf(SettingException.class)
                .hasMessage("The gateway would listen on " + host + " without a decision who may use it:"
                        + " set openrouter.auth=keys or openrouter.auth=none.");

        AuthSettings.requireDecision(Given.settings("openrouter.auth", "none"), host);
        AuthSettings.requireDecision(Given.settings("openrouter.auth.keys", "ci=" + HASH), host);
    }

    @Test
    void takesNoHostForAllAddresses() {
        assertThatThrownBy(() -> AuthSettings.requireDecision(Given.settings(), null))
                .hasMessageStartingWith("The gateway would listen on all addresses without");
    }

    /** One of the two would be silently dropped, and the door stand open. */
    @Test
    void refusesKeysBesideTheDecisionForNone() {
        assertThatThrownBy(() -> AuthSettings.of(
                        Given.settings("openrouter.auth", "none", "openrouter.auth.keys", "ci=" + HASH)))
                .isInstanceOf(SettingException.class)
                .hasMessage("openrouter.auth=none would let in everybody, while openrouter.auth.keys lists who may come"
                        + " in: remove one.");
    }

    @Test
    void refusesAFileOfKeysBesideTheDecisionForNone() {
        assertThatThrownBy(() -> AuthSettings.of(
                        Given.settings("openrouter.auth", "none", "openrouter.auth.keys", "file:/run/secrets/clients")))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("remove one.");
    }
}
