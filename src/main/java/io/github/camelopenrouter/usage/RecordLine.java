/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.camelopenrouter.api.CallRecord;
import io.github.camelopenrouter.api.TokenUsage;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A call's record as a line of JSON; absent is what nobody knows. */
public final class RecordLine {

    static final String SCHEMA = "camel-openrouter/usage/1";

    /** In bytes. */
    private static final int USUAL = 1_280;

    private static final byte[] BEGINNING = ("{\"schema\":\"" + SCHEMA + "\",\"id\":\"").getBytes(US_ASCII);
    private static final byte[] BEHIND_ID = "\",\"rev\":0,".getBytes(US_ASCII);

    private final LineJson line;
    private int attempts;

    private RecordLine(LineJson line) {
        this.line = line;
    }

    /** With its line break. */
    public static byte[] of(CallRecord call, String node) {
        return LineJson.write(USUAL, line -> new RecordLine(line).write(call, node));
    }

    /** The id of the call whose first record that is; null where it is another line, or somebody has written it otherwise. */
    public static @Nullable String firstOf(byte[] line) {
        int end = BEGINNING.length;
        while (end < line.length && line[end] != '"') {
            end++;
        }
        boolean isFirst = Arrays.mismatch(line, BEGINNING) == BEGINNING.length
                && line.length >= end + BEHIND_ID.length
                && Arrays.equals(line, end, end + BEHIND_ID.length, BEHIND_ID, 0, BEHIND_ID.length);
        return isFirst ? new String(line, BEGINNING.length, end - BEGINNING.length, US_ASCII) : null;
    }

    private void write(CallRecord call, String node) {
        line.word("schema", SCHEMA);
        line.word("id", call.id());
        line.number("rev", 0);
        line.text("request_id", call.requestId());
        line.text("parent", call.parent());
        line.time(call.time());
        line.word("gateway", call.gateway());
        line.word("node", node);
        line.text("door", call.door());
        line.text("operation", call.operationId());
        line.flag("stream", call.stream());
        line.client(call.client());
        line.tags(call.tags());
        model(call.model());
        line.text("vendor", call.vendor());
        line.text("provider", call.provider());
        line.text("upstream_key", call.upstreamKey());
        line.number("status", call.status());
        line.word("outcome", call.outcome().word());
        error(call.error());
        line.text("finish_reason", call.finishReason());
        line.objects("attempts", call.attempts(), this::attempt);
        tokens(call.usage());
        costs(call);
        times(call.times());
        bytes(call.bytes());
        line.text("session", call.session());
    }

    private void model(CallRecord.Model model) {
        line.object("model");
        line.text("asked", model.asked());
        line.text("sent", model.sent());
        line.text("served", model.served());
        line.end();
    }

    private void error(CallRecord.@Nullable Error error) {
        if (error != null) {
            line.object("error");
            line.text("code", error.code());
            line.text("type", error.type());
            line.end();
        }
    }

    private void attempt(CallRecord.Attempt attempt) {
        line.number("n", ++attempts);
        line.text("model", attempt.model());
        line.text("vendor", attempt.vendor());
        line.text("provider", attempt.provider());
        line.text("upstream_key", attempt.upstreamKey());
        line.number("status", attempt.status());
        line.text("generation_id", attempt.generationId());
        line.amount("cost", attempt.cost());
        line.amount("upstream_cost", attempt.upstreamCost());
        line.word("cost_source", attempt.costSource().word());
        line.millis("ms", attempt.time());
    }

    private void tokens(TokenUsage usage) {
        line.object("tokens");
        line.number("prompt", usage.prompt());
        line.number("cached", usage.cached());
        line.number("cache_write", usage.cacheWrite());
        line.number("completion", usage.completion());
        line.number("reasoning", usage.reasoning());
        line.number("total", usage.total());
        line.end();
        line.flag("byok", usage.byok());
    }

    private void costs(CallRecord call) {
        line.amount("cost", call.cost());
        line.amount("upstream_cost", call.upstreamCost());
        line.amount("spend", call.spend());
        line.word("cost_source", call.costSource().word());
        line.amount("estimate", call.estimate());
    }

    private void times(CallRecord.Times times) {
        line.object("ms");
        line.millis("queued", times.queued());
        line.millis("first_token", times.firstToken());
        line.millis("total", times.total());
        line.millis("overhead", times.overhead());
        line.end();
    }

    private void bytes(CallRecord.Bytes bytes) {
        line.object("bytes");
        line.number("request", bytes.request());
        line.number("response", bytes.response());
        line.end();
    }
}
