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

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.api.AuditEvent;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

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

    /** As it is written, without a line break. */
    static byte[] write(AuditEvent event, String node, ChainLink last, Instant now) throws IOException {
        ObjectNode line = JSON.createObjectNode();
        line.put("seq", last.seq() + 1);
        line.put("node", node);
        line.put("time", now.truncatedTo(ChronoUnit.MILLIS).toString());
        ObjectNode actor =
                line.putObject("actor").put("principal", event.actor().principal());
        event.actor().roles().stream().sorted().forEach(actor.withArray("roles")::add);
        actor.put("address", event.actor().address());
        line.put("action", event.action());
        line.put("target", event.target());
        line.set("before", json(event.before()));
        line.set("after", json(event.after()));
        line.put("outcome", event.outcome().word());
        line.put("prev", last.hash());
        return JSON.writeValueAsBytes(line);
    }

    private static @Nullable JsonNode json(Map<String, ?> values) {
        return values.isEmpty() ? null : JSON.valueToTree(new TreeMap<>(values));
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

    String node() {
        return json.path("node").asText();
    }
}
