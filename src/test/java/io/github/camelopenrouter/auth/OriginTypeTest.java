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
import java.util.Set;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginTypeTest {

    private static final String KEY = "openrouter.cors.allowed-origins";

    @Test
    void allowsNoPageByDefault() {
        assertThat(origins()).isEmpty();
        assertThat(origins(KEY, "")).isEmpty();
    }

    @Test
    void takesSeveralOriginsOrAStar() {
        assertThat(origins(KEY, "https://a.example, http://localhost:3000"))
                .containsExactly("https://a.example", "http://localhost:3000");
        assertThat(origins(KEY, "*")).containsExactly("*");
    }

    @ParameterizedTest
    @CsvSource({
        "HTTPS://App.Example,https://app.example",
        "https://app.example:443,https://app.example",
        "http://app.example:80,http://app.example",
        "http://app.example:443,http://app.example:443",
        "http://[::1]:3000,http://[::1]:3000",
        "tauri://localhost,tauri://localhost"
    })
    void writesOriginsAsBrowsersDo(String text, String origin) {
        assertThat(origins(KEY, text)).containsExactly(origin);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"app.example", "https://app.example/", "https://app.example/path", "https://*.example", "null"})
    void refusesWhatNoBrowserSends(String text) {
        assertThatThrownBy(() -> Given.settings(KEY, text))
                .isExactlyInstanceOf(SettingException.class)
                .hasMessage(KEY + " is \"" + text + "\" (" + text + " is no origin), but must be * or a comma-separated"
                        + " list of origins such as https://app.example or http://localhost:3000.");
    }

    @Test
    void refusesAStarBesideOrigins() {
        assertThatThrownBy(() -> Given.settings(KEY, "*,https://app.example")).isInstanceOf(SettingException.class);
    }

    private static Set<String> origins(String... keysAndValues) {
        CamelContext context = Given.context(keysAndValues);
        return AuthSettings.allowedOrigins(context);
    }
}
