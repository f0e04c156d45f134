/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import io.github.camelopenrouter.api.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a journal has been read, and what stands there: two journals may have the same position, and by a copied directory
 * also the same id, but not the same record in front of it.
 *
 * @param record the hash of the last record in front of it; null where nobody knows it
 */
public record JournalMark(
        JournalPosition position, @Nullable String record) {

    /** In front of everything. */
    public static final JournalMark BEGINNING = new JournalMark(JournalPosition.BEGINNING, null);

    /** That of a position in this journal, as far as the record in front of it is there. */
    public static JournalMark at(JournalPosition position, Path journal) throws IOException {
        JournalBatch there = inFrontOf(position, journal);
        return there.end().equals(position) && !there.isEmpty()
                ? behind(position, there.records().get(0))
                : new JournalMark(position, null);
    }

    private static JournalBatch inFrontOf(JournalPosition position, Path journal) throws IOException {
        JournalPosition before =
                new JournalPosition(position.date(), position.number(), Math.max(0, position.records() - 1));
        try (JournalFollower follower = JournalFollower.of(journal, before)) {
            return follower.read(1);
        }
    }

    /** What a journal has of it. */
    public enum Fit {
        /** The record. */
        HOLDS,
        /** Nothing that is as old. */
        GONE,
        /** Its file, with fewer records: somebody has cut it off, or it is another one. */
        SHORTER,
        /** Something else: it is another journal. */
        OTHER
    }

    public static JournalMark behind(JournalPosition position, byte[] record) {
        return new JournalMark(position, hash(record));
    }

    /** Whether it is one of this journal's, which nobody writes backwards. */
    public Fit in(Path journal) throws IOException {
        if (position.records() == 0) {
            return Fit.HOLDS;
        }
        List<JournalFile> files = Files.isDirectory(journal) ? JournalFile.readable(journal) : List.of();
        if (files.stream().noneMatch(position::isIn)) {
            return files.stream().anyMatch(position::isBehind) ? Fit.OTHER : Fit.GONE; // the oldest are removed first
        }
        JournalBatch there = inFrontOf(position, journal);
        if (!there.end().equals(position) || there.isEmpty()) {
            return Fit.SHORTER;
        }
        return record == null || record.equals(hash(there.records().get(0))) ? Fit.HOLDS : Fit.OTHER;
    }

    private static String hash(byte[] record) {
        return Sha256.hex(record);
    }
}
