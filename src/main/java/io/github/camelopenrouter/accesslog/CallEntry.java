/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.accesslog;

import io.github.camelopenrouter.api.CallRecord;
import io.github.camelopenrouter.api.TokenUsage;
import java.time.Duration;

/** The line of a call that came in by no door of ours, so without a method, and with the bytes that OpenRouter sent. */
record CallEntry(CallRecord call) {

    @Override
    public String toString() {
        AccessLine line = new AccessLine()
                .text("id", call.requestId() == null ? call.id() : call.requestId())
                .text("client", call.client().label())
                .unknown("method")
                .text("path", call.door())
                .count("status", call.status() == null ? null : call.status().longValue())
                .text("model", call.model().asked())
                .text("sent", call.model().sent())
                .text("key", call.upstreamKey())
                .flag("stream", call.stream())
                .number("attempts", call.attempts().size())
                .number("bytes", call.bytes().response())
                .count("prompt_tokens", call.usage().prompt())
                .count("completion_tokens", call.usage().completion())
                .text("cost", TokenUsage.plain(call.usage().cost()));
        Duration first = call.times().firstToken();
        if (first == null) {
            line.unknown("first_ms");
        } else {
            line.time("first_ms", first.toNanos());
        }
        return line.time("ms", call.times().total().toNanos())
                .text("outcome", call.outcome().word())
                .toString();
    }
}
