/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.secrets;

import io.github.camelopenrouter.auth.AuthSettings;
import io.github.camelopenrouter.auth.ClientKeys;
import io.github.camelopenrouter.config.ApiKeyList;
import io.github.camelopenrouter.config.CheckedAtStart;
import io.github.camelopenrouter.config.DummyValue;
import io.github.camelopenrouter.config.Setting;
import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.spi.Feature;
import io.github.camelopenrouter.spi.FeatureContext;
import io.github.camelopenrouter.spi.Reloadable;
import io.github.camelopenrouter.upstream.keys.KeyPool;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;

/** Gives a gateway the keys of its settings, and goes on to do so where they stand in sources. */
public final class SecretsFeature implements Feature, CheckedAtStart {

    @Override
    public String name() {
        return "secrets";
    }

    @Override
    public List<Setting<?>> settings() {
        return SecretsSettings.SECTION.settings();
    }

    /** The sandbox needs no key. */
    @Override
    public void check(CamelContext context, Settings settings) {
        if (DummyValue.standsForAbsent(context)) {
            return;
        }
        FreshSecrets secrets = new FreshSecrets(settings);
        if (!settings.needsSandbox() && !settings.apiKeys().isEmpty()) {
            secrets.provide(settings.apiKeySetting(), new ApiKeyList(settings.apiKeys()), keys -> {});
        }
        secrets.provide("auth.keys", AuthSettings.of(settings).keys(), keys -> {});
        secrets.readOnce();
    }

    /** Who only looks the application through has no secrets, and needs none. */
    @Override
    public void install(FeatureContext gateway) {
        if (DummyValue.standsForAbsent(gateway.camelContext())) {
            return;
        }
        Settings settings = gateway.part(Settings.class);
        FreshSecrets secrets = new FreshSecrets(settings);
        if (!settings.apiKeys().isEmpty()) {
            secrets.provide(
                    settings.apiKeySetting(), new ApiKeyList(settings.apiKeys()), gateway.part(KeyPool.class)::replace);
        }
        secrets.provide("auth.keys", AuthSettings.of(settings).keys(), gateway.part(ClientKeys.class)::replace);
        secrets.start(gateway.camelContext(), gateway::closeAtEnd);
        secrets.health().forEach(gateway::health);
        Registry registry = gateway.camelContext().getRegistry();
        String name = gateway.prefix() + "secrets";
        registry.bind(name, Reloadable.class, secrets);
        gateway.closeAtEnd(() -> registry.unbind(name));
    }
}
