/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert.receiver;

import io.github.camelopenrouter.config.InstanceName;
import io.github.camelopenrouter.config.Section;
import io.github.camelopenrouter.config.Setting;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.config.SettingTypes;
import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.config.UrlTypes;
import io.github.camelopenrouter.webhook.StandardWebhooks;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;

/** Whom a process tells of what is wrong; all its gateways share their alerts. From files and the environment only. */
public final class ReceiverSettings {

    public static final Section SECTION = new Section();

    /** An address may hold a token in its path; those of Slack and Teams are nothing else. */
    static final Setting<URI> WEBHOOK = SECTION.optional(
            "alerts.webhook", UrlTypes.url().asSecret(), "The URL that alerts are sent to, see alert-receivers.md.");

    static final Setting<byte[]> WEBHOOK_SECRET = SECTION.optional(
            "alerts.webhook.secret",
            StandardWebhooks.secret(),
            "What they are signed with, by the headers of Standard Webhooks: `whsec_` and 24 to 64 bytes in Base64.");

    static final Setting<URI> SLACK = SECTION.optional(
            "alerts.slack", UrlTypes.url().asSecret(), "The URL of an incoming webhook of Slack that gets alerts.");

    static final Setting<URI> MSTEAMS = SECTION.optional(
            "alerts.msteams",
            UrlTypes.url().asSecret(),
            "The URL of a workflow of Microsoft Teams that gets alerts, as `When a Teams webhook request is received` has it.");

    static final Setting<String> PAGERDUTY = SECTION.optional(
            "alerts.pagerduty",
            SettingTypes.text().asSecret(),
            "The routing key of a service of PagerDuty that gets alerts, of its integration Events API v2.");

    /** No secret: the key is in the events, and there is no place for another. */
    static final Setting<URI> PAGERDUTY_URL = SECTION.setting(
            "alerts.pagerduty.url",
            UrlTypes.withoutQuery(),
            "https://events.pagerduty.com/v2/enqueue",
            "Where its events go, such as `https://events.eu.pagerduty.com/v2/enqueue`.");

    static final Setting<List<String>> MAIL_TO = SECTION.optional(
            "alerts.mail.to", MailTypes.addresses(), "Who gets alerts by mail, separated by commas; needs camel-mail.");

    static final Setting<MailTypes.Server> MAIL_SERVER = SECTION.optional(
            "alerts.mail.server", MailTypes.server(), "The mail server that they go through, `host:port`.");

    static final Setting<String> MAIL_FROM =
            SECTION.optional("alerts.mail.from", MailTypes.address(), "The address that they come from.");

    static final Setting<String> MAIL_USER = SECTION.optional(
            "alerts.mail.user", SettingTypes.text(), "The user name at that server, where it asks for one.");

    static final Setting<String> MAIL_PASSWORD =
            SECTION.optional("alerts.mail.password", SettingTypes.text().asSecret(), "The password at that server.");

    static final Setting<MailTypes.Tls> MAIL_TLS = SECTION.setting(
            "alerts.mail.tls",
            SettingTypes.word(MailTypes.Tls.class),
            "starttls",
            "`starttls` where it is offered, and always with a password; `required`; `implicit` from the first byte; `off`.");

    /** Anything that Camel can talk to could be named here, so nobody may who can only reach an interface of this process. */
    static final Setting<String> TO = SECTION.optional(
            "alerts.to",
            SettingTypes.text().asSecret(),
            "Any endpoint of Camel that gets alerts as the webhook does; from files and the environment only.");

    /** The setting that asks for each receiver, by its name. */
    private static final Map<String, Setting<?>> RECEIVERS = Map.of(
            "webhook", WEBHOOK, "slack", SLACK, "msteams", MSTEAMS, "pagerduty", PAGERDUTY, "mail", MAIL_TO, "to", TO);

    private ReceiverSettings() {}

    /** Whether anybody has asked for a receiver, or set what only makes sense with one. */
    public static boolean areGiven(CamelContext context, Settings gateway) {
        Settings process = ofProcess(context);
        return SECTION.settings().stream()
                .anyMatch(setting -> gateway.find(setting).isPresent()
                        || process.find(setting).isPresent());
    }

    static Set<String> receivers() {
        return RECEIVERS.keySet();
    }

    /** @throws IllegalArgumentException if there is no such receiver */
    static Setting<?> asksFor(String receiver) {
        Setting<?> setting = RECEIVERS.get(receiver);
        if (setting == null) {
            throw new IllegalArgumentException("There is no receiver " + receiver + " of alerts");
        }
        return setting;
    }

    static Settings ofProcess(CamelContext context) {
        return Settings.loadOnly(
                context, InstanceName.UNNAMED, SECTION.settings().toArray(Setting<?>[]::new));
    }

    static boolean isGiven(CamelContext context, Setting<?> setting) {
        return Settings.loadOnly(context, InstanceName.UNNAMED, setting)
                .find(setting)
                .isPresent();
    }

    /** @throws SettingException if one is set without what it needs */
    static void check(Settings settings) {
        needs(settings, WEBHOOK_SECRET, WEBHOOK);
        needs(settings, PAGERDUTY_URL, PAGERDUTY);
        needs(settings, MAIL_TLS, MAIL_TO);
        needs(settings, MAIL_TO, MAIL_SERVER);
        needs(settings, MAIL_TO, MAIL_FROM);
        needs(settings, MAIL_SERVER, MAIL_TO);
        needs(settings, MAIL_FROM, MAIL_TO);
        needs(settings, MAIL_USER, MAIL_TO);
        needs(settings, MAIL_USER, MAIL_PASSWORD);
        needs(settings, MAIL_PASSWORD, MAIL_USER);
    }

    private static void needs(Settings settings, Setting<?> setting, Setting<?> other) {
        if (settings.find(setting).isPresent() && settings.find(other).isEmpty()) {
            throw new SettingException(
                    settings.fullKey(setting) + " is set, but not " + settings.fullKey(other) + ": set it, too.");
        }
    }
}
