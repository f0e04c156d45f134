/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.api.CallRecord.CostSource;
import io.github.camelopenrouter.api.CallRecord.Outcome;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A call that was under way when its process ended: what its begun lines tell of it. */
final class LostCall {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Of the call, and so of all its attempts alike. */
    private static final List<String> OF_CALL =
            List.of("request_id", "parent", "time", "gateway", "node", "door", "operation", "stream", "client", "tags");

    private final String id;
    private final SortedMap<Integer, JsonNode> attempts = new TreeMap<>();

    LostCall(String id) {
        this.id = id;
    }

    /** Another line of the call; of two for one attempt the later knows more. */
    void add(JsonNode begun) {
        attempts.put(begun.path("attempt").intValue(), begun);
    }

    /** The record in place of the one that nobody has written, with its line break. */
    byte[] line() {
        JsonNode last = requireNonNull(attempts.get(attempts.lastKey()));
        ObjectNode record = JSON.createObjectNode();
        record.put("schema", RecordLine.SCHEMA).put("id", id).put("rev", 0);
        OF_CALL.forEach(name -> copy(last, name, record, name));
        ObjectNode model = record.putObject("model");
        copy(last, "asked", model, "asked");
        copy(last, "model", model, "sent");
        vendor(last, record);
        copy(last, "upstream_key", record, "upstream_key");
        record.put("outcome", Outcome.LOST.word());
        ArrayNode made = record.putArray("attempts");
        attempts.forEach((n, begun) -> attempt(n, begun, made.addObject()));
        record.putObject("tokens");
        record.put("cost_source", CostSource.UNRESOLVED.word());
        estimate(record);
        record.putObject("ms");
        record.putObject("bytes");
        try {
            return (JSON.writeValueAsString(record) + '\n').getBytes(UTF_8);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e); // it has been read here
        }
    }

    private static void attempt(int n, JsonNode begun, ObjectNode attempt) {
        attempt.put("n", n);
        copy(begun, "model", attempt, "model");
        vendor(begun, attempt);
        copy(begun, "upstream_key", attempt, "upstream_key");
        copy(begun, "generation_id", attempt, "generation_id");
        attempt.put("cost_source", CostSource.UNRESOLVED.word());
    }

    private void estimate(ObjectNode record) {
        attempts.values().stream()
                .filter(begun -> begun.has("estimate"))
                .map(begun -> new BigDecimal(begun.path("estimate").asText()))
                .reduce(BigDecimal::add)
                .ifPresent(sum -> record.put("estimate", sum.toPlainString()));
    }

    /** What stands in front of the slash; {@code ~} marks a name that moves. */
    private static void vendor(JsonNode begun, ObjectNode to) {
        String model = begun.path("model").asText();
        int slash = model.indexOf('/');
        if (slash > 0) {
            to.put("vendor", model.substring(model.startsWith("~") ? 1 : 0, slash));
        }
    }

    private static void copy(JsonNode from, String name, ObjectNode to, String as) {
        if (from.has(name)) {
            to.set(as, from.get(name));
        }
    }
}
