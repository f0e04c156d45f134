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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    private static final String HASH = "a".repeat(64);

    @TempDir
    Path directory;

    @Test
    void hasTheDocumentedDefaults() {
        Settings settings = Given.settings();

        assertThat(settings.apiKeys()).isEmpty();
        assertThat(settings.baseUrl()).hasToString("https://openrouter.ai/api");
        assertThat(settings.isSandbox()).isFalse();
        assertThat(settings.appUrl()).hasToString("http://localhost");
        assertThat(settings.appTitle()).isEqualTo("camel-openrouter");
        assertThat(settings.modelAliases()).isEmpty();
        assertThat(settings.balance()).isEqualTo(Balance.ADAPTIVE);
        assertThat(settings.balanceHalfLife()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.bareNames()).isEqualTo(BareNames.VENDOR);
        assertThat(settings.maxRequestBytes()).isEqualTo(20 * 1024 * 1024);
        assertThat(settings.maxConcurrentRequests()).isEqualTo(2000);
        assertThat(settings.auth()).isEmpty();
        assertThat(settings.authKeys()).isEmpty();
        assertThat(settings.timeoutConnect()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.timeoutRequest()).isEqualTo(Duration.ofSeconds(60));
        assertThat(settings.timeoutClientIdle()).isEqualTo(Duration.ofSeconds(75));
        assertThat(settings.maxRequestLineBytes()).isEqualTo(8 * 1024);
        assertThat(settings.maxHeaderBytes()).isEqualTo(32 * 1024);
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
        assertThat(settings.appTitle()).isEqualTo("My app");
        assertThat(settings.modelAliases())
                .containsExactly(
                        Map.entry(
                                "fast",
                                List.of(
                                        new WeightedModel("openai/gpt-4o-mini", 2),
                                        new WeightedModel("google/gemini-2.0-flash", 1))),
                        Map.entry("smart", List.of(new WeightedModel("anthropic/claude-sonnet-4", 1))));
        assertThat(settings.balance()).isEqualTo(Balance.WEIGHTED);
        assertThat(settings.balanceHalfLife()).isEqualTo(Duration.ofSeconds(20));
        assertThat(settings.bareNames()).isEqualTo(BareNames.OFF);
        assertThat(settings.maxRequestBytes()).isEqualTo(1024);
        assertThat(settings.maxConcurrentRequests()).isEqualTo(1);
        assertThat(settings.auth()).hasValue(Auth.NONE);
        assertThat(settings.timeoutConnect()).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.timeoutRequest()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void simplifiesRequestsAsTheGuideDoesByDefault() {
        Settings settings = Given.settings();

        assertThat(settings.compatibility()).isEqualTo(Compatibility.GUIDE);
        assertThat(settings.reasoning()).isEqualTo(Reasoning.EFFORT);
        assertThat(settings.cacheControl()).isEqualTo(CacheControl.STRIP);
        assertThat(settings.filteredParameters())
                .containsExactly("prompt_cache_key", "verbosity", "store", "service_tier");
    }

    @Test
    void keepsRequestsAsTheyAreWithNativeCompatibility() {
        Settings settings = Given.settings("openrouter.compatibility", "native");

        assertThat(settings.reasoning()).isEqualTo(Reasoning.NATIVE);
        assertThat(settings.cacheControl()).isEqualTo(CacheControl.KEEP);
        assertThat(settings.filteredParameters()).isEmpty();
    }

    @Test
    void letsSingleSettingsDifferFromNativeCompatibility() {
        Settings settings = Given.settings(
                "openrouter.compatibility", "native",
                "openrouter.reasoning", "effort",
                "openrouter.cache-control", "strip",
                "openrouter.filtered-parameters", "store, user");

        assertThat(settings.reasoning()).isEqualTo(Reasoning.EFFORT);
        assertThat(settings.cacheControl()).isEqualTo(CacheControl.STRIP);
        assertThat(settings.filteredParameters()).containsExactly("store", "user");
    }

    @Test
    void letsSingleSettingsDifferFromGuideCompatibility() {
        Settings settings = Given.settings(
                "openrouter.reasoning", "native",
                "openrouter.cache-control", "keep",
                "openrouter.filtered-parameters", "");

        assertThat(settings.reasoning()).isEqualTo(Reasoning.NATIVE);
        assertThat(settings.cacheControl()).isEqualTo(CacheControl.KEEP);
        assertThat(settings.filteredParameters()).isEmpty();
    }

    @Test
    void readsTheKeyFromAFile() throws IOException {
        Path file = Files.writeString(directory.resolve("key"), "  sk-or-v1-x\n");

        assertThat(Given.settings("openrouter.api-key-file", file.toString()).apiKeys())
                .containsExactly(only("sk-or-v1-x"));
    }

    @Test
    void needsNoKeyFileInTheSandbox() {
        Settings settings = Given.settings("openrouter.sandbox", "true", "openrouter.api-key-file", "/no/such/file");

        assertThat(settings.apiKeys()).isEmpty();
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
    void refusesAuthWithKeysWithoutAKey() {
        assertRefused(
                "openrouter.auth=keys needs at least one key in openrouter.auth.keys.", "openrouter.auth", "keys");
    }

    @Test
    void takesKeysForTheDecisionToRequireThem() {
        assertThat(Given.settings("openrouter.auth.keys", "ci=" + HASH).auth()).hasValue(Auth.KEYS);
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

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST", "127.0.0.1", "127.1.2.3", "::1", "[::1]"})
    void needsNoAuthDecisionOnALoopbackAddress(String host) {
        Given.settings().requireAuthDecision(host);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.168.0.7", "gateway.example", "127.evil.example", "localhost.example"})
    void needsAnAuthDecisionOnOtherAddresses(String host) {
        assertThatThrownBy(() -> Given.settings().requireAuthDecision(host))
                .isExactlyInstanceOf(SettingException.class)
                .hasMessage("The gateway would listen on " + host + " without a decision who may use it:"
                        + " set openrouter.auth=keys or openrouter.auth=none.");

        Given.settings("openrouter.auth", "none").requireAuthDecision(host);
        Given.settings("openrouter.auth.keys", "ci=" + HASH).requireAuthDecision(host);
    }

    @Test
    void takesNoHostForAllAddresses() {
        assertThatThrownBy(() -> Given.settings().requireAuthDecision(null))
                .hasMessageStartingWith("The gateway would listen on all addresses without");
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
        assertThat(named.timeoutConnect()).isEqualTo(Duration.ofSeconds(5));
        assertThat(named.timeoutRequest()).isEqualTo(Duration.ofSeconds(1));
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
        assertThat(other.timeoutConnect()).isEqualTo(Duration.ofSeconds(1));
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
        Settings made = Given.settings("openrouter.timeout.connect", "1s").as(InstanceName.ofKamelets(1));

        assertThat(made.instance().routePrefix()).isEqualTo("openrouter-kamelet1-");
        assertThat(made.timeoutConnect()).isEqualTo(Duration.ofSeconds(1));
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

    private static ApiKey only(String key) {
        return new ApiKey("default", key, 1);
    }

    private static void assertRefused(String sentence, String... keysAndValues) {
        assertThatThrownBy(() -> Given.settings(keysAndValues))
                .isExactlyInstanceOf(SettingException.class)
                .hasMessage(sentence);
    }
}
