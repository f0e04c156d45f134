/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.testing.Given;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyTypeTest {

    private static final String KEY = "openrouter.proxy";

    @Test
    void usesNoProxyByDefault() {
        assertThat(Given.settings().find(NetworkSettings.PROXY)).isEmpty();
    }

    @Test
    void readsHostPortAndLogin() {
        assertThat(Given.settings(KEY, "http://me:p%40s%3As+1@proxy.example:3128/")
                        .find(NetworkSettings.PROXY))
                .hasValue(new Proxy("proxy.example", 3128, new Proxy.Login("me", "p@s:s+1")));
        assertThat(Given.settings(KEY, "http://proxy.example").find(NetworkSettings.PROXY))
                .hasValue(new Proxy("proxy.example", 80, null));
        assertThat(Given.settings(KEY, "http://[::1]:3128").find(NetworkSettings.PROXY))
                .hasValue(new Proxy("::1", 3128, null));
    }

    @Test
    void showsNoPassword() {
        Settings settings = Given.settings(KEY, "http://me:secret@proxy.example:3128");

        assertThat(settings.toString()).doesNotContain("secret");
        assertThat(settings.find(NetworkSettings.PROXY).orElseThrow()).hasToString("http://***@proxy.example:3128");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proxy.example:3128",
                "https://proxy.example:3128",
                "socks5://proxy.example:1080",
                "http://secret@proxy.example:3128",
                "http://:secret@proxy.example:3128",
                "http://me:secret%0A@proxy.example:3128",
                "http://me:secret%zz@proxy.example:3128",
                "http://me%3Ayou:secret@proxy.example:3128",
                "http://me:secret@proxy.example:0",
                "http://me:secret@proxy.example:99999",
                "http://me:secret@proxy.example:3128/path",
                "http://me:secret@proxy.example:3128?x"
            })
    void refusesOthersWithoutShowingThem(String text) {
        assertThatThrownBy(() -> Given.settings(KEY, text))
                .isExactlyInstanceOf(SettingException.class)
                .hasMessage(KEY + " has a wrong value, which is not shown, but must be http://host:port or"
                        + " http://user:password@host:port, special characters percent-encoded.");
    }
}
