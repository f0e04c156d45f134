/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.api.AlertFinding;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A book as a document: {@code {"schema","synced","incidents":[…],"outbox":[…]}}. */
final class BookJson {

    private static final String SCHEMA = "camel-openrouter/alerts/1";
    private static final ObjectMapper JSON = new ObjectMapper();

    private BookJson() {}

    /** @param synced when it was the same as that of the store; null where there is none */
    static String write(Book book, @Nullable Instant synced) {
        ObjectNode all = JSON.createObjectNode().put("schema", SCHEMA);
        if (synced != null) {
            all.put("synced", synced.toString());
        }
        var incidents = all.putArray("incidents");
        book.incidents().values().forEach(incident -> write(incident, incidents.addObject()));
        var outbox = all.putArray("outbox");
        book.outbox().values().forEach(notification -> write(notification, outbox.addObject()));
        return all.toString();
    }

    private static void write(Incident incident, ObjectNode to) {
        write(incident.finding(), to.put("alert", incident.alert()));
        to.put("phase", word(incident.phase()))
                .put("since", incident.since().toString())
                .put("changed", incident.changed().toString())
                .put("node", incident.node());
        ObjectNode seen = to.putObject("seen");
        incident.seen().forEach((node, last) -> seen.put(node, last.toString()));
    }

    private static void write(AlertFinding finding, ObjectNode to) {
        to.put("subject", finding.subject()).put("text", finding.text());
        putUnlessNull(to, "value", finding.value());
        putUnlessNull(to, "threshold", finding.threshold());
    }

    private static void write(Notification notification, ObjectNode to) {
        write(notification.finding(), to.put("id", notification.id()).put("alert", notification.alert()));
        to.put("state", word(notification.state()))
                .put("since", notification.since().toString())
                .put("at", notification.at().toString())
                .put("node", notification.node());
        ObjectNode receivers = to.putObject("to");
        notification.to().forEach((receiver, delivery) -> write(delivery, receivers.putObject(receiver)));
    }

    private static void write(Delivery delivery, ObjectNode to) {
        to.put("state", word(delivery.state())).put("attempts", delivery.attempts());
        putUnlessNull(to, "by", delivery.by());
        putUnlessNull(
                to, "until", delivery.until() == null ? null : delivery.until().toString());
    }

    private static void putUnlessNull(ObjectNode to, String name, @Nullable String value) {
        if (value != null) {
            to.put(name, value);
        }
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** @throws IOException if it is none of ours */
    static Book read(String document) throws IOException {
        JsonNode all = tree(document);
        try {
            Map<Incident.Key, Incident> incidents = new LinkedHashMap<>();
            for (JsonNode one : all.path("incidents")) {
                Incident incident = incident(one);
                incidents.put(incident.key(), incident);
            }
            Map<String, Notification> outbox = new LinkedHashMap<>();
            for (JsonNode one : all.path("outbox")) {
                Notification notification = notification(one);
                outbox.put(notification.id(), notification);
            }
            return new Book(incidents, outbox);
        } catch (RuntimeException e) {
            throw new IOException("it is no book of alerts", e);
        }
    }

    /** When it was the same as that of the store; the epoch where it never was. */
    static Instant synced(String document) throws IOException {
        String synced = tree(document).path("synced").asText();
        try {
            return synced.isEmpty() ? Instant.EPOCH : Instant.parse(synced);
        } catch (DateTimeException e) {
            throw new IOException("its time is none", e);
        }
    }

    private static JsonNode tree(String document) throws IOException {
        JsonNode all = JSON.readTree(document);
        if (!all.path("schema").asText().equals(SCHEMA)) {
            throw new IOException("its schema is not " + SCHEMA);
        }
        return all;
    }

    private static Incident incident(JsonNode one) {
        Map<String, Instant> seen = new HashMap<>();
        one.path("seen")
                .properties()
                .forEach(entry ->
                        seen.put(entry.getKey(), Instant.parse(entry.getValue().asText())));
        return new Incident(
                one.path("alert").asText(),
                finding(one),
                Incident.Phase.valueOf(constant(one, "phase")),
                instant(one, "since"),
                instant(one, "changed"),
                one.path("node").asText(),
                seen);
    }

    private static AlertFinding finding(JsonNode one) {
        return new AlertFinding(
                one.path("subject").asText(),
                text(one, "value"),
                text(one, "threshold"),
                one.path("text").asText());
    }

    private static Notification notification(JsonNode one) {
        Map<String, Delivery> to = new HashMap<>();
        one.path("to").properties().forEach(entry -> to.put(entry.getKey(), delivery(entry.getValue())));
        return new Notification(
                one.path("id").asText(),
                one.path("alert").asText(),
                Notification.State.valueOf(constant(one, "state")),
                finding(one),
                instant(one, "since"),
                instant(one, "at"),
                one.path("node").asText(),
                to);
    }

    private static Delivery delivery(JsonNode one) {
        return new Delivery(
                Delivery.State.valueOf(constant(one, "state")),
                one.path("attempts").asInt(),
                text(one, "by"),
                one.has("until") ? instant(one, "until") : null);
    }

    private static Instant instant(JsonNode one, String name) {
        return Instant.parse(one.path(name).asText());
    }

    private static String constant(JsonNode one, String name) {
        return one.path(name).asText().toUpperCase(Locale.ROOT);
    }

    private static @Nullable String text(JsonNode one, String name) {
        return one.has(name) ? one.path(name).asText() : null;
    }
}
