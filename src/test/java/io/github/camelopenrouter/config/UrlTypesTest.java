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

import io.github.camelopenrouter.testing.Given;
import io.github.camelopenrouter.upstream.AppSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlTypesTest {

    private static final String ALLOWED =
            ", but must be an absolute http or https URL without a user name, query or fragment.";

    @ParameterizedTest
    @CsvSource({
        "https://openrouter.ai/api,https://openrouter.ai/api",
        "https://openrouter.ai/api/,https://openrouter.ai/api",
        "https://openrouter.ai/api/v1,https://openrouter.ai/api",
        "https://openrouter.ai/api/v1//,https://openrouter.ai/api",
        "https://openrouter.ai/api//v1,https://openrouter.ai/api",
        "http://127.0.0.1:9999/v1,http://127.0.0.1:9999",
        "http://[::1]:9999/,http://[::1]:9999",
        "HTTPS://proxy.example/team-v1,https://proxy.example/team-v1",
        "https://proxy.example/a%20b/v1,https://proxy.example/a%20b"
    })
    void takesAllSpellingsOfTheBaseUrlForTheSame(String text, String url) {
        assertThat(Given.settings("openrouter.base-url", text).baseUrl()).hasToString(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "openrouter.ai/api",
                "/api",
                "ftp://openrouter.ai",
                "https:",
                "https:///api",
                "https://openrouter.ai/api#v1",
                "https://open router.ai",
                "https://openrouter.ai:0",
                "https://openrouter.ai:99999",
                "mailto:me"
            })
    void refusesWhatIsNoAddressToAppendTo(String text) {
        assertThatThrownBy(() -> Given.settings("openrouter.base-url", text))
                .isExactlyInstanceOf(SettingException.class)
                .hasMessage("openrouter.base-url is \"" + text + "\"" + ALLOWED);
    }

    @ParameterizedTest
    @CsvSource({
        "https://me:secret@openrouter.ai/api,https://***@openrouter.ai/api",
        "https://me:se/cret@openrouter.ai/api,https://***@openrouter.ai/api",
        "https://openrouter.ai/api?key=secret,https://openrouter.ai/api?***"
    })
    void hidesWhatMayBeSecretInARefusedUrl(String text, String shown) {
        assertThatThrownBy(() -> Given.settings("openrouter.base-url", text))
                .hasMessage("openrouter.base-url is \"" + shown + "\"" + ALLOWED);
    }

    @Test
    void letsTheApplicationsAddressHaveAQuery() {
        assertThat(AppSettings.of(Given.settings("openrouter.app-url", "https://app.example/x?y=z"))
                        .url())
                .hasToString("https://app.example/x?y=z");
    }
}
