/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert.receiver;

import io.github.camelopenrouter.config.Settings;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.component.mail.MailComponent;
import org.apache.camel.component.mail.MailConfiguration;
import org.apache.camel.component.mail.MailEndpoint;
import org.apache.camel.support.DefaultComponent;

/**
 * The mail server of the settings as {@code openrouter-alerts-smtp:mail}: neither its password nor who gets mail stands in an
 * address, and what a host sets of Camel's own component is about its own mail.
 */
final class MailServerComponent extends DefaultComponent {

    private static final int TIMEOUT_MILLIS = 30_000;

    private final MailConfiguration configuration;
    private final MailComponent mail;

    MailServerComponent(CamelContext context, Settings settings) {
        super(context);
        this.configuration = configuration(context, settings);
        this.mail = new MailComponent(context);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        return new MailEndpoint(uri, mail, configuration);
    }

    private static MailConfiguration configuration(CamelContext context, Settings settings) {
        MailTypes.Server server = settings.find(ReceiverSettings.MAIL_SERVER).orElseThrow();
        MailTypes.Tls tls = settings.get(ReceiverSettings.MAIL_TLS);
        String protocol = tls == MailTypes.Tls.IMPLICIT ? "smtps" : "smtp";
        boolean hasPassword = settings.find(ReceiverSettings.MAIL_PASSWORD).isPresent();
        MailConfiguration mail = new MailConfiguration(context);
        mail.configureProtocol(protocol);
        mail.setHost(server.host());
        mail.setPort(server.port());
        settings.find(ReceiverSettings.MAIL_USER).ifPresent(mail::setUsername);
        settings.find(ReceiverSettings.MAIL_PASSWORD).ifPresent(mail::setPassword);
        mail.setFrom(settings.find(ReceiverSettings.MAIL_FROM).orElseThrow());
        mail.setTo(String.join(",", settings.find(ReceiverSettings.MAIL_TO).orElse(List.of())));
        mail.setSslContextParameters(context.getSSLContextParameters()); // of camel.ssl.…; null for those of the JVM
        mail.setContentType("text/plain; charset=UTF-8");
        mail.setConnectionTimeout(TIMEOUT_MILLIS);
        mail.setAdditionalJavaMailProperties(session("mail." + protocol + ".", tls, hasPassword));
        return mail;
    }

    /** Source: the properties of org.eclipse.angus.mail.smtp. */
    private static Properties session(String prefix, MailTypes.Tls tls, boolean hasPassword) {
        boolean starttls = tls == MailTypes.Tls.STARTTLS || tls == MailTypes.Tls.REQUIRED;
        Properties session = new Properties();
        session.setProperty(prefix + "starttls.enable", String.valueOf(starttls));
        session.setProperty(
                prefix + "starttls.required", String.valueOf(tls == MailTypes.Tls.REQUIRED || starttls && hasPassword));
        session.setProperty(prefix + "ssl.checkserveridentity", "true");
        session.setProperty(prefix + "auth", String.valueOf(hasPassword));
        for (String wait : List.of("connectiontimeout", "timeout", "writetimeout")) {
            session.setProperty(prefix + wait, String.valueOf(TIMEOUT_MILLIS));
        }
        return session;
    }
}
