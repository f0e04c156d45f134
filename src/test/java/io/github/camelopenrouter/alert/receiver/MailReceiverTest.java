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

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.github.camelopenrouter.testing.LogRecorder;
import jakarta.mail.Message;
import jakarta.mail.internet.MimeMessage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a mail server gets. */
@Timeout(60)
class MailReceiverTest {

    private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private String[] settings() {
        return new String[] {
            "mail.to=ops@example.com, second@example.com",
            "mail.from=gateway@example.com",
            "mail.server=127.0.0.1:" + server.getSmtp().getPort()
        };
    }

    @Test
    void whatAClientOrAStepHasNamedChangesNeitherTheMailNorItsWay() throws Exception {
        try (Routes routes = Routes.start(settings())) {
            Exchange sent = routes.send(
                    "mail",
                    Routes.alert("firing", "modèle/日本\r\nBcc: evil@example.com\r\n\r\nmail.smtp.host"),
                    Map.of(
                            "mail.smtp.host", "127.0.0.2",
                            "mail.smtps.host", "127.0.0.2",
                            "To", "evil@example.com",
                            "Bcc", "evil@example.com",
                            "From", "evil@example.com",
                            "Subject", "evil"));
            assertThat(sent.getException()).isNull();

            MimeMessage[] mails = server.getReceivedMessages();
            assertThat(mails).hasSize(2); // one for each address
            MimeMessage mail = mails[0];
            assertThat(mail.getSubject())
                    .isEqualTo("[camel-openrouter] firing: budget: modèle/日本  Bcc: evil@example.com    mail.smtp.host");
            assertThat(mail.getFrom()).extracting(Object::toString).containsExactly("gateway@example.com");
            assertThat(mail.getRecipients(Message.RecipientType.TO))
                    .extracting(Object::toString)
                    .containsExactly("ops@example.com", "second@example.com");
            assertThat(mail.getRecipients(Message.RecipientType.BCC)).isNull();
            assertThat(mail.getContentType()).isEqualToIgnoringCase("text/plain; charset=UTF-8");
            assertThat(mail.getContent().toString())
                    .contains(
                            "80 % of the budget is used",
                            "modèle/日本", "Since: 2026-11-30T05:12:00Z", "Incident: budget-");
            assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
            assertThat(mail.getHeader("OpenRouterAlertId")).isNull();
        }
    }

    @Test
    void aResolveStandsInTheThreadOfItsFiring() throws Exception {
        try (Routes routes = Routes.start(settings())) {
            routes.send("mail", Routes.alert("firing", "a"));
            routes.send("mail", Routes.alert("resolved", "a"));
            MimeMessage[] mails = server.getReceivedMessages();
            assertThat(mails).hasSize(4);
            assertThat(mails)
                    .extracting(mail -> mail.getHeader("References", null))
                    .containsOnly(mails[0].getHeader("References", null));
            assertThat(mails)
                    .extracting(MimeMessage::getSubject)
                    .containsOnly("[camel-openrouter] firing: budget: a", "[camel-openrouter] resolved: budget: a");
        }
    }

    @Test
    void aPasswordDoesNotGoOverAnOpenConnectionUnlessItIsTo() throws Exception {
        server.setUser("user", "canary-password");
        String[] more = {"mail.user=user", "mail.password=canary-password"};
        try (LogRecorder log = LogRecorder.record();
                Routes routes = Routes.start(with(settings(), more))) {
            Exchange refused = routes.send("mail", Routes.alert("firing", "a"));
            StringWriter trace = new StringWriter();
            refused.getException().printStackTrace(new PrintWriter(trace));
            assertThat(trace.toString()).contains("STARTTLS is required").doesNotContain("canary");
            assertThat(server.getReceivedMessages()).isEmpty();
            assertThat(log.lines()).noneMatch(line -> line.contains("canary"));
        }
        try (Routes routes = Routes.start(with(settings(), more[0], more[1], "mail.tls=off"))) {
            assertThat(routes.send("mail", Routes.alert("firing", "a")).getException())
                    .isNull();
            assertThat(server.getReceivedMessages()).hasSize(2);
        }
    }

    private static String[] with(String[] settings, String... more) {
        return Stream.of(settings, more).flatMap(Arrays::stream).toArray(String[]::new);
    }
}
