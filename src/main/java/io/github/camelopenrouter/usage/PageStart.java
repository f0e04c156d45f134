/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a page of calls begins, as the page before it has told: behind a call, in front of a file of the journal, or both.
 *
 * @param day of the file in front of which is to be read; null for all files
 * @param number of that file
 * @param id of the call that was the last; null where all calls of the files are wanted
 */
public record PageStart(
        @Nullable LocalDate day, int number, @Nullable String id) {

    /** That of the first page. */
    public static final PageStart NEWEST = new PageStart(null, 0, null);

    private static final Pattern TEXT = Pattern.compile(
            "(?:(\\d{4}-\\d\\d-\\d\\d)\\.(\\d{1,9}))?(?:(?:^|(?<=\\d)/)(" + CallQuery.UUID_TEXT + "))?");

    /** @throws IllegalArgumentException with a sentence, for what no page has told */
    static PageStart parse(String text) {
        Matcher parts = TEXT.matcher(text);
        try {
            if (!text.isEmpty() && parts.matches()) {
                return parts.group(1) == null
                        ? NEWEST.behind(parts.group(3))
                        : new PageStart(
                                LocalDate.parse(parts.group(1)), Integer.parseInt(parts.group(2)), parts.group(3));
            }
        } catch (DateTimeException e) {
            // said below
        }
        throw new IllegalArgumentException("after is \"" + text + "\", but must be the next of the page before.");
    }

    static PageStart inFrontOf(JournalFile file) {
        return new PageStart(file.date(), file.number(), null);
    }

    /** In the same files. */
    public PageStart behind(@Nullable String call) {
        return new PageStart(day, number, call);
    }

    boolean leaves(JournalFile file) {
        if (day == null) {
            return true;
        }
        int order = file.date().compareTo(day);
        return order < 0 || order == 0 && file.number() < number;
    }

    /** Ids sort by the time of arrival. */
    boolean leavesCall(String call) {
        return id == null || call.compareTo(id) < 0;
    }

    /** As a client gives it back. */
    @Override
    public String toString() {
        String file = day == null ? "" : day + "." + number;
        return id == null ? file : (file.isEmpty() ? "" : file + "/") + id;
    }
}
