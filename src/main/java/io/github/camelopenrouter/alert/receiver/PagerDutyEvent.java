/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert.receiver;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * An event of PagerDuty's Events API v2, without its routing key, which {@link PagerDutyKey} puts on. {@code dedup_key}, up to
 * 255 characters, is the same for a firing and its resolve; {@code summary} has up to 1024. Source:
 * https://developer.pagerduty.com/docs/events-api-v2/trigger-events
 */
final class PagerDutyEvent {

    private static final int LONGEST_SUMMARY = 1024;

    private PagerDutyEvent() {}

    static ObjectNode of(AlertMessage alert) {
        ObjectNode event = JsonNodeFactory.instance
                .objectNode()
                .put("event_action", alert.isFiring() ? "trigger" : "resolve")
                .put("dedup_key", alert.key())
                .put("client", "camel-openrouter");
        ObjectNode payload = event.putObject("payload");
        payload.put(
                        "summary",
                        AlertMessage.bounded(
                                alert.alert() + ": " + alert.subject() + " - " + alert.text(), LONGEST_SUMMARY))
                .put("source", alert.node().isEmpty() ? "camel-openrouter" : alert.node())
                .put("severity", "error")
                .put("component", "camel-openrouter")
                .put("class", alert.alert());
        if (!alert.since().isEmpty()) {
            payload.put("timestamp", alert.since()); // an empty one would have the event refused for good
        }
        ObjectNode details = payload.putObject("custom_details");
        details.put("Subject", alert.subject());
        alert.facts().forEach(details::put);
        return event;
    }
}
