/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Numbers the events of one Responses stream and keeps the items that are complete. */
final class ResponseEvents {

    private final ArrayNode output = Json.array();
    private int sequence;

    /** The items closed so far. */
    ArrayNode output() {
        return output;
    }

    SseEvent numbered(ObjectNode event) {
        return SseEvent.of(event.put("sequence_number", sequence++));
    }

    SseEvent snapshot(String type, ObjectNode response) {
        ObjectNode event = Json.object().put("type", type);
        return numbered(event.set("response", response));
    }

    /** Opens an item at the next output index. */
    SseEvent added(ObjectNode item) {
        return item("response.output_item.added", item);
    }

    /** Closes an item: what comes next has the next output index. */
    SseEvent done(ObjectNode item) {
        SseEvent event = item("response.output_item.done", item);
        output.add(item);
        return event;
    }

    /** The beginning of an event about the item that is open. */
    ObjectNode about(String itemId, String type) {
        return Json.object()
                .put("type", type)
                .put("output_index", output.size())
                .put("item_id", itemId);
    }

    private SseEvent item(String type, ObjectNode item) {
        ObjectNode event = Json.object().put("type", type).put("output_index", output.size());
        return numbered(event.set("item", item));
    }
}
