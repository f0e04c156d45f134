/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert.receiver;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What an incoming webhook of Slack takes: {@code text} for notifications, {@code blocks} to read. Sources:
 * https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks, .../reference/block-kit/blocks/section-block (text
 * up to 3000 characters, a field up to 2000, ten fields), .../messaging/formatting-message-text (what is escaped).
 */
final class SlackMessage {

    private static final int LONGEST_TEXT = 3000;
    private static final int LONGEST_FIELD = 2000;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private SlackMessage() {}

    static ObjectNode of(AlertMessage alert) {
        ObjectNode message = JSON.objectNode();
        message.put("text", escaped(alert.title() + " - " + alert.text(), LONGEST_TEXT));
        ArrayNode blocks = message.putArray("blocks");
        blocks.addObject()
                .put("type", "section")
                .set(
                        "text",
                        text((alert.isFiring() ? ":red_circle: " : ":large_green_circle: ")
                                + escaped(alert.title(), LONGEST_FIELD)));
        blocks.addObject().put("type", "section").set("text", text(escaped(alert.text(), LONGEST_TEXT)));
        ArrayNode fields = blocks.addObject().put("type", "section").putArray("fields");
        alert.facts()
                .forEach((name, value) -> fields.add(text("*" + name + "*\n" + escaped(value, LONGEST_FIELD - 50))));
        return message;
    }

    /** Verbatim: names of channels and addresses in it become no links. */
    private static ObjectNode text(String text) {
        return JSON.objectNode()
                .put("type", "mrkdwn")
                .put("text", text.isBlank() ? "-" : text)
                .put("verbatim", true);
    }

    /** Otherwise a name with {@code <!channel>} in it would call everybody. */
    private static String escaped(String text, int longest) {
        return AlertMessage.bounded(
                text,
                longest,
                raw -> raw.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"));
    }
}
