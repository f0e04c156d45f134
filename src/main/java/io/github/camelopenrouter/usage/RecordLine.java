/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.github.camelopenrouter.api.CallRecord;
import io.github.camelopenrouter.api.Redaction;
import io.github.camelopenrouter.api.TokenUsage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call's record as a line of JSON; absent is what nobody knows. Amounts are texts with the digits that were billed,
 * times are milliseconds with their decimals, instants are UTC.
 */
final class RecordLine {

    static final String SCHEMA = "camel-openrouter/usage/1";

    /** The longest text in characters; names of models and ids are far shorter. */
    private static final int LONGEST = 256;

    private static final JsonFactory JSON = new JsonFactory();
    private static final DateTimeFormatter MILLIS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private final JsonGenerator json;

    private RecordLine(JsonGenerator json) {
        this.json = json;
    }

    /** With its line break. */
    static byte[] of(CallRecord call, String node) {
        try (ByteArrayBuilder bytes = new ByteArrayBuilder();
                JsonGenerator json = JSON.createGenerator(bytes)) {
            new RecordLine(json).write(call, node);
            json.writeRaw('\n');
            json.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // there is nothing that could fail in memory
        }
    }

    private void write(CallRecord call, String node) throws IOException {
        json.writeStartObject();
        json.writeStringField("schema", SCHEMA);
        json.writeStringField("id", call.id());
        json.writeNumberField("rev", 0);
        text("request_id", call.requestId());
        text("parent", call.parent());
        json.writeStringField("time", timeOf(call.time()));
        json.writeStringField("gateway", call.gateway());
        json.writeStringField("node", node);
        text("door", call.door());
        text("operation", call.operationId());
        json.writeBooleanField("stream", call.stream());
        client(call.client());
        model(call.model());
        text("vendor", call.vendor());
        text("provider", call.provider());
        text("upstream_key", call.upstreamKey());
        number("status", call.status());
        json.writeStringField("outcome", call.outcome().word());
        error(call.error());
        text("finish_reason", call.finishReason());
        attempts(call.attempts());
        tokens(call.usage());
        costs(call);
        times(call.times());
        bytes(call.bytes());
        text("session", call.session());
        json.writeEndObject();
    }

    static String timeOf(Instant time) {
        return MILLIS.format(time);
    }

    private void client(CallRecord.Client client) throws IOException {
        json.writeObjectFieldStart("client");
        text("key", client.key());
        text("team", client.team());
        text("user", client.user());
        text("end_user", client.endUser());
        json.writeEndObject();
    }

    private void model(CallRecord.Model model) throws IOException {
        json.writeObjectFieldStart("model");
        text("asked", model.asked());
        text("sent", model.sent());
        text("served", model.served());
        json.writeEndObject();
    }

    private void error(CallRecord.@Nullable Error error) throws IOException {
        if (error != null) {
            json.writeObjectFieldStart("error");
            text("code", error.code());
            text("type", error.type());
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
        text("model", attempt.model());
        text("vendor", attempt.vendor());
        text("provider", attempt.provider());
        text("upstream_key", attempt.upstreamKey());
        number("status", attempt.status());
        text("generation_id", attempt.generationId());
        amount("cost", attempt.cost());
        amount("upstream_cost", attempt.upstreamCost());
        json.writeStringField("cost_source", attempt.costSource().word());
        millis("ms", attempt.time());
        json.writeEndObject();
    }

    private void tokens(TokenUsage usage) throws IOException {
        json.writeObjectFieldStart("tokens");
        number("prompt", usage.prompt());
        number("cached", usage.cached());
        number("cache_write", usage.cacheWrite());
        number("completion", usage.completion());
        number("reasoning", usage.reasoning());
        number("total", usage.total());
        json.writeEndObject();
        if (usage.byok() != null) {
            json.writeBooleanField("byok", usage.byok());
        }
    }

    private void costs(CallRecord call) throws IOException {
        amount("cost", call.cost());
        amount("upstream_cost", call.upstreamCost());
        amount("spend", call.spend());
        json.writeStringField("cost_source", call.costSource().word());
    }

    private void times(CallRecord.Times times) throws IOException {
        json.writeObjectFieldStart("ms");
        millis("queued", times.queued());
        millis("first_token", times.firstToken());
        millis("total", times.total());
        millis("overhead", times.overhead());
        json.writeEndObject();
    }

    private void bytes(CallRecord.Bytes bytes) throws IOException {
        json.writeObjectFieldStart("bytes");
        number("request", bytes.request());
        json.writeNumberField("response", bytes.response());
        json.writeEndObject();
    }

    /** What a client or an upstream may have chosen is cut, and no key stands in it, pasted where none belongs. */
    private void text(String name, @Nullable String value) throws IOException {
        if (value != null) {
            String cut = value.length() > LONGEST ? value.substring(0, LONGEST) : value;
            json.writeStringField(name, cut.contains(Redaction.KEY_PREFIX) ? Redaction.maskKeysAnywhere(cut) : cut);
        }
    }

    private void number(String name, @Nullable Number value) throws IOException {
        if (value != null) {
            json.writeNumberField(name, value.longValue());
        }
    }

    private void amount(String name, @Nullable BigDecimal value) throws IOException {
        text(name, TokenUsage.plain(value));
    }

    private void millis(String name, @Nullable Duration value) throws IOException {
        if (value != null) {
            json.writeNumberField(name, BigDecimal.valueOf(value.toNanos() / 1000, 3));
        }
    }
}
