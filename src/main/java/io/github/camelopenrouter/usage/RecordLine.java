/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.camelopenrouter.api.CallRecord;
import io.github.camelopenrouter.api.TokenUsage;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A call's record as a line of JSON; absent is what nobody knows. */
final class RecordLine {

    static final String SCHEMA = "camel-openrouter/usage/1";

    private final LineJson line;
    private final JsonGenerator json;

    private RecordLine(LineJson line) {
        this.line = line;
        this.json = line.json();
    }

    /** With its line break. */
    static byte[] of(CallRecord call, String node) {
        return LineJson.write(line -> new RecordLine(line).write(call, node));
    }

    private void write(CallRecord call, String node) throws IOException {
        json.writeStringField("schema", SCHEMA);
        json.writeStringField("id", call.id());
        json.writeNumberField("rev", 0);
        line.text("request_id", call.requestId());
        line.text("parent", call.parent());
        line.time(call.time());
        json.writeStringField("gateway", call.gateway());
        json.writeStringField("node", node);
        line.text("door", call.door());
        line.text("operation", call.operationId());
        json.writeBooleanField("stream", call.stream());
        line.client(call.client());
        line.tags(call.tags());
        model(call.model());
        line.text("vendor", call.vendor());
        line.text("provider", call.provider());
        line.text("upstream_key", call.upstreamKey());
        line.number("status", call.status());
        json.writeStringField("outcome", call.outcome().word());
        error(call.error());
        line.text("finish_reason", call.finishReason());
        attempts(call.attempts());
        tokens(call.usage());
        costs(call);
        times(call.times());
        bytes(call.bytes());
        line.text("session", call.session());
    }

    private void model(CallRecord.Model model) throws IOException {
        json.writeObjectFieldStart("model");
        line.text("asked", model.asked());
        line.text("sent", model.sent());
        line.text("served", model.served());
        json.writeEndObject();
    }

    private void error(CallRecord.@Nullable Error error) throws IOException {
        if (error != null) {
            json.writeObjectFieldStart("error");
            line.text("code", error.code());
            line.text("type", error.type());
            json.writeEndObject();
        }
    }

    private void attempts(List<CallRecord.Attempt> attempts) throws IOException {
        json.writeArrayFieldStart("attempts");
        for (int n = 0; n < attempts.size(); n++) {
            attempt(n + 1, attempts.get(n));
        }
        json.writeEndArray();
    }

    private void attempt(int n, CallRecord.Attempt attempt) throws IOException {
        json.writeStartObject();
        json.writeNumberField("n", n);
        line.text("model", attempt.model());
        line.text("vendor", attempt.vendor());
        line.text("provider", attempt.provider());
        line.text("upstream_key", attempt.upstreamKey());
        line.number("status", attempt.status());
        line.text("generation_id", attempt.generationId());
        line.amount("cost", attempt.cost());
        line.amount("upstream_cost", attempt.upstreamCost());
        json.writeStringField("cost_source", attempt.costSource().word());
        line.millis("ms", attempt.time());
        json.writeEndObject();
    }

    private void tokens(TokenUsage usage) throws IOException {
        json.writeObjectFieldStart("tokens");
        line.number("prompt", usage.prompt());
        line.number("cached", usage.cached());
        line.number("cache_write", usage.cacheWrite());
        line.number("completion", usage.completion());
        line.number("reasoning", usage.reasoning());
        line.number("total", usage.total());
        json.writeEndObject();
        if (usage.byok() != null) {
            json.writeBooleanField("byok", usage.byok());
        }
    }

    private void costs(CallRecord call) throws IOException {
        line.amount("cost", call.cost());
        line.amount("upstream_cost", call.upstreamCost());
        line.amount("spend", call.spend());
        json.writeStringField("cost_source", call.costSource().word());
        line.amount("estimate", call.estimate());
    }

    private void times(CallRecord.Times times) throws IOException {
        json.writeObjectFieldStart("ms");
        line.millis("queued", times.queued());
        line.millis("first_token", times.firstToken());
        line.millis("total", times.total());
        line.millis("overhead", times.overhead());
        json.writeEndObject();
    }

    private void bytes(CallRecord.Bytes bytes) throws IOException {
        json.writeObjectFieldStart("bytes");
        line.number("request", bytes.request());
        json.writeNumberField("response", bytes.response());
        json.writeEndObject();
    }
}
