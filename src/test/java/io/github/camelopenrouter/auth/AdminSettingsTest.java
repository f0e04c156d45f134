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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminSettingsTest {

    private static final String HOSTS = "openrouter.admin.hosts";

    @Test
    void takesHostsInAnyCase() {
        assertThat(AdminSettings.of(Given.settings(HOSTS, "Ops.example,gateway"))
                        .hosts())
                .containsExactlyInAnyOrder("ops.example", "gateway");
    }

    /** The port of a request is cut off before its host is looked for. */
    @ParameterizedTest
    @ValueSource(strings = {"ops.example:9302", "gateway,ops.example:80", "ops.example:"})
    void refusesAHostWithAPort(String hosts) {
        assertThatThrownBy(() -> AdminSettings.of(Given.settings(HOSTS, hosts)))
                .isInstanceOf(SettingException.class)
                .hasMessageMatching("openrouter.admin.hosts names \"ops.example:\\d*\", [^\\n]+[.]");
    }
}
