/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.export;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.camelopenrouter.usage.DataDirectory;
import io.github.camelopenrouter.usage.JournalPosition;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code data/export/<name>}: how far an export has come, and what its receiver has refused. For its owner alone. */
final class ExportDirectory {

    private static final Logger LOG = LoggerFactory.getLogger(ExportDirectory.class);
    private static final String POSITION = "position";
    private static final String REJECTED = "rejected";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final Path path;

    ExportDirectory(Path data, ExportName name) {
        this.path = data.resolve("export").resolve(name.value());
    }

    /** Empty for a name that is new. */
    Optional<JournalPosition> position() throws IOException {
        Path file = path.resolve(POSITION);
        try {
            return Optional.of(JournalPosition.parse(Files.readString(file).strip()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            LOG.warn("{} holds {}: all records are sent again", file, e.getMessage());
            return Optional.of(JournalPosition.BEGINNING);
        }
    }

    /** The file is always whole, whoever is killed meanwhile. */
    void remember(JournalPosition position) throws IOException {
        replace(POSITION, (position + "\n").getBytes(US_ASCII));
    }

    private void replace(String name, byte[] content) throws IOException {
        Path unfinished = newFile(path, name + ".unfinished");
        Files.write(unfinished, content);
        Files.move(unfinished, path.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Makes it, or empties what is there. */
    Path newFile(String name) throws IOException {
        return newFile(path, name);
    }

    void remove(String name) throws IOException {
        Files.deleteIfExists(path.resolve(name));
    }

    private static Path newFile(Path directory, String name) throws IOException {
        DataDirectory.make(directory);
        Path file = directory.resolve(name);
        Files.deleteIfExists(file);
        return Files.createFile(file, DataDirectory.readableByOwner());
    }

    /**
     * Sets aside what a receiver has refused; when this returns it is on the disk.
     *
     * @return where it is
     */
    Path reject(Parcel parcel, Instant time) throws IOException {
        Path directory = path.resolve(REJECTED);
        Path unfinished = newFile(path, REJECTED + ".unfinished");
        if (parcel.content() instanceof File file) {
            Files.copy(file.toPath(), unfinished, StandardCopyOption.REPLACE_EXISTING);
            DataDirectory.closeToOthers(unfinished);
        } else {
            Files.write(unfinished, (byte[]) parcel.content(), StandardOpenOption.SYNC);
        }
        DataDirectory.make(directory);
        Path target = free(directory, TIME.format(time), parcel.isFile() ? ".jsonl.gz" : ".json");
        Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
        return target;
    }

    private static Path free(Path directory, String name, String ending) {
        Path target = directory.resolve(name + ending);
        for (int n = 2; Files.exists(target); n++) {
            target = directory.resolve(name + "-" + n + ending);
        }
        return target;
    }
}
