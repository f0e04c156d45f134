/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert.receiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.testing.LogRecorder;
import org.apache.camel.Route;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ReceiverSettingsTest {

    private static final String MAIL = "mail.to=a@b.example;mail.from=c@d.example;mail.server=127.0.0.1:25";

    @Test
    void withoutSettingsThereIsNoRouteAndNothingIsLookedFor() throws Exception {
        try (Routes routes = Routes.start()) {
            assertThat(routes.context().getRoutes()).isEmpty();
            assertThat(routes.context().hasComponent("smtp")).isNull();
            assertThat(routes.context().hasComponent("openrouter-alerts-smtp")).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "webhook, webhook=https://x.example",
        "slack, slack=https://x.example",
        "msteams, msteams=https://x.example",
        "pagerduty, pagerduty=key",
        "mail, " + MAIL,
        "to, to=direct:mine"
    })
    void aSettingBringsItsRouteAlone(String receiver, String settings) throws Exception {
        try (Routes routes = Routes.start(settings.split(";"))) {
            assertThat(routes.context().getRoutes())
                    .extracting(Route::getRouteId)
                    .containsExactly("openrouter-alerts-" + receiver);
        }
    }

    @Test
    void aDirectEndpointThatNobodyReadsIsSaidAtTheStart() throws Exception {
        try (LogRecorder log = LogRecorder.record();
                Routes routes = Routes.start("to=direct:canary")) {
            assertThat(routes.context().getRoutes()).hasSize(1);
            log.assertOneWarning("openrouter.alerts.to is a direct endpoint from which no route begins");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "webhook.secret=whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw | openrouter.alerts.webhook.secret is set, but not openrouter.alerts.webhook: set it, too.",
                "pagerduty.url=https://x.example | openrouter.alerts.pagerduty.url is set, but not openrouter.alerts.pagerduty: set it, too.",
                "mail.tls=off | openrouter.alerts.mail.tls is set, but not openrouter.alerts.mail.to: set it, too.",
                "mail.to=a@b.example | openrouter.alerts.mail.to is set, but not openrouter.alerts.mail.server: set it, too.",
                "mail.to=a@b.example;mail.server=x:25 | openrouter.alerts.mail.to is set, but not openrouter.alerts.mail.from: set it, too.",
                "mail.server=x:25 | openrouter.alerts.mail.server is set, but not openrouter.alerts.mail.to: set it, too.",
                MAIL
                        + ";mail.password=canary | openrouter.alerts.mail.password is set, but not openrouter.alerts.mail.user: set it, too.",
                "to=nothing:canary?token=canary | openrouter.alerts.to needs the Camel component nothing, which is not on the class path: add org.apache.camel:camel-nothing:4.18.0 and what it needs, see alert-receivers.md.",
                "to=canary | openrouter.alerts.to must be an endpoint of Camel, such as direct:alerts.",
                "to=log:x?canary=canary | openrouter.alerts.to is not what the Camel component log takes (ResolveEndpointFailedException): see that component's documentation."
            })
    void whatIsMissingIsSaidInOneSentence(String settings, String sentence) {
        assertThatThrownBy(() -> Routes.start(settings.split(";")))
                .isInstanceOf(SettingException.class)
                .hasMessage(sentence)
                .hasNoCause();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mail.to=Ops <a@b.example>",
                "mail.to=a@b.example,",
                "mail.from=a@b.example?cc=x",
                "mail.server=example.com",
                "mail.server=user@example.com:25",
                "mail.server=example.com:25/x",
                "slack=ftp://x.example/canary"
            })
    void nonsenseIsRefused(String setting) {
        assertThatThrownBy(() -> Routes.start(setting))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("must be")
                .hasMessageNotContaining("canary");
    }
}
