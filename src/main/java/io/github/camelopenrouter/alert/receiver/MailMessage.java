/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert.receiver;

import java.io.IOException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultMessage;

/**
 * Writes a notification as a mail in plain text. Nothing of the message before is left: camel-mail 4.18.0 takes headers for
 * addresses, and those that begin with {@code mail.smtp} for settings of its session (CVE-2026-46584).
 */
final class MailMessage implements Processor {

    private static final int LONGEST_SUBJECT = 200;

    @Override
    public void process(Exchange exchange) throws IOException {
        AlertMessage alert = AlertMessage.parse(exchange.getMessage().getBody(byte[].class));
        Message mail = new DefaultMessage(exchange.getContext());
        mail.setHeader("Subject", AlertMessage.bounded("[camel-openrouter] " + alert.title(), LONGEST_SUBJECT));
        mail.setHeader(
                "References",
                "<" + alert.key() + "@alerts.camel-openrouter>"); // one thread of a firing and its resolve
        mail.setHeader("Auto-Submitted", "auto-generated"); // RFC 3834: no answer from who is away
        mail.setBody(text(alert));
        exchange.setMessage(mail);
    }

    private static String text(AlertMessage alert) {
        StringBuilder text = new StringBuilder(alert.title()).append("\r\n\r\n");
        text.append(alert.text()).append("\r\n\r\n");
        alert.facts()
                .forEach((name, value) ->
                        text.append(name).append(": ").append(value).append("\r\n"));
        return text.toString();
    }
}
