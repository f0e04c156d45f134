/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * A record of the journal, read.
 *
 * @param line as the journal has it, without its line break
 * @param json what stands in it
 */
public record UsageRecord(byte[] line, JsonNode json, UUID id, int rev, Instant time) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** @throws IllegalArgumentException if it is none: somebody has damaged the line */
    public static UsageRecord parse(byte[] line) {
        try {
            JsonNode json = JSON.readTree(line);
            return new UsageRecord(
                    line,
                    json,
                    UUID.fromString(json.path("id").asText()),
                    json.path("rev").intValue(),
                    UsageGroup.timeOf(json));
        } catch (IOException | DateTimeException e) {
            throw new IllegalArgumentException("no record of a call", e);
        }
    }

    /** Whether a later revision may come: it has a cost that is still asked for. */
    public boolean mayChange() {
        return Revision.canBeAskedFor(json);
    }

    /** That in which the call has arrived. */
    public Instant hour() {
        return time.truncatedTo(ChronoUnit.HOURS);
    }

    /** All that reports tell calls of an hour apart by, in the same places as in a record. */
    public ObjectNode dimensions() {
        ObjectNode dimensions = JSON.createObjectNode();
        dimensions.putObject("model").put("served", UsageGroup.model(json.path("model")));
        dimensions.put("operation", json.path("operation").asText());
        JsonNode client = json.path("client");
        dimensions
                .putObject("client")
                .put("team", client.path("team").asText())
                .put("key", client.path("key").asText())
                .put("user", client.path("user").asText());
        dimensions.set("tags", json.path("tags").isObject() ? json.path("tags") : JSON.createObjectNode());
        return dimensions;
    }
}
