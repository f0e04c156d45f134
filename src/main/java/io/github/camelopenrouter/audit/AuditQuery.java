/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.audit;

import io.github.camelopenrouter.usage.UsageQuery;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/**
 * Which lines of an audit are wanted; null for whatever does not matter.
 *
 * @param action as {@code reload}
 * @param principal who
 * @param from the earliest time
 * @param to behind the latest
 * @param after only older ones, by the {@link AuditPage#next} of the page before
 * @param limit how many at most
 */
public record AuditQuery(
        @Nullable String action,
        @Nullable String principal,
        @Nullable Instant from,
        @Nullable Instant to,
        long after,
        int limit) {

    /** What a question may name. */
    public static final Set<String> NAMES = Set.of("action", "principal", "from", "to", "after", "limit");

    private static final int USUAL = 100;
    private static final int MOST = 1_000;

    /** @throws IllegalArgumentException saying what is wrong */
    public static AuditQuery parse(Map<String, String> given) {
        UsageQuery period = UsageQuery.parse(given.get("from"), given.get("to"), null, null);
        return new AuditQuery(
                given.get("action"),
                given.get("principal"),
                period.from(),
                period.to(),
                number(given, "after", Long.MAX_VALUE, Long.MAX_VALUE),
                (int) number(given, "limit", MOST, USUAL));
    }

    private static long number(Map<String, String> given, String name, long most, long otherwise) {
        String text = given.get(name);
        if (text == null) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(text);
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " is \"" + text + "\", which is no number.", e);
        }
        throw new IllegalArgumentException(name + " is \"" + text + "\": use a number from 1 to " + most + ".");
    }

    /**
     * Reads it from the files, the newest first.
     *
     * @throws NoSuchFileException if there are none
     */
    public AuditPage find(CamelContext context) throws IOException {
        return find(AuditSettings.directory(context));
    }

    AuditPage find(Path directory) throws IOException {
        return new AuditSearch(directory, this).find();
    }
}
