/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import io.github.camelopenrouter.api.BegunAttempt;
import io.github.camelopenrouter.api.CallRecord;
import io.github.camelopenrouter.api.CallRecord.CostSource;
import io.github.camelopenrouter.api.CallRecord.Outcome;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.api.TokenUsage;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records of calls that never were. */
public final class Records {

    private static final Instant TIME = Instant.parse("2026-08-04T12:00:00.250Z");

    private Records() {}

    /** All that can be known, with an attempt that failed. */
    public static CallRecord whole() {
        return new CallRecord(
                "019-a",
                "019-0",
                "req \"1\"\n",
                TIME,
                "b",
                "/v1/chat/completions",
                Operation.CHAT_COMPLETIONS,
                null,
                true,
                new CallRecord.Client("ci", "search", "ann", "9f"),
                Map.of("project", "a\"b", "env", "prod"),
                new CallRecord.Model("fast", "openai/gpt-4o", "openai/gpt-4o-2024"),
                "openai",
                "Azure",
                "main",
                200,
                Outcome.COMPLETE,
                null,
                "stop",
                List.of(
                        new CallRecord.Attempt(
                                "a/b", "a", null, "main", 502, "gen-0", null, null, CostSource.UNRESOLVED, millis(3)),
                        new CallRecord.Attempt(
                                "openai/gpt-4o",
                                "openai",
                                "Azure",
                                "main",
                                200,
                                "gen-1",
                                new BigDecimal("0.0000001200"),
                                new BigDecimal("1E-9"),
                                CostSource.ANSWER,
                                millis(40))),
                new TokenUsage(7L, 1L, 2L, 31L, 40L, 38L, new BigDecimal("0.0000001200"), new BigDecimal("1E-9"), true),
                new CallRecord.Times(millis(1), millis(20), millis(44), Duration.ofNanos(123_456)),
                new CallRecord.Bytes(210L, 5_000L),
                new BigDecimal("1.2E-7"),
                "00ff");
    }

    static BegunAttempt begun(String id) {
        return begun(id, null);
    }

    static BegunAttempt begun(String id, @Nullable String user) {
        return new BegunAttempt(
                id,
                null,
                "req_1",
                TIME,
                "",
                "/v1/chat/completions",
                "chat-completions",
                true,
                new CallRecord.Client("ci", null, user, null),
                Map.of(),
                1,
                "fast",
                "openai/gpt-4o",
                "main",
                null,
                null);
    }

    /** What is known of a call that was refused in front of everything. */
    public static CallRecord refused() {
        return refused("019-b");
    }

    static CallRecord of(String model, String door) {
        return refused("019-c", door, model);
    }

    static CallRecord refused(String id) {
        return refused(id, "direct", null);
    }

    static CallRecord by(CallRecord.Client client, Map<String, String> tags) {
        return by("019-b", TIME, client, tags);
    }

    static CallRecord by(String id, Instant time, CallRecord.Client client, Map<String, String> tags) {
        return refused(id, time, client, tags, "direct", null);
    }

    private static CallRecord refused(String id, String door, @Nullable String model) {
        return refused(id, TIME, new CallRecord.Client(null, null, null, null), Map.of(), door, model);
    }

    private static CallRecord refused(
            String id,
            Instant time,
            CallRecord.Client client,
            Map<String, String> tags,
            String door,
            @Nullable String model) {
        return new CallRecord(
                id,
                null,
                null,
                time,
                "",
                door,
                null,
                null,
                false,
                client,
                tags,
                new CallRecord.Model(model, null, null),
                null,
                null,
                null,
                400,
                Outcome.REFUSED,
                new CallRecord.Error(null, "invalid_request_error"),
                null,
                List.of(),
                TokenUsage.UNKNOWN,
                new CallRecord.Times(null, null, millis(2), Duration.ZERO),
                new CallRecord.Bytes(null, 0),
                null,
                null);
    }

    private static Duration millis(long count) {
        return Duration.ofMillis(count);
    }
}
