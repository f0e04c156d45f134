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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code data/export/<name>}: how far an export has come, and what its receiver has refused. For its owner alone. */
final class ExportDirectory {

    private static final Logger LOG = LoggerFactory.getLogger(ExportDirectory.class);
    private static final String POSITION = "position";
    private static final String REJECTED = "rejected";

    private final Path path;
    private final RejectedParcels rejected;
    private boolean closed;

    ExportDirectory(Path data, ExportName name) {
        this.path = data.resolve("export").resolve(name.value());
        this.rejected = new RejectedParcels(path.resolve(REJECTED));
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
    synchronized void remember(JournalPosition position) throws IOException {
        if (closed) {
            return;
        }
        replace(POSITION, (position + "\n").getBytes(US_ASCII));
    }

    private void replace(String name, byte[] content) throws IOException {
        Path unfinished = newFile(path, name + ".unfinished");
        Files.write(unfinished, content);
        Files.move(unfinished, path.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Makes it, or empties what is there. */
    synchronized Path newFile(String name) throws IOException {
        if (closed) {
            throw new IOException(path + " is another's by now");
        }
        return newFile(path, name);
    }

    synchronized void remove(String name) throws IOException {
        if (!closed) {
            Files.deleteIfExists(path.resolve(name));
        }
    }

    /** A thread that is still waiting for its receiver changes nothing here any more: the next one may have come further. */
    synchronized void close() {
        closed = true;
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
        return rejected.add(parcel, newFile(path, REJECTED + ".unfinished"), time);
    }
}
