/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.tracing;

import static io.opentelemetry.api.common.AttributeKey.booleanKey;
import static io.opentelemetry.api.common.AttributeKey.doubleKey;
import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringArrayKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;

import io.github.camelopenrouter.api.CallRecord.Outcome;
import io.github.camelopenrouter.api.Redaction;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of our spans. Those without {@code openrouter} in front are OpenTelemetry's (source: its semantic conventions
 * for generative AI and for HTTP). None of them is a prompt, an answer or a key.
 */
final class SpanKeys {

    static final AttributeKey<String> REQUEST_METHOD = stringKey("http.request.method");
    static final AttributeKey<Long> RESEND_COUNT = longKey("http.request.resend_count");
    static final AttributeKey<Long> STATUS = longKey("http.response.status_code");
    static final AttributeKey<String> URL_PATH = stringKey("url.path");
    static final AttributeKey<String> URL_SCHEME = stringKey("url.scheme");
    static final AttributeKey<String> SERVER_ADDRESS = stringKey("server.address");
    static final AttributeKey<Long> SERVER_PORT = longKey("server.port");
    static final AttributeKey<String> ERROR_TYPE = stringKey("error.type");

    static final AttributeKey<String> OPERATION_NAME = stringKey("gen_ai.operation.name");
    static final AttributeKey<String> REQUEST_MODEL = stringKey("gen_ai.request.model");
    static final AttributeKey<String> RESPONSE_MODEL = stringKey("gen_ai.response.model");
    static final AttributeKey<String> RESPONSE_ID = stringKey("gen_ai.response.id");
    static final AttributeKey<List<String>> FINISH_REASONS = stringArrayKey("gen_ai.response.finish_reasons");
    static final AttributeKey<String> PROVIDER_NAME = stringKey("gen_ai.provider.name");
    static final AttributeKey<Long> INPUT_TOKENS = longKey("gen_ai.usage.input_tokens");
    static final AttributeKey<Long> OUTPUT_TOKENS = longKey("gen_ai.usage.output_tokens");
    static final AttributeKey<Long> CACHED_TOKENS = longKey("gen_ai.usage.cache_read.input_tokens");
    static final AttributeKey<Long> CACHE_WRITE_TOKENS = longKey("gen_ai.usage.cache_creation.input_tokens");

    static final AttributeKey<String> CALL_ID = stringKey("openrouter.call_id");
    static final AttributeKey<String> REQUEST_ID = stringKey("openrouter.request_id");
    static final AttributeKey<String> GATEWAY = stringKey("openrouter.gateway");
    static final AttributeKey<String> DOOR = stringKey("openrouter.door");
    static final AttributeKey<String> OPERATION = stringKey("openrouter.operation");
    static final AttributeKey<String> OUTCOME = stringKey("openrouter.outcome");
    static final AttributeKey<Boolean> STREAM = booleanKey("openrouter.stream");
    static final AttributeKey<String> CLIENT_KEY = stringKey("openrouter.client.key");
    static final AttributeKey<String> TEAM = stringKey("openrouter.client.team");
    static final AttributeKey<Long> ATTEMPTS = longKey("openrouter.attempts");
    static final AttributeKey<Long> ATTEMPT = longKey("openrouter.attempt");
    static final AttributeKey<String> UPSTREAM_KEY = stringKey("openrouter.upstream_key");
    static final AttributeKey<String> PROVIDER = stringKey("openrouter.provider");
    static final AttributeKey<Long> REASONING_TOKENS = longKey("openrouter.reasoning_tokens");
    static final AttributeKey<Double> COST = doubleKey("openrouter.cost");
    static final AttributeKey<Double> UPSTREAM_COST = doubleKey("openrouter.upstream_cost");
    static final AttributeKey<Double> SPEND = doubleKey("openrouter.spend");
    static final AttributeKey<String> COST_SOURCE = stringKey("openrouter.cost_source");

    /** What others have written is cut there. */
    private static final int LONGEST = 256;

    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    private SpanKeys() {}

    static void set(Span span, AttributeKey<String> key, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            span.setAttribute(key, text(value));
        }
    }

    /** What others may have chosen, as a span may have it, in its name too: cut, and without keys, pasted where none belongs. */
    static String text(String value) {
        return Redaction.start(value, LONGEST);
    }

    /** A list of one, if it is a word: an upstream that says more says something else. */
    static void finished(Span span, @Nullable String reason) {
        String known = word(reason);
        if (known != null) {
            span.setAttribute(FINISH_REASONS, List.of(known));
        }
    }

    static void count(Span span, AttributeKey<Long> key, @Nullable Long value) {
        if (value != null) {
            span.setAttribute(key, value);
        }
    }

    /** Near enough for a span; the digits stand in the journal. */
    static void amount(Span span, AttributeKey<Double> key, @Nullable BigDecimal value) {
        if (value != null) {
            span.setAttribute(key, value.doubleValue());
        }
    }

    /** The same text, if it is a word and no sentence. */
    static @Nullable String word(@Nullable String text) {
        return text != null && WORD.matcher(text).matches() ? text(text) : null;
    }

    /** As the conventions call it where they know it. */
    static String genAiOperation(@Nullable String operation) {
        return operation == null
                ? "none"
                : switch (operation) {
                    case "chat-completions", "messages", "responses" -> "chat";
                    case "completions" -> "text_completion";
                    default -> operation;
                };
    }

    /** Who leaves has seen no error. */
    static boolean isFailure(Outcome outcome) {
        return outcome != Outcome.COMPLETE && outcome != Outcome.CANCELLED;
    }
}
