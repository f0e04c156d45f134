/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.metrics;

import io.github.camelopenrouter.api.CallRecord;
import io.github.camelopenrouter.api.CallRecord.Attempt;
import io.github.camelopenrouter.api.CallRecord.CostSource;
import io.github.camelopenrouter.api.CallRecord.Outcome;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.api.TokenUsage;
import io.github.camelopenrouter.upstream.Vendor;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Records of calls that never were: a stream of 11 tokens in three seconds, the first one after one. */
final class EndedCall {

    private EndedCall() {}

    static CallRecord of(String model) {
        return of(model, new CallRecord.Client(null, null, null, null), attempt(200, "0.25"));
    }

    static CallRecord of(String model, CallRecord.Client client, Attempt... attempts) {
        return of(model, model, client, attempts);
    }

    /** One that another model answered than was asked for. */
    static CallRecord served(String model, String served) {
        return of(model, served, new CallRecord.Client(null, null, null, null), attempt(200, "0.25"));
    }

    private static CallRecord of(String model, String served, CallRecord.Client client, Attempt... attempts) {
        return new CallRecord(
                "019-a",
                null,
                "req_1",
                Instant.EPOCH,
                "",
                "/v1/chat/completions",
                Operation.CHAT_COMPLETIONS,
                null,
                true,
                client,
                Map.of(),
                new CallRecord.Model(model, model, served),
                Vendor.of(model),
                "Azure",
                "main",
                200,
                Outcome.COMPLETE,
                null,
                "stop",
                List.of(attempts),
                new TokenUsage(7L, null, null, 11L, null, 18L, null, null, null),
                new CallRecord.Times(null, Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofMillis(2)),
                new CallRecord.Bytes(1L, 1),
                null,
                null);
    }

    /** One that was refused in front of everything, with an error of this type. */
    static CallRecord refused(String errorType) {
        return new CallRecord(
                "019-b",
                null,
                "req_1",
                Instant.EPOCH,
                "",
                "/v1/chat/completions",
                null,
                null,
                false,
                new CallRecord.Client(null, null, null, null),
                Map.of(),
                new CallRecord.Model(null, null, null),
                null,
                null,
                null,
                null,
                Outcome.REFUSED,
                new CallRecord.Error(null, errorType),
                null,
                List.of(),
                TokenUsage.UNKNOWN,
                new CallRecord.Times(null, null, Duration.ofMillis(1), Duration.ofMillis(1)),
                new CallRecord.Bytes(1L, 1),
                null,
                null);
    }

    /** Attempts that ended so, the last one with success; 0 for no answer. */
    static Attempt[] attempts(int... failures) {
        return Stream.concat(
                        Arrays.stream(failures).mapToObj(status -> attempt(status, null)),
                        Stream.of(attempt(200, "0.25")))
                .toArray(Attempt[]::new);
    }

    static Attempt attempt(int status, String cost) {
        return new Attempt(
                "openai/gpt-4o",
                "openai",
                null,
                "main",
                status == 0 ? null : status,
                null,
                cost == null ? null : new BigDecimal(cost),
                null,
                CostSource.ANSWER,
                Duration.ofSeconds(1));
    }
}
