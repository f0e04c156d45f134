/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * By what calls are told apart.
 *
 * @param name as it is asked for, and the column's
 */
record UsageGroup(String name, BiFunction<JsonNode, ZoneId, String> value) {

    private static final String TAG = "tag:";

    private static final List<UsageGroup> KNOWN = List.of(
            new UsageGroup("model", (record, zone) -> model(record.path("model"))),
            of("operation", "/operation"),
            of("team", "/client/team"),
            of("key", "/client/key"),
            of("user", "/client/user"),
            time("hour", "uuuu-MM-dd'T'HH:00xxx"),
            time("day", "uuuu-MM-dd"),
            time("month", "uuuu-MM"));

    /** @throws IllegalArgumentException with a sentence if it is none */
    static UsageGroup parse(String name) {
        if (name.startsWith(TAG) && name.length() > TAG.length()) {
            String tag = name.substring(TAG.length());
            return new UsageGroup(
                    name, (record, zone) -> record.path("tags").path(tag).asText());
        }
        return KNOWN.stream()
                .filter(group -> group.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException(
                                "\"" + name
                                        + "\" is nothing to group by: use model, operation, team, key, user, tag:<name>, hour, day or month."));
    }

    /** Separated by commas. */
    static List<UsageGroup> parseAll(String names) {
        return Arrays.stream(names.split(",", -1))
                .map(String::trim)
                .distinct()
                .map(UsageGroup::parse)
                .toList();
    }

    /** Whether it depends on a zone. */
    boolean isTime() {
        return Set.of("hour", "day", "month").contains(name);
    }

    /** Whether a call may have it under any name. */
    boolean isTag() {
        return name.startsWith(TAG);
    }

    private static UsageGroup of(String name, String pointer) {
        return new UsageGroup(name, (record, zone) -> record.at(pointer).asText());
    }

    private static UsageGroup time(String name, String pattern) {
        DateTimeFormatter format = DateTimeFormatter.ofPattern(pattern);
        return new UsageGroup(
                name,
                (record, zone) -> ZonedDateTime.ofInstant(timeOf(record), zone).format(format));
    }

    static Instant timeOf(JsonNode record) {
        return Instant.parse(record.path("time").asText());
    }

    /** The one that served, or else that was to. */
    static String model(JsonNode names) {
        return names.has("served")
                ? names.path("served").asText()
                : names.path("sent").asText();
    }
}
