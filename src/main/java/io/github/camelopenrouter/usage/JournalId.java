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

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;

/**
 * What tells a journal from every other: the file {@code journal-id} among its files, which moves with them. A position that
 * somebody remembers belongs to one journal. For whoever holds the data directory.
 */
public final class JournalId {

    private static final String FILE = "journal-id";
    private static final String UNFINISHED = ".unfinished";

    private JournalId() {}

    /**
     * That of the journal in this directory; empty where it has none, or its file holds none.
     *
     * @throws IOException if it cannot be read
     */
    public static Optional<UUID> find(Path journal) throws IOException {
        try {
            return Optional.of(UUID.fromString(new String(Files.readAllBytes(file(journal)), UTF_8).strip()));
        } catch (NoSuchFileException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Where it stands. */
    public static Path file(Path journal) {
        return journal.resolve(FILE);
    }

    /** Makes a new one. */
    public static UUID make(Path journal) throws IOException {
        UUID id = UUID.randomUUID();
        write(journal, id);
        return id;
    }

    /** On the disk when this returns: a store shall not know an id that nobody else does. */
    public static void write(Path journal, UUID id) throws IOException {
        DataDirectory.make(journal);
        Path unfinished = journal.resolve(FILE + UNFINISHED);
        Files.deleteIfExists(unfinished);
        Files.createFile(unfinished, DataDirectory.readableByOwner());
        try (FileOutputStream out = new FileOutputStream(unfinished.toFile())) {
            out.write((id + "\n").getBytes(UTF_8));
            out.getFD().sync();
        }
        Files.move(unfinished, file(journal), StandardCopyOption.ATOMIC_MOVE);
    }
}
