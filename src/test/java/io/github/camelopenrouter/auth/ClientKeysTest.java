/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenrouter.api.Principal;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.spi.Credentials;
import io.github.camelopenrouter.testing.Exchanges;
import io.github.camelopenrouter.testing.Given;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientKeysTest {

    /** SHA-256 of {@code abc} and of the empty text, from FIPS 180-4's examples. */
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private static final String EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private static final String PREFIX = "openrouter.auth.keys has a wrong value, which is not shown";
    private static final String ALLOWED = ", but must be a comma-separated list of label=hash, labels and hashes once"
            + " each, the hash being the key's SHA-256 in 64 hexadecimal digits.";

    @Test
    void knowsTheLabelOfAKey() {
        ClientKeys keys = knowing(keys("other=" + EMPTY + ", ci=" + ABC.toUpperCase()));

        assertThat(labelOf(keys, "abc")).isEqualTo("ci");
    }

    @ParameterizedTest
    @EmptySource
    @ValueSource(strings = {"ab", "abcd", "ABC", " abc"})
    void knowsNoOtherKey(String presented) {
        assertThat(labelOf(knowing(keys("ci=" + ABC + ",nobody=" + EMPTY)), presented))
                .isNull();
    }

    @Test
    void refusesKeysThatAreTooLongToBeHashed() {
        ClientKeys keys = knowing(List.of(key("longest", "x".repeat(512)), key("longer", "x".repeat(513))));

        assertThat(labelOf(keys, "x".repeat(512))).isEqualTo("longest");
        assertThat(labelOf(keys, "x".repeat(513))).isNull();
    }

    @ParameterizedTest
    @CsvSource({"abc", "ci=abc", "=" + ABC, "my ci=" + ABC, "ci:" + ABC, "ci=" + ABC + "0", "sk-or-v1-secret"})
    void refusesEntriesThatAreNoLabelAndHashWithoutShowingThem(String entry) {
        assertThatThrownBy(() -> keys("first=" + EMPTY + "," + entry)).hasMessage(PREFIX + " (entry 2)" + ALLOWED);
    }

    @Test
    void refusesTheSameLabelTwice() {
        assertThatThrownBy(() -> keys("ci=" + ABC + ",ci=" + EMPTY))
                .hasMessage(PREFIX + " (entry 2 repeats a label)" + ALLOWED);
    }

    @Test
    void refusesTheSameKeyUnderTwoLabels() {
        assertThatThrownBy(() -> keys("ci=" + ABC + ",dev=" + ABC))
                .hasMessage(PREFIX + " (entry 2 repeats a hash)" + ALLOWED);
    }

    @Test
    void knowsOthersOnceItsKeysAreReplaced() {
        ClientKeys keys = knowing(keys("ci=" + ABC));

        keys.replace(keys("ci=" + EMPTY));

        assertThat(labelOf(keys, "abc")).isNull();
    }

    @Test
    void keepsItsKeysWhereOthersAreNoSuchList() {
        ClientKeys keys = knowing(keys("ci=" + ABC));

        assertThatThrownBy(() -> keys.replace(List.of(key("dev", "x"), key("dev", "y"))))
                .isExactlyInstanceOf(SettingException.class)
                .hasMessage(PREFIX + " (entry 2 repeats a label)" + ALLOWED);
        assertThat(labelOf(keys, "abc")).isEqualTo("ci");
    }

    @Test
    void keepsItsHashToItself() {
        ClientKey key = keys("ci=" + ABC).get(0);

        key.sha256()[0] = 0;

        assertThat(key)
                .isEqualTo(keys("ci=" + ABC).get(0))
                .hasToString("ci")
                .hasSameHashCodeAs(keys("ci=" + ABC).get(0));
    }

    private static String labelOf(ClientKeys keys, String shown) {
        Principal whose =
                keys.authenticate(new Credentials(shown, Exchanges.empty().getMessage()));
        return whose == null ? null : whose.label();
    }

    private static ClientKeys knowing(List<ClientKey> known) {
        ClientKeys keys = new ClientKeys("openrouter.auth.keys");
        keys.replace(known);
        return keys;
    }

    private static ClientKey key(String label, String key) {
        try {
            return new ClientKey(label, MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static List<ClientKey> keys(String text) {
        return AuthSettings.of(Given.settings("openrouter.auth.keys", text))
                .keys()
                .written();
    }
}
