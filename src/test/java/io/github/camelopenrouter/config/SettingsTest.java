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

import io.github.camelopenrouter.auth.Auth;
import io.github.camelopenrouter.auth.AuthSettings;
import io.github.camelopenrouter.balance.BalanceSettings;
import io.github.camelopenrouter.request.BareNames;
import io.github.camelopenrouter.request.RequestSettings;
import io.github.camelopenrouter.request.WeightedModel;
import io.github.camelopenrouter.standalone.server.ServerLimits;
import io.github.camelopenrouter.standalone.server.ServerSettings;
import io.github.camelopenrouter.testing.Given;
import io.github.camelopenrouter.upstream.AppSettings;
import io.github.camelopenrouter.upstream.Attribution;
import io.github.camelopenrouter.upstream.http.NetworkSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

    private static final String HASH = "a".repeat(64);

    @Test
    void hasTheDocumentedDefaults() {
        Settings settings = Given.settings();

        assertThat(settings.apiKeys()).isEmpty();
        assertThat(settings.baseUrl()).hasToString("https://openrouter.ai/api");
        assertThat(settings.isSandbox()).isFalse();
        assertThat(AppSettings.of(settings))
                .isEqualTo(new AppSettings(URI.create("http://localhost"), "camel-openrouter", Attribution.CLIENT));
        assertThat(BalanceSettings.of(settings)).isEqualTo(new BalanceSettings(true, Duration.ofSeconds(10)));
        assertThat(RequestSettings.of(settings).modelAliases()).isEmpty();
        assertThat(RequestSettings.of(settings).bareNames()).isEqualTo(BareNames.VENDOR);
        assertThat(settings.get(LimitSettings.MAX_REQUEST_BYTES)).isEqualTo(20 * 1024 * 1024);
        assertThat(settings.get(LimitSettings.MAX_CONCURRENT_REQUESTS)).isEqualTo(2000);
        assertThat(AuthSettings.of(settings).decision()).isEmpty();
        assertThat(connectTimeout(settings)).isEqualTo(Duration.ofSeconds(5));
        assertThat(ServerSettings.limits(settings))
                .isEqualTo(new ServerLimits(8 * 1024, 32 * 1024, Duration.ofSeconds(60), Duration.ofSeconds(75)));
    }

    @Test
    void readsEverySetting() {
        Settings settings = Given.settings(
                "openrouter.api-key", "sk-or-v1-x",
                "openrouter.app-title", "My app",
                "openrouter.model-aliases",
                        "fast>openai/gpt-4o-mini*2|google/gemini-2.0-flash;smart>anthropic/claude-sonnet-4",
                "openrouter.balance", "weighted",
                "openrouter.balance.half-life", "20s",
                "openrouter.bare-names", "off",
                "openrouter.max-request-bytes", "1KB",
                "openrouter.max-concurrent-requests", "1",
                "openrouter.auth", "none",
                "openrouter.timeout.connect", "1s",
                "openrouter.timeout.request", "2m");

        assertThat(settings.apiKeys()).containsExactly(only("sk-or-v1-x"));
        assertThat(AppSettings.of(settings).title()).isEqualTo("My app");
        assertThat(RequestSettings.of(settings).modelAliases())
                .containsExactly(
                        Map.entry(
                                "fast",
                                List.of(
                                        new WeightedModel("openai/gpt-4o-mini", 2),
                                        new WeightedModel("google/gemini-2.0-flash", 1))),
                        Map.entry("smart", List.of(new WeightedModel("anthropic/claude-sonnet-4", 1))));
        assertThat(BalanceSettings.of(settings)).isEqualTo(new BalanceSettings(false, Duration.ofSeconds(20)));
        assertThat(RequestSettings.of(settings).bareNames()).isEqualTo(BareNames.OFF);
        assertThat(settings.get(LimitSettings.MAX_REQUEST_BYTES)).isEqualTo(1024);
        assertThat(settings.get(LimitSettings.MAX_CONCURRENT_REQUESTS)).isEqualTo(1);
        assertThat(AuthSettings.of(settings).decision()).hasValue(Auth.NONE);
        assertThat(connectTimeout(settings)).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.get(LimitSettings.TIMEOUT_REQUEST)).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void writesAKeyFileAsASourceOfTheKeys() {
        Settings settings = Given.settings("openrouter.api-key-file", "/run/keys, mine*");

        assertThat(settings.apiKeys()).containsExactly(only("file:/run/keys, mine*"));
        assertThat(settings.apiKeySetting()).isEqualTo("api-key-file");
        assertThat(settings.withUpstream("two", null).apiKeySetting()).isEqualTo("api-key");
    }

    @Test
    void needsNoKeyFileInTheSandbox() {
        Settings settings = Given.settings("openrouter.sandbox", "true", "openrouter.api-key-file", "/no/such/file");

        assertThat(settings.apiKeys()).isEmpty();
    }

    /** Spring's, in a host where nobody resolves it: it would go up as it stands. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "openrouter.app-title  | ${MY_TITLE}              | holds ${MY_TITLE}, which nothing resolves here: write"
                        + " {{MY_TITLE}}.",
                "openrouter.base-url   | https://${my.host:x-canary}/api | holds ${my.host}, which nothing resolves here:"
                        + " write {{my.host}}.",
                "openrouter.api-key    | ${TEAM_CANARY}           | holds ${…}, which nothing resolves here: write {{…}}.",
                "openrouter.api-key    | a=sk-1,b=${TEAM_CANARY}*2 | holds ${…}, which nothing resolves here: write {{…}}.",
                "openrouter.auth.keys  | ${KEYS_CANARY}           | holds ${…}, which nothing resolves here: write {{…}}.",
                "openrouter.queue-size | ${SIZE                   | holds ${SIZE}, which nothing resolves here: write"
                        + " {{SIZE}}."
            })
    void refusesAPlaceholderThatNobodyResolves(String key, String text, String sentence) {
        assertThatThrownBy(() -> Given.settings(key, text))
                .isInstanceOf(SettingException.class)
                .hasMessage(key + " " + sentence)
                .message()
                .doesNotContainIgnoringCase("canary");
    }

    @Test
    void namesTheKameletsPropertyThatHoldsSuchAPlaceholder() {
        Settings settings = Given.settings();

        assertThatThrownBy(() -> settings.withUpstream("${TEAM_KEY}", null))
                .isInstanceOf(SettingException.class)
                .hasMessage("The Kamelet property apiKey holds ${…}, which nothing resolves here: write {{…}}.");
        assertThatThrownBy(() -> settings.withUpstream(null, "https://${HOST}/api"))
                .isInstanceOf(SettingException.class)
                .hasMessage("The Kamelet property baseUrl holds ${HOST}, which nothing resolves here: write {{HOST}}.");
    }

    @Test
    void refusesAKeyAndAKeyFile() {
        assertRefused(
                "openrouter.api-key and openrouter.api-key-file exclude each other: remove one.",
                "openrouter.api-key",
                "x",
                "openrouter.api-key-file",
                "y");
    }

    @Test
    void refusesTheSandboxTogetherWithABaseUrl() {
        assertRefused(
                "openrouter.sandbox (--sandbox) and openrouter.base-url (OPENROUTER_BASE_URL) exclude each other:"
                        + " remove one.",
                "openrouter.sandbox",
                "true",
                "openrouter.base-url",
                "https://openrouter.ai/api");
    }

    @Test
    void acceptsTheSandboxWithAnEmptyBaseUrl() {
        assertThat(Given.settings("openrouter.sandbox", "true", "openrouter.base-url", "")
                        .isSandbox())
                .isTrue();
    }

    @Test
    void requiresAKeyOrTheSandbox() {
        assertThatThrownBy(() -> Given.settings("openrouter.api-key", " ").requireKey())
                .isExactlyInstanceOf(SettingException.class)
                .hasMessage("OPENROUTER_API_KEY is not set: set it to your OpenRouter key,"
                        + " or start with --sandbox to try the gateway without one.");

        Given.settings("openrouter.api-key", "x").requireKey();
        Given.settings("openrouter.sandbox", "true").requireKey();
    }

    @Test
    void readsANamedInstanceApartFromTheUnnamedOne() {
        CamelContext context = Given.context(
                "openrouter.api-key", "one",
                "openrouter.b.api-key", "two",
                "openrouter.timeout.connect", "1s",
                "openrouter.b.timeout.request", "1s");

        Settings named = Settings.load(context, "b");

        assertThat(named.apiKeys()).containsExactly(only("two"));
        assertThat(connectTimeout(named)).isEqualTo(Duration.ofSeconds(5));
        assertThat(named.get(LimitSettings.TIMEOUT_REQUEST)).isEqualTo(Duration.ofSeconds(1));
        assertThat(Settings.load(context, null).apiKeys()).containsExactly(only("one"));
    }

    @Test
    void namesTheInstancesOwnKeysInItsSentences() {
        CamelContext context = Given.context("openrouter.b.timeout.connect", "never");

        assertThatThrownBy(() -> Settings.load(context, "b"))
                .hasMessageStartingWith("openrouter.b.timeout.connect is \"never\", but must be a duration");
        assertThatThrownBy(() -> Settings.load(context, "c").requireKey())
                .hasMessageStartingWith("OPENROUTER_C_API_KEY is not set");
    }

    @Test
    void changesOnlyTheUpstreamForAKameletWithItsOwn() {
        Settings settings = Given.settings("openrouter.api-key", "one", "openrouter.timeout.connect", "1s");

        Settings other = settings.withUpstream("two", "https://eu.example/v1");

        assertThat(other.apiKeys()).containsExactly(only("two"));
        assertThat(other.baseUrl()).hasToString("https://eu.example");
        assertThat(connectTimeout(other)).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.apiKeys()).containsExactly(only("one"));
        assertThat(settings.withUpstream(null, " ").apiKeys()).containsExactly(only("one"));
    }

    @Test
    void takesSeveralKeysForAKameletWithItsOwn() {
        Settings other = Given.settings("openrouter.api-key", "one").withUpstream("a=x,b=y*2", null);

        assertThat(other.apiKeys()).containsExactly(new ApiKey("a", "x", 1), new ApiKey("b", "y", 2));
    }

    @Test
    void changesOnlyTheNameOfAnInstanceThatIsMadeForKamelets() {
        Settings made = Given.settings("openrouter.timeout.connect", "1s").as(InstanceName.ofKamelets("0123456789"));

        assertThat(made.instance().routePrefix()).isEqualTo("openrouter-kamelet0123456789-");
        assertThat(connectTimeout(made)).isEqualTo(Duration.ofSeconds(1));
        assertThat(made.settingsPrefix()).isEqualTo("openrouter.");
        assertThatThrownBy(made::requireKey).hasMessageStartingWith("OPENROUTER_API_KEY is not set");
    }

    @Test
    void showsNoSecretsInItsText() {
        Settings settings = Given.settings(
                "openrouter.api-key", "sk-or-v1-x",
                "openrouter.auth.keys", "ci=" + HASH,
                "openrouter.timeout.connect", "1s");

        assertThat(settings)
                .hasToString("Settings[openrouter.api-key=***, openrouter.auth.keys=***,"
                        + " openrouter.timeout.connect=PT1S]");
        assertThat(settings.withUpstream("sk-or-v1-y", null).toString()).doesNotContain("sk-or-v1");
    }

    private static Duration connectTimeout(Settings settings) {
        return NetworkSettings.of(settings).connectTimeout();
    }

    private static ApiKey only(String key) {
        return new ApiKey("default", key, 1);
    }

    private static void assertRefused(String sentence, String... keysAndValues) {
        assertThatThrownBy(() -> Given.settings(keysAndValues))
                .isExactlyInstanceOf(SettingException.class)
                .hasMessage(sentence);
    }
}
