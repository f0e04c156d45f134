/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.auth.oidc;

import io.github.camelopenrouter.auth.Memberships;
import io.github.camelopenrouter.config.CheckedAtStart;
import io.github.camelopenrouter.config.DummyValue;
import io.github.camelopenrouter.config.Setting;
import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.spi.Feature;
import io.github.camelopenrouter.spi.FeatureContext;
import io.github.camelopenrouter.upstream.http.NetworkSettings;
import java.time.Clock;
import java.util.List;
import org.apache.camel.CamelContext;

/** Lets in whoever shows a token of an issuer that the settings name. Nothing is fetched before the first one comes. */
public final class OidcFeature implements Feature, CheckedAtStart {

    @Override
    public String name() {
        return "oidc";
    }

    @Override
    public List<Setting<?>> settings() {
        return OidcSettings.SECTION.settings();
    }

    @Override
    public void check(CamelContext context, Settings settings) {
        if (!DummyValue.standsForAbsent(context)) {
            OidcSettings.of(settings);
        }
    }

    @Override
    public void install(FeatureContext gateway) {
        Settings settings = gateway.part(Settings.class);
        check(gateway.camelContext(), settings);
        if (!DummyValue.standsForAbsent(gateway.camelContext())) {
            IssuerClient client = new IssuerClient(NetworkSettings.of(settings).authorities());
            gateway.authenticator(OidcAuthenticator.of(
                    OidcSettings.of(settings), client, gateway.part(Memberships.class), Clock.systemUTC()));
        }
    }
}
