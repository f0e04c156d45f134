/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A server-sent event.
 *
 * @param name null on every API but the Anthropic one
 * @param tokens of the model's that it carries
 */
record SseEvent(@Nullable String name, String data, int tokens) {

    static final SseEvent DONE = new SseEvent(null, "[DONE]", 0);

    static SseEvent of(ObjectNode data) {
        return new SseEvent(null, Json.write(data), 0);
    }

    /** Anthropic's events are named like their {@code type}. */
    static SseEvent named(ObjectNode data) {
        return new SseEvent(data.path("type").asText(), Json.write(data), 0);
    }

    /** The same with so many tokens more. */
    SseEvent with(int more) {
        return new SseEvent(name, data, tokens + more);
    }

    Step.Bytes step() {
        return Step.Bytes.of((name == null ? "" : "event: " + name + "\n") + "data: " + data + "\n\n");
    }
}
