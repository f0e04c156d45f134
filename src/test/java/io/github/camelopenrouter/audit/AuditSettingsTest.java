/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenrouter.config.SettingException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditSettingsTest {

    @TempDir
    private Path data;

    @Test
    void callsGoOnUnlessSomebodyWantsThemRefused() throws IOException {
        assertThat(read("calls", null).full()).isEqualTo(AuditSettings.Full.ALLOW);
        assertThat(read("calls", "refuse").full()).isEqualTo(AuditSettings.Full.REFUSE);
        assertThat(read("changes", "allow").mode()).isEqualTo(AuditSettings.Mode.CHANGES);
    }

    @Test
    void callsThatNobodyWritesDownCannotBeRefusedForThat() {
        assertThatThrownBy(() -> read("changes", "refuse"))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("set openrouter.audit=calls, or remove openrouter.audit.full");
    }

    private AuditSettings read(String audit, String full) throws IOException {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            Properties properties = new Properties();
            properties.put("openrouter.data-dir", data.toString());
            properties.put("openrouter.audit", audit);
            if (full != null) {
                properties.put("openrouter.audit.full", full);
            }
            context.getPropertiesComponent().setInitialProperties(properties);
            context.build();
            return AuditSettings.of(context);
        }
    }
}
