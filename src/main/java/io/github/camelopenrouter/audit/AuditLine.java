/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.audit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelopenrouter.api.AuditEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A line of a trail.
 *
 * @param seq its number in the trail of this machine
 * @param time when, by the machine's clock
 * @param prev the SHA-256 of the line in front of it, in hex
 * @param json all of it
 */
record AuditLine(long seq, Instant time, String prev, JsonNode json) {

    private static final JsonMapper JSON = new JsonMapper();

    /**
     * As it is written, without a line break.
     *
     * @param principal what the line is to call who has done it
     */
    static byte[] write(AuditEvent event, String principal, String node, ChainLink last, Instant now)
            throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            json.writeNumberField("seq", last.seq() + 1);
            json.writeStringField("node", node);
            json.writeStringField("time", now.truncatedTo(ChronoUnit.MILLIS).toString());
            write(event.actor(), principal, json);
            json.writeStringField("action", event.action());
            json.writeStringField("target", event.target());
            write("before", event.before(), json);
            write("after", event.after(), json);
            json.writeStringField("outcome", event.outcome().word());
            json.writeStringField("prev", last.hash());
            json.writeEndObject();
        }
        return line.toByteArray();
    }

    private static void write(AuditEvent.Actor actor, String principal, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("actor");
        json.writeStringField("principal", principal);
        json.writeArrayFieldStart("roles");
        for (String role : new TreeSet<>(actor.roles())) {
            json.writeString(role);
        }
        json.writeEndArray();
        json.writeStringField("address", actor.address());
        json.writeEndObject();
    }

    private static void write(String name, Map<String, ?> values, JsonGenerator json) throws IOException {
        json.writeFieldName(name);
        json.writePOJO(values.isEmpty() ? null : new TreeMap<>(values));
    }

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException saying what is wrong with it
     */
    static AuditLine parse(String text) {
        JsonNode json;
        try {
            json = JSON.readTree(text.getBytes(ISO_8859_1)); // bytes that were taken for characters
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("is no JSON", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot be read", e);
        }
        if (json == null
                || !json.path("seq").isIntegralNumber()
                || !json.path("prev").isTextual()) {
            throw new IllegalArgumentException("is no line of an audit");
        }
        try {
            return new AuditLine(
                    json.path("seq").longValue(),
                    Instant.parse(json.path("time").asText()),
                    json.path("prev").textValue(),
                    json);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("has no time", e);
        }
    }

    String action() {
        return json.path("action").asText();
    }

    /** What it calls who has done it. */
    String principal() {
        return json.path("actor").path("principal").asText();
    }

    String node() {
        return json.path("node").asText();
    }
}
