/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.api;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one call when it has ended: immutable, and told once, whichever way the call came in. Null for what
 * nobody knows. Never a prompt, an answer or a key.
 *
 * @param id made by the gateway for every call (UUIDv7, RFC 9562), never taken from a client or the upstream
 * @param parent the id of the request at a door on whose way this call was made, a Kamelet's for example: that of its own
 *     call where it makes one
 * @param requestId the {@code x-request-id}, for people: it may repeat
 * @param time when it arrived
 * @param gateway the name of the gateway that made it, empty for the unnamed one
 * @param door the path it came in by, {@code kamelet:<name>} or {@code direct}
 * @param operation null where it was refused in front of any
 * @param passThrough which of OpenRouter's other paths it was for, by its name in the table ({@code rerank}); null for the
 *     operations that have a value of their own
 * @param stream whether an event stream was asked for
 * @param tags what the client or its route has put on it ({@code x-openrouter-tags})
 * @param vendor the vendor of the model that went up last
 * @param provider whom OpenRouter chose, as the answer names it
 * @param upstreamKey the label of the key that was used last
 * @param status of the answer, before steps of a host's have changed it; null where nobody was there to get one
 * @param error what the answer said of itself where it was an error
 * @param finishReason why the model stopped, in the words of the operation's API: {@code finish_reason}, {@code
 *     stop_reason}, or for responses the reason why it is incomplete, else its status
 * @param attempts one for each time OpenRouter was to be called, in their order
 * @param usage what the answer says it has used; what failed attempts cost stands with them
 * @param estimate what it may have cost at most or so, in US dollars, where its cost is estimated or unresolved and prices are
 *     known; null elsewhere
 * @param session a hash of the name of the session that it belongs to
 */
