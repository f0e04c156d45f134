/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/** What a route may ask for of a record without reading its JSON, for which the gateway alone brings no language along. */
final class RecordHeaders {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String PREFIX = "CamelOpenRouterUsage";

    private RecordHeaders() {}

    /** Absent is what the record does not say. */
    static Map<String, Object> of(ExportedRecord record) {
        Map<String, Object> headers = new HashMap<>();
        headers.put(Parcel.ID, record.id());
        headers.put(Parcel.REVISION, record.revision());
        headers.put("Content-Type", "application/json");
        try {
            JsonNode json = JSON.readTree(record.json());
            JsonNode model = json.path("model");
            put(headers, "Time", json.path("time"));
            put(headers, "Operation", json.path("operation"));
            put(headers, "Outcome", json.path("outcome"));
            put(headers, "Key", json.path("client").path("key"));
            put(headers, "Team", json.path("client").path("team"));
            JsonNode name = model.path(model.has("served") ? "served" : "sent");
            put(headers, "Model", name);
            // as a route can put it into JSON of its own: the name is somebody else's
            headers.put(PREFIX + "ModelJson", name.isMissingNode() ? "null" : name.toString());
            put(headers, "PromptTokens", json.path("tokens").path("prompt"));
            put(headers, "CompletionTokens", json.path("tokens").path("completion"));
            put(headers, "Spend", json.path("spend"));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // it has been read before
        }
        return headers;
    }

    private static void put(Map<String, Object> headers, String name, JsonNode value) {
        if (value.isValueNode() && !value.isNull()) {
            headers.put(PREFIX + name, value.asText());
        }
    }
}
