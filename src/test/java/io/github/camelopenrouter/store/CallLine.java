/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.UUID;

/** A line of the journal as the gateway writes it, of a call that never was. */
public final class CallLine {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectNode record = JSON.createObjectNode();

    private CallLine(Instant time, long number) {
        UUID id = new UUID(time.toEpochMilli() << 16 | 0x7000 | number & 0xfff, 0x8000000000000000L | number);
        record.put("schema", "camel-openrouter/usage/1")
                .put("id", id.toString())
                .put("rev", 0);
        record.put("request_id", "req_" + number)
                .put("time", time.toString())
                .put("gateway", "")
                .put("node", "one");
        record.put("door", "/v1/chat/completions")
                .put("operation", "chat-completions")
                .put("stream", true);
        record.putObject("client").put("key", "ci").put("team", "red");
        record.putObject("model")
                .put("asked", "fast")
                .put("sent", "openai/gpt-4o")
                .put("served", "openai/gpt-4o-2024");
        record.put("vendor", "openai")
                .put("provider", "Azure")
                .put("upstream_key", "main")
                .put("status", 200);
        record.put("outcome", "complete").put("finish_reason", "stop");
        ArrayNode attempts = record.putArray("attempts");
        attempts.addObject()
                .put("n", 1)
                .put("model", "openai/gpt-4o")
                .put("status", 200)
                .put("upstream_key", "main")
                .put("generation_id", "gen-" + number)
                .put("cost_source", "answer");
        record.putObject("tokens").put("prompt", 7).put("completion", 3).put("total", 10);
        record.put("byok", false).put("cost_source", "answer");
        record.putObject("ms")
                .put("queued", 0.1)
                .put("first_token", 20.25)
                .put("total", 44.5)
                .put("overhead", 0.2);
        record.putObject("bytes").put("request", 210).put("response", 5_000);
    }

    static CallLine at(String time, long number) {
        return new CallLine(Instant.parse(time), number);
    }

    public static CallLine at(Instant time, long number) {
        return new CallLine(time, number);
    }

    public CallLine cost(String amount) {
        record.put("cost", amount).put("spend", amount);
        return this;
    }

    CallLine model(String served) {
        record.withObject("/model").put("served", served);
        return this;
    }

    CallLine team(String team) {
        record.withObject("/client").put("team", team);
        return this;
    }

    CallLine user(String user) {
        record.withObject("/client").put("user", user);
        return this;
    }

    CallLine tag(String name, String value) {
        record.withObject("/tags").put(name, value);
        return this;
    }

    CallLine total(double millis) {
        record.withObject("/ms").put("total", millis);
        return this;
    }

    CallLine with(String name, String value) {
        record.put(name, value);
        return this;
    }

    /** Nobody knows its cost yet. */
    CallLine unresolved() {
        record.put("cost_source", "unresolved");
        ((ObjectNode) record.path("attempts").get(0)).put("cost_source", "unresolved");
        return this;
    }

    /** What is known of the same call later. */
    CallLine rev(int rev) {
        record.put("rev", rev);
        return this;
    }

    String id() {
        return record.path("id").asText();
    }

    @Override
    public String toString() {
        return record.toString();
    }
}
