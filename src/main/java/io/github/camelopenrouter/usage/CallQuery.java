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

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which calls of the journal are wanted; what is null says nothing.
 *
 * @param from the first moment of their arrival
 * @param to the first moment behind them
 * @param start where, from the newest to the oldest, the page begins
 * @param limit how many at most
 * @param generation OpenRouter's id of what an attempt has generated
 */
public record CallQuery(
        @Nullable String requestId,
        @Nullable String id,
        @Nullable String key,
        @Nullable String team,
        @Nullable String user,
        @Nullable String model,
        @Nullable Integer status,
        @Nullable String outcome,
        @Nullable Instant from,
        @Nullable Instant to,
        PageStart start,
        int limit,
        @Nullable String generation) {

    /** What may be asked for. */
    public static final Set<String> NAMES = Set.of(
            "request_id", "id", "key", "team", "user", "model", "status", "outcome", "from", "to", "after", "limit");

    private static final Set<String> OUTCOMES = Set.of(
            "complete", "error", "truncated", "cancelled", "refused", "blocked", "drained", "budget", "cached", "lost");

    private static final int PAGE = 100;
    private static final int LARGEST_PAGE = 1000;
    static final String UUID_TEXT = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

    /** Stands in a line of JSON as it is. */
    private static final Pattern UNESCAPED = Pattern.compile("[\\w.:@+-]+");

    /**
     * As texts say it.
     *
     * @param given by {@link #NAMES}
     * @throws IllegalArgumentException with a sentence that says what is wrong
     */
    public static CallQuery parse(Map<String, String> given) {
        UsageQuery period = UsageQuery.parse(given.get("from"), given.get("to"), null, null);
        return new CallQuery(
                given.get("request_id"),
                read(given, "id", CallQuery::uuid),
                given.get("key"),
                given.get("team"),
                given.get("user"),
                given.get("model"),
                read(given, "status", text -> number("status", text, 100, 599)),
                read(given, "outcome", CallQuery::outcome),
                period.from(),
                period.to(),
                given.containsKey("after") ? PageStart.parse(given.get("after")) : PageStart.NEWEST,
                given.containsKey("limit") ? number("limit", given.get("limit"), 1, LARGEST_PAGE) : PAGE,
                null);
    }

    /** The call, whosever, that has made this. */
    public static CallQuery ofGeneration(String id) {
        return new CallQuery(null, null, null, null, null, null, null, null, null, null, PageStart.NEWEST, 1, id);
    }

    /** Whether the line of a call that is wanted could look like this; spares most lines of a long search. */
    boolean mayBe(byte[] line) {
        return Stream.of(id, requestId, generation)
                .filter(text -> text != null && UNESCAPED.matcher(text).matches())
                .allMatch(text -> contains(line, text.getBytes(US_ASCII)));
    }

    boolean matches(JsonNode record) {
        JsonNode models = record.path("model");
        return is(id, record.path("id"))
                && is(requestId, record.path("request_id"))
                && (generation == null || hasGenerated(record))
                && is(key, record.at("/client/key"))
                && is(team, record.at("/client/team"))
                && is(user, record.at("/client/user"))
                && (model == null
                        || Stream.of("asked", "sent", "served").anyMatch(name -> is(model, models.path(name))))
                && (status == null || record.path("status").asInt() == status)
                && is(outcome, record.path("outcome"))
                && start.leavesCall(record.path("id").asText())
                && isWithin(record);
    }

    private boolean hasGenerated(JsonNode record) {
        for (JsonNode attempt : record.path("attempts")) {
            if (is(generation, attempt.path("generation_id"))) {
                return true;
            }
        }
        return false;
    }

    /** Whether no call that has arrived before this moment is wanted. */
    boolean wantsNothingBefore(Instant moment) {
        Instant earliest = id == null ? from : arrivalOf(id);
        return earliest != null && !earliest.isBefore(moment);
    }

    private boolean isWithin(JsonNode record) {
        if (from == null && to == null) {
            return true;
        }
        Instant time = UsageGroup.timeOf(record);
        return (from == null || !time.isBefore(from)) && (to == null || time.isBefore(to));
    }

    private static boolean is(@Nullable String wanted, JsonNode value) {
        return wanted == null || value.isTextual() && value.textValue().equals(wanted);
    }

    /** An id of ours tells it. */
    private static @Nullable Instant arrivalOf(String id) {
        UUID uuid = UUID.fromString(id);
        return uuid.version() == 7 ? Instant.ofEpochMilli(uuid.getMostSignificantBits() >>> 16) : null;
    }

    private static boolean contains(byte[] line, byte[] text) {
        for (int at = 0; at <= line.length - text.length; at++) {
            int same = 0;
            while (same < text.length && line[at + same] == text[same]) {
                same++;
            }
            if (same == text.length) {
                return true;
            }
        }
        return false;
    }

    private static <T> @Nullable T read(Map<String, String> given, String name, Function<String, T> reader) {
        String text = given.get(name);
        return text == null ? null : reader.apply(text);
    }

    private static String uuid(String text) {
        if (!text.matches(UUID_TEXT)) {
            throw new IllegalArgumentException("\"" + text + "\" is not the id of a call.");
        }
        return text;
    }

    private static String outcome(String text) {
        if (!OUTCOMES.contains(text)) {
            throw new IllegalArgumentException("outcome is \"" + text + "\", but must be one of "
                    + String.join(", ", OUTCOMES.stream().sorted().toList()) + ".");
        }
        return text;
    }

    private static int number(String name, @Nullable String text, int least, int most) {
        if (text != null && text.matches("[1-9]\\d{0,3}")) {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw new IllegalArgumentException(
                name + " is \"" + text + "\", but must be a number from " + least + " to " + most + ".");
    }
}
