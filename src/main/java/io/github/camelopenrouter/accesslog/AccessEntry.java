/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.accesslog;

import io.github.camelopenrouter.api.TokenUsage;
import io.github.camelopenrouter.response.ResponseFacts;
import io.github.camelopenrouter.response.UsageReader;
import org.jspecify.annotations.Nullable;

/**
 * What the access log tells of one finished request; becomes its line when somebody asks for the text, which need not be
 * the thread that served the request.
 *
 * @param status what the client got, {@link #UNKNOWN} if nothing
 * @param bytes how many bytes of the body it got
 * @param firstNanos from the arrival to the head of the answer, {@link #UNKNOWN} if there was none
 * @param nanos from the arrival to the end of the answer
 */
record AccessEntry(
        String requestId,
        String method,
        @Nullable String path,
        int status,
        long bytes,
        RouteFacts route,
        long firstNanos,
        long nanos,
        String outcome) {

    static final int UNKNOWN = -1;

    @Override
    public String toString() {
        AccessLine line = new AccessLine()
                .text("id", requestId)
                .text("client", route.client())
                .text("method", method)
                .text("path", path);
        if (status == UNKNOWN) {
            line.unknown("status");
        } else {
            line.number("status", status);
        }
        line.text("model", route.requested())
                .text("sent", route.sent())
                .text("key", route.key())
                .flag("stream", route.stream())
                .number("attempts", route.attempts())
                .number("bytes", bytes);
        addUse(line);
        if (firstNanos == UNKNOWN) {
            line.unknown("first_ms");
        } else {
            line.time("first_ms", firstNanos);
        }
        return line.time("ms", nanos).text("outcome", outcome).toString();
    }

    private void addUse(AccessLine line) {
        ResponseFacts answer = route.answer();
        TokenUsage use = UsageReader.read(answer == null ? null : answer.usage());
        line.count("prompt_tokens", use.prompt())
                .count("completion_tokens", use.completion())
                .text("cost", TokenUsage.plain(use.cost()));
    }
}
