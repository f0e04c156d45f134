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
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.camelopenrouter.operation.OpenRouterRoutes;
import io.github.camelopenrouter.testing.Given;
import io.github.camelopenrouter.testing.LookThrough;
import java.net.URI;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An application is looked through by Camel's tools, which put a dummy in the place of every property that is not there. */
class DummyValueTest {

    @Test
    void isNoValueOfAnySetting() {
        Settings settings = Settings.load(lookedThrough(), "");

        assertThat(settings).hasToString("Settings[]");
    }

    @Test
    void isNoValueOfANamedGatewaysSettings() {
        assertThat(Settings.load(lookedThrough(), "b")).hasToString("Settings[]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "openrouter.base-url=http://{{host}}/api",
                "openrouter.base-url={{scheme}}://localhost/api",
                "openrouter.timeout.request={{seconds}}s",
                "openrouter.model-aliases=fast>{{fast}};smart>{{smart}}",
                "openrouter.api-key={{env:NOBODYS_KEY_AT_ALL}}",
                "openrouter.sandbox={{sandbox}}",
                "openrouter.auth={{who}}"
            })
    void isNoValueWhereItIsAPart(String setting) {
        int equals = setting.indexOf('=');
        CamelContext context = lookedThrough(setting.substring(0, equals), setting.substring(equals + 1));

        assertThat(Settings.load(context, "").toString()).doesNotContain("CamelMagicValue");
    }

    @Test
    void leavesWhatIsGiven() {
        Settings settings = Settings.load(lookedThrough("openrouter.base-url", "http://localhost:1/api"), "");

        assertThat(settings.baseUrl()).isEqualTo(URI.create("http://localhost:1/api"));
    }

    /** The keys are in the cluster and not on this machine. */
    @Test
    void doesNotLackTheKeysOfClients() {
        CamelContext context = lookedThrough("openrouter.auth", "keys", "openrouter.auth.keys", "{{keys.of.clients}}");

        assertThatCode(() -> context.addRoutes(new OpenRouterRoutes())).doesNotThrowAnyException();
    }

    /** Mounted where the application will run. */
    @ParameterizedTest
    @ValueSource(strings = {"openrouter.api-key-file=/no/such/file", "openrouter.auth.keys=file:/no/such/file"})
    void readsNoSecretsFromFiles(String setting) {
        int equals = setting.indexOf('=');
        CamelContext context = lookedThrough(setting.substring(0, equals), setting.substring(equals + 1));

        assertThatCode(() -> context.addRoutes(new OpenRouterRoutes())).doesNotThrowAnyException();
    }

    @Test
    void mayStandForANamedGatewaysSettings() {
        assertThat(Settings.areGiven(lookedThrough(), InstanceName.of("b"))).isTrue();
        assertThat(Settings.areGiven(Given.context(), InstanceName.of("b"))).isFalse();
    }

    @Test
    void knowsALookThroughFromARun() {
        assertThat(DummyValue.standsForAbsent(lookedThrough())).isTrue();
        assertThat(DummyValue.standsForAbsent(Given.context())).isFalse();
    }

    private static CamelContext lookedThrough(String... keysAndValues) {
        return LookThrough.of(Given.context(keysAndValues));
    }
}
