/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenrouter.operation.OpenRouterRoutes;
import io.github.camelopenrouter.testing.LogRecorder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Alerts in a host: for all gateways together, and with what they need. */
@Timeout(60)
class AlertsInHostTest {

    @ParameterizedTest
    @ValueSource(strings = {"alerts", "alerts.error-rate", "alerts.webhook", "alerts.mail.to"})
    void belongToAllGatewaysOfAProcess(String setting) {
        String value = setting.endsWith("webhook")
                ? "http://127.0.0.1:9"
                : setting.endsWith("to") ? "a@b.example" : setting.endsWith("rate") ? "5%" : "true";
        assertThatThrownBy(() -> {
                    try (HostApplication host = HostApplication.with(
                            "openrouter.api-key=any",
                            "openrouter.b.api-key=any",
                            "openrouter.b." + setting + "=" + value)) {
                        host.add(new OpenRouterRoutes("b")).start();
                    }
                })
                .hasMessage("openrouter.b." + setting + " is set, but all gateways of a process share their alerts: set"
                        + " openrouter." + setting + " instead.");
    }

    @Test
    void aHostThatIncludesNoRouteIsTold() throws Exception {
        try (LogRecorder log = LogRecorder.record();
                HostApplication host = HostApplication.with(
                        "openrouter.routes.enabled=true",
                        "openrouter.api-key=any",
                        "openrouter.alerts.webhook=http://127.0.0.1:9/canary")) {
            host.start();
            assertThat(log.lines())
                    .anyMatch(line -> line.contains("Alerts are on, but nothing looks for what is wrong"))
                    .anyMatch(line -> line.contains("openrouter.alerts.webhook is set, but nothing is sent"))
                    .noneMatch(line -> line.contains("canary"));
        }
    }

    @Test
    void withoutCamelMailTheStartStopsOnlyWhereMailIsWanted() throws Exception {
        try (ClassPathWithout without = ClassPathWithout.libraries("camel-mail|jakarta.mail|angus-mail|greenmail")) {
            assertThat(without.has("org.apache.camel.component.mail.MailComponent"))
                    .isFalse();
            assertThat(without.call(HostStart.class, "with", "openrouter.alerts=true"))
                    .isEqualTo("started");
            assertThat(without.call(HostStart.class, "with", "openrouter.alerts.mail.to=a@b.example"))
                    .isEqualTo(
                            "openrouter.alerts.mail.to needs the Camel component smtp, which is not on the class path:"
                                    + " add org.apache.camel:camel-mail:4.18.0.");
        }
    }

    /** Runs on a class path of its own. */
    public static final class HostStart {

        private HostStart() {}

        /** What came of it. */
        public static String with(String setting) {
            boolean isMail = setting.contains("mail");
            return ClassPathWithout.outcomeOf(HostApplication.on(
                    HostStart.class.getClassLoader(),
                    "openrouter.routes.enabled=true",
                    "openrouter.api-key=any",
                    isMail ? "openrouter.alerts.mail.from=c@d.example" : "openrouter.alerts=true",
                    isMail ? "openrouter.alerts.mail.server=127.0.0.1:25" : "openrouter.alerts=true",
                    setting));
        }
    }
}