public record CallRecord(
        String id,
        @Nullable String parent,
        @Nullable String requestId,
        Instant time,
        String gateway,
        String door,
        @Nullable Operation operation,
        @Nullable String passThrough,
        boolean stream,
        Client client,
        Map<String, String> tags,
        Model model,
        @Nullable String vendor,
        @Nullable String provider,
        @Nullable String upstreamKey,
        @Nullable Integer status,
        Outcome outcome,
        @Nullable Error error,
        @Nullable String finishReason,
        List<Attempt> attempts,
        TokenUsage usage,
        Times times,
        Bytes bytes,
        @Nullable BigDecimal estimate,
        @Nullable String session) {

    public CallRecord {
        attempts = List.copyOf(attempts);
        tags = Map.copyOf(tags);
    }

    /**
     * What was asked for, in one word for metrics, logs and rules: {@code chat-completions}, {@code rerank}, {@code
     * audio-speech}; null where it was refused in front of any.
     */
    public @Nullable String operationId() {
        return passThrough != null || operation == null ? passThrough : operation.id();
    }

    /** What OpenRouter takes for all attempts together, in US dollars; null if nobody said. */
    public @Nullable BigDecimal cost() {
        BigDecimal sum = null;
        for (Attempt attempt : attempts) {
            sum = sum(sum, attempt.cost());
        }
        return sum;
    }

    /** What vendors take beside it, of calls with keys of the operator's there; null if nobody said. */
    public @Nullable BigDecimal upstreamCost() {
        BigDecimal sum = null;
        for (Attempt attempt : attempts) {
            sum = sum(sum, attempt.upstreamCost());
        }
        return sum;
    }

    /** All that the call costs; null if nobody said. */
    public @Nullable BigDecimal spend() {
        return sum(cost(), upstreamCost());
    }

    private static @Nullable BigDecimal sum(@Nullable BigDecimal one, @Nullable BigDecimal other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.add(other);
    }

    /** Where its cost is from: of its attempts' sources the one that is worth the least. */
    public CostSource costSource() {
        CostSource worst = CostSource.NONE;
        for (Attempt attempt : attempts) {
            worst = attempt.costSource().compareTo(worst) > 0 ? attempt.costSource() : worst;
        }
        return worst;
    }

    /** How a call ended. */
    public enum Outcome {
        /** Its answer was whole. */
        COMPLETE,
        /** Its answer was an error, or the call failed. */
        ERROR,
        /** Its answer broke off. */
        TRUNCATED,
        /** A filter did not let its answer through. */
        BLOCKED,
        /** Its client left, or whoever had the answer closed it before its end. */
        CANCELLED,
        /** The gateway did not make it. */
        REFUSED,
        /** A budget had no more for its answer. */
        BUDGET,
        /** The gateway stopped. */
        DRAINED,
        /** The gateway's process ended, and nobody knows how the call went. */
        LOST;

        private final String word = name().toLowerCase(Locale.ROOT);

        /** As records and logs write it. */
        public String word() {
            return word;
        }
    }

    /** Where the cost of an attempt is from, the best source first. */
    public enum CostSource {
        /** Nothing was sent that could cost anything. */
        NONE,
        /** The answer's own {@code usage}. */
        ANSWER,
        /** What OpenRouter has told later, when asked for what it generated. */
        GENERATION,
        /** Tokens times the prices of the model list, for an upstream that names no cost. */
        ESTIMATE,
        /** It may have cost something, and nobody has said what. */
        UNRESOLVED;

        private final String word = name().toLowerCase(Locale.ROOT);

        /** As records write it. */
        public String word() {
            return word;
        }
    }

    /**
     * Who called.
     *
     * @param key the label of the client's key
     * @param team whose calls these are
     * @param user the person or service that has signed in
     * @param endUser a hash of the request's own {@code user} or {@code metadata.user_id}
     */
    public record Client(
            @Nullable String key,
            @Nullable String team,
            @Nullable String user,
            @Nullable String endUser) {

        /** What logs call it, as {@link Principal#shown} does: the key's label, or else the user, as no key is called. */
        public @Nullable String label() {
            return Principal.shown(key, user);
        }
    }

    /**
     * The names of one model.
     *
     * @param asked as the client named it
     * @param sent as it went up last
     * @param served as the answer names it
     */
    public record Model(
            @Nullable String asked,
            @Nullable String sent,
            @Nullable String served) {}

    /**
     * How long what took.
     *
     * @param queued at a door of ours, until there was room
     * @param firstToken from the arrival to the first content, or to the answer that is no stream; null for errors
     * @param total from the arrival to the end of the answer
     * @param overhead the gateway's own part, with operators' steps: from the whole request to its first byte up, between
     *     attempts, and from the last byte down of a plain answer; not the waiting in the queue and before attempts, nor a
     *     host's own steps
     */
    public record Times(@Nullable Duration queued, @Nullable Duration firstToken, Duration total, Duration overhead) {

        /** The same of a call that was answered with an error, or not at all. */
        public Times withoutFirstToken() {
            return new Times(queued, null, total, overhead);
        }
    }

    /**
     * How much was transferred.
     *
     * @param request the body as it came in by a door
     * @param response of the answer, as far as it came
     */
    public record Bytes(@Nullable Long request, long response) {}

    /**
     * An error as the client got it.
     *
     * @param code OpenRouter's or the gateway's, as text
     */
    public record Error(@Nullable String code, @Nullable String type) {}

    /**
     * One attempt to get an answer.
     *
     * @param provider whom OpenRouter chose, where its answer says it
     * @param status OpenRouter's, null where none came
     * @param generationId known as soon as there is a head; a failed attempt may have been billed, too
     * @param cost what OpenRouter takes, in US dollars, null if nobody said
     * @param upstreamCost what the vendor takes beside it, where the key there is the operator's
     * @param time from its begin to its end, without the wait before it
     */
    public record Attempt(
            @Nullable String model,
            @Nullable String vendor,
            @Nullable String provider,
            @Nullable String upstreamKey,
            @Nullable Integer status,
            @Nullable String generationId,
            @Nullable BigDecimal cost,
            @Nullable BigDecimal upstreamCost,
            CostSource costSource,
            Duration time) {}
}
