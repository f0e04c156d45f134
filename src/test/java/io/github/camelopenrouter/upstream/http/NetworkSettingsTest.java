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

import io.github.camelopenrouter.config.Settings;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class NetworkSettingsTest {

    @Test
    void takesTheProxyOfTheSettings() {
        assertThat(network("false").proxy()).hasToString("http://proxy.example:3128");
    }

    @Test
    void needsNoProxyForTheSandboxInThisProcess() {
        assertThat(network("true").proxy()).isNull();
    }

    private static NetworkSettings network(String sandbox) {
        DefaultCamelContext context = new DefaultCamelContext();
        context.getPropertiesComponent().addOverrideProperty("openrouter.proxy", "http://proxy.example:3128");
        context.getPropertiesComponent().addOverrideProperty("openrouter.sandbox", sandbox);
        return NetworkSettings.of(Settings.load(context, null));
    }
}
