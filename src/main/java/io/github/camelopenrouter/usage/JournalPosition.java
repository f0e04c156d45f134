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
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far a journal has been read: so many records of a file, and all of the files before it. Not bytes, for the lines of calls
 * that have only begun leave a file when it is full.
 *
 * @param date of the file
 * @param number of the file
 * @param records that lie behind it there
 */
public record JournalPosition(LocalDate date, int number, long records) implements Comparable<JournalPosition> {

    /** In front of everything. */
    public static final JournalPosition BEGINNING = new JournalPosition(LocalDate.EPOCH, 0, 0);

    private static final Pattern TEXT = Pattern.compile("(\\d{4}-\\d\\d-\\d\\d)\\.(\\d{1,9}):(\\d{1,18})");

    private static final Comparator<JournalPosition> ORDER = Comparator.comparing(JournalPosition::date)
            .thenComparing(JournalPosition::number)
            .thenComparing(JournalPosition::records);

    /**
     * As {@link #toString} has written it.
     *
     * @throws IllegalArgumentException if it has not
     */
    public static JournalPosition parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("no position in a journal: " + text);
        }
        try {
            return new JournalPosition(
                    LocalDate.parse(parts.group(1)), Integer.parseInt(parts.group(2)), Long.parseLong(parts.group(3)));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("no position in a journal: " + text, e);
        }
    }

    static JournalPosition beginningOf(JournalFile file) {
        return new JournalPosition(file.date(), file.number(), 0);
    }

    /** Whether all of this file has been read. */
    boolean isBehind(JournalFile file) {
        return compareTo(beginningOf(file)) > 0 && !isIn(file);
    }

    boolean isIn(JournalFile file) {
        return date.equals(file.date()) && number == file.number();
    }

    @Override
    public int compareTo(JournalPosition other) {
        return ORDER.compare(this, other);
    }

    /** Such as {@code 2026-11-30.1:5000}. */
    @Override
    public String toString() {
        return date + "." + number + ":" + records;
    }
}
