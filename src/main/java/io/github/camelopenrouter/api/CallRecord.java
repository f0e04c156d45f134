/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.api;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one call when it has ended: immutable, and told once, whichever way the call came in. Null for what
 * nobody knows. Never a prompt, an answer or a key.
 *
 * @param id made by the gateway for every call (UUIDv7, RFC 9562), never taken from a client or the upstream
 * @param requestId the {@code x-request-id}, for people: it may repeat
 * @param time when its operation began; waiting at a door is not in it
 * @param gateway the name of the gateway that made it, empty for the unnamed one
 * @param door the path it came in by, {@code kamelet:<name>} or {@code direct}
 * @param stream whether an event stream was asked for
 * @param clientKey the label of the client's key
 * @param asked the model as the client named it
 * @param sent the model as it went up last
 * @param served the model as the answer names it
 * @param vendor the vendor of the model that went up last
 * @param upstreamKey the label of the key that was used last
 * @param status of the answer, before steps of a host's have changed it; null where nobody was there to get one
 * @param error what the answer said of itself where it was an error
 * @param attempts one for each time OpenRouter was to be called, in their order
 * @param usage what the answer says it has used; failed attempts say nothing of theirs
 * @param firstToken from that time to the first content, or the status of what is no stream
 * @param total from that time to the end of the answer
 */
public record CallRecord(
        String id,
        @Nullable String requestId,
        Instant time,
        String gateway,
        String door,
        Operation operation,
        boolean stream,
        @Nullable String clientKey,
        @Nullable String asked,
        @Nullable String sent,
        @Nullable String served,
        @Nullable String vendor,
        @Nullable String upstreamKey,
        @Nullable Integer status,
        Outcome outcome,
        @Nullable Error error,
        List<Attempt> attempts,
        TokenUsage usage,
        @Nullable Duration firstToken,
        Duration total) {

    /** How a call ended. */
    public enum Outcome {
        /** Its answer was whole. */
        COMPLETE,
        /** Its answer was an error, or the call failed. */
        ERROR,
        /** Its answer broke off. */
        TRUNCATED,
        /** Its client left, or whoever had the answer closed it before its end. */
        CANCELLED,
        /** The gateway did not make it. */
        REFUSED,
        /** The gateway stopped. */
        DRAINED;

        /** As records and logs write it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * An error as the client got it.
     *
     * @param code OpenRouter's or the gateway's, as text
     */
    public record Error(@Nullable String code, @Nullable String type) {}

    /**
     * One attempt to get an answer.
     *
     * @param status OpenRouter's, null where none came
     * @param generationId known as soon as there is a head; a failed attempt may have been billed, too
     * @param time from its begin to its end, without the wait before it
     */
    public record Attempt(
            @Nullable String model,
            @Nullable String vendor,
            @Nullable String upstreamKey,
            @Nullable Integer status,
            @Nullable String generationId,
            Duration time) {}
}
