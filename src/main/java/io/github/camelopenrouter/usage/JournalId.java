/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * What tells a journal from every other: the file {@code journal-id} among its files, which moves with them. A position that
 * somebody remembers belongs to one journal.
 */
public final class JournalId {

    private static final String FILE = "journal-id";
    private static final String UNFINISHED = ".unfinished";

    private JournalId() {}

    /**
     * That of the journal in this directory, made where it has none yet. For whoever holds the data directory.
     *
     * @throws IOException if it can be neither read nor made, or is none
     */
    public static UUID of(Path journal) throws IOException {
        Path file = journal.resolve(FILE);
        try {
            return UUID.fromString(Files.readString(file).strip());
        } catch (NoSuchFileException e) {
            return make(journal, file);
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    file + " holds no id of a journal: remove it, and the journal is read from its begin", e);
        }
    }

    private static UUID make(Path journal, Path file) throws IOException {
        UUID id = UUID.randomUUID();
        DataDirectory.make(journal);
        Path unfinished = file.resolveSibling(FILE + UNFINISHED);
        Files.deleteIfExists(unfinished);
        Files.createFile(unfinished, DataDirectory.readableByOwner());
        Files.write(unfinished, (id + "\n").getBytes(UTF_8));
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        return id;
    }
}
