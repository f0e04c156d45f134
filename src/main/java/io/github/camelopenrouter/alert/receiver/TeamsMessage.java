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
 * What a workflow of Microsoft Teams takes that posts to a channel or chat when a webhook request is received: a message with one
 * Adaptive Card, of at most 28 KB. Its words are runs of text, which know no Markdown, so that nobody's name becomes a link.
 * Sources: https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using,
 * https://adaptivecards.io/explorer (RichTextBlock and TextRun since 1.2).
 */
final class TeamsMessage {

    private static final String CARD = "application/vnd.microsoft.card.adaptive";

    private TeamsMessage() {}

    static ObjectNode of(AlertMessage alert) {
        ObjectNode message = JsonNodeFactory.instance.objectNode().put("type", "message");
        ObjectNode attachment = message.putArray("attachments").addObject();
        attachment.put("contentType", CARD).putNull("contentUrl");
        ObjectNode card = attachment.putObject("content");
        card.put("$schema", "http://adaptivecards.io/schemas/adaptive-card.json")
                .put("type", "AdaptiveCard")
                .put("version", "1.4");
        ArrayNode body = card.putArray("body");
        run(body, alert.title()).put("weight", "bolder").put("color", alert.isFiring() ? "attention" : "good");
        run(body, alert.text());
        alert.facts().forEach((name, value) -> run(body, name + ": " + value).put("isSubtle", true));
        return message;
    }

    private static ObjectNode run(ArrayNode body, String text) {
        return body.addObject()
                .put("type", "RichTextBlock")
                .putArray("inlines")
                .addObject()
                .put("type", "TextRun")
                .put("text", text.isBlank() ? "-" : text);
    }
}
