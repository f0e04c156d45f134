/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenrouter.alert.rules.BuiltInRules;
import io.github.camelopenrouter.config.SettingException;
import java.time.Clock;
import java.util.Properties;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertSettingsTest {

    @Test
    void areWantedWhereAReceiverOrSomebodySaysSo() throws Exception {
        try (DefaultCamelContext context = context("alerts", "false")) {
            assertThat(AlertSettings.areWanted(context)).isFalse();
        }
        try (DefaultCamelContext context = context("alerts.to", "direct:mine")) {
            assertThat(AlertSettings.areWanted(context)).isTrue();
        }
    }

    @Test
    void aReceiverThatNobodyWouldTellIsRefused() throws Exception {
        try (DefaultCamelContext context = context("alerts", "false", "alerts.to", "direct:mine")) {
            assertThatThrownBy(() -> AlertSettings.areWanted(context))
                    .isInstanceOf(SettingException.class)
                    .hasMessage(
                            "openrouter.alerts=false, but openrouter.alerts.to is set, which nobody would tell: remove"
                                    + " one of them.");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "alerts.guardrail-blocks | 0 | a number of calls like 10, or on or off",
                "alerts.unreconciled | 5 | openrouter.alerts.unreconciled is set, but nothing is compared: set openrouter.usage.reconcile=key."
            })
    void aThresholdThatFindsAllOrNothingIsRefused(String setting, String value, String sentence) throws Exception {
        try (DefaultCamelContext context = context(setting, value)) {
            assertThatThrownBy(() -> new BuiltInRules(context, Runnable::run, Clock.systemUTC()))
                    .isInstanceOf(SettingException.class)
                    .hasMessageContaining(sentence);
        }
    }

    private static DefaultCamelContext context(String... settings) {
        Properties properties = new Properties();
        for (int at = 0; at < settings.length; at += 2) {
            properties.put("openrouter." + settings[at], settings[at + 1]);
        }
        DefaultCamelContext context = new DefaultCamelContext();
        context.getPropertiesComponent().setOverrideProperties(properties);
        context.build();
        return context;
    }
}
