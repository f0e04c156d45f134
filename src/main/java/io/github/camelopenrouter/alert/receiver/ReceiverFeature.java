/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert.receiver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.config.CamelComponents;
import io.github.camelopenrouter.config.DummyValue;
import io.github.camelopenrouter.config.NamedBean;
import io.github.camelopenrouter.config.Setting;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.spi.Feature;
import io.github.camelopenrouter.spi.FeatureContext;
import io.github.camelopenrouter.webhook.LateAddress;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.StartupListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks what receivers of alerts need before there is an alert, and gives their routes what they name. */
public final class ReceiverFeature implements Feature {

    private static final Logger LOG = LoggerFactory.getLogger(ReceiverFeature.class);
    private static final String PREFIX = "openrouter-alerts-";
    private static final String HTTP = PREFIX + "http";
    private static final String SMTP = PREFIX + "smtp";

    @Override
    public String name() {
        return "alert-receivers";
    }

    @Override
    public List<Setting<?>> settings() {
        return ReceiverSettings.SECTION.settings();
    }

    @Override
    public void install(FeatureContext gateway) {
        CamelContext context = gateway.camelContext();
        if (DummyValue.standsForAbsent(context) || context.hasComponent(HTTP) != null) {
            return;
        }
        install(context);
    }

    /** @throws SettingException if something is missing */
    static void install(CamelContext context) {
        Settings settings = ReceiverSettings.ofProcess(context);
        ReceiverSettings.check(settings);
        requireMail(context, settings);
        LateAddress.addComponent(context, HTTP);
        settings.find(ReceiverSettings.WEBHOOK).ifPresent(url -> {
            LateAddress address = new LateAddress(url);
            byte[] secret = settings.find(ReceiverSettings.WEBHOOK_SECRET).orElse(null);
            NamedBean.bind(
                    context, PREFIX + "webhook-message", new WebhookPost(address.origin(), secret, Clock.systemUTC()));
            NamedBean.bind(context, PREFIX + "webhook-client", address);
        });
        settings.find(ReceiverSettings.SLACK).ifPresent(url -> addJson(context, "slack", url, SlackMessage::of));
        settings.find(ReceiverSettings.MSTEAMS).ifPresent(url -> addJson(context, "msteams", url, TeamsMessage::of));
        settings.find(ReceiverSettings.PAGERDUTY).ifPresent(key -> {
            LateAddress address = new LateAddress(settings.get(ReceiverSettings.PAGERDUTY_URL));
            NamedBean.bind(context, PREFIX + "pagerduty-message", new JsonPost(address.origin(), PagerDutyEvent::of));
            NamedBean.bind(context, PREFIX + "pagerduty-client", new PagerDutyKey(address, key));
        });
        if (settings.find(ReceiverSettings.MAIL_TO).isPresent()) {
            NamedBean.bind(context, PREFIX + "mail-message", new MailMessage());
            context.addComponent(SMTP, new MailServerComponent(context, settings));
        }
        settings.find(ReceiverSettings.TO).ifPresent(uri -> bindAny(context, AnyEndpoint.of(context, uri)));
        onceStarted(context, settings);
    }

    private static void addJson(
            CamelContext context, String receiver, URI url, Function<AlertMessage, ObjectNode> words) {
        LateAddress address = new LateAddress(url);
        NamedBean.bind(context, PREFIX + receiver + "-message", new JsonPost(address.origin(), words));
        NamedBean.bind(context, PREFIX + receiver + "-client", address);
    }

    private static void bindAny(CamelContext context, AnyEndpoint any) {
        NamedBean.bind(context, PREFIX + "to-send", any);
        listen(context, (started, already) -> {
            if (any.leadsNowhere(started)) {
                LOG.warn(
                        "{} is a direct endpoint from which no route begins: no alert arrives there until one does",
                        AnyEndpoint.KEY);
            }
        });
    }

    private static void requireMail(CamelContext context, Settings settings) {
        if (settings.find(ReceiverSettings.MAIL_TO).isPresent()) {
            CamelComponents.require(context, settings.fullKey(ReceiverSettings.MAIL_TO), "smtp", "camel-mail", "");
        }
    }

    /** Only the standalone gateway reads the routes of receivers by itself; others may still come until then. */
    private static void onceStarted(CamelContext context, Settings settings) {
        listen(
                context,
                (started, already) -> ReceiverSettings.receivers().stream()
                        .filter(receiver -> settings.find(ReceiverSettings.asksFor(receiver))
                                .isPresent())
                        .filter(receiver -> started.getRoute(PREFIX + receiver) == null)
                        .forEach(receiver -> LOG.warn(
                                "{} is set, but nothing is sent: there is no route {}{}. Include the gateway's own by"
                                        + " camel.main.routes-include-pattern=classpath:openrouter/standalone/routes/alerts/{}.camel.yaml",
                                settings.fullKey(ReceiverSettings.asksFor(receiver)),
                                PREFIX,
                                receiver,
                                receiver)));
    }

    private static void listen(CamelContext context, StartupListener listener) {
        try {
            context.addStartupListener(listener);
        } catch (Exception e) {
            throw RuntimeCamelException.wrapRuntimeCamelException(e);
        }
    }
}
