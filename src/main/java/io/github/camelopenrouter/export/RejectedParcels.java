/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.export;

import io.github.camelopenrouter.usage.DataDirectory;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Stream;

/** {@code data/export/<name>/rejected}: what a receiver has refused. It is bounded, for nobody may look at it for long. */
final class RejectedParcels {

    static final int MOST_FILES = 10_000;
    static final long MOST_BYTES = 1_000_000_000;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final long UNKNOWN = -1;

    private final Path directory;
    private final int mostFiles;
    private final long mostBytes;
    private long files = UNKNOWN;
    private long bytes;

    RejectedParcels(Path directory) {
        this(directory, MOST_FILES, MOST_BYTES);
    }

    RejectedParcels(Path directory, int mostFiles, long mostBytes) {
        this.directory = directory;
        this.mostFiles = mostFiles;
        this.mostBytes = mostBytes;
    }

    /**
     * Sets it aside; when this returns it is on the disk.
     *
     * @param unfinished a new file beside the directory, for its owner alone
     * @return where it is
     * @throws IOException also where the directory is full
     */
    Path add(Parcel parcel, Path unfinished, Instant time) throws IOException {
        requireRoom();
        if (parcel.content() instanceof File file) {
            Files.copy(file.toPath(), unfinished, StandardCopyOption.REPLACE_EXISTING);
            DataDirectory.closeToOthers(unfinished);
        } else {
            Files.write(unfinished, (byte[]) parcel.content());
        }
        try (FileChannel written = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
            written.force(true);
        }
        DataDirectory.make(directory);
        Path target = free(TIME.format(time), parcel.isFile() ? ".jsonl.gz" : ".json");
        Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
        files++;
        bytes += Files.size(target);
        return target;
    }

    /** Somebody may have made room since it was last full. */
    private void requireRoom() throws IOException {
        if (files == UNKNOWN || isFull()) {
            count();
        }
        if (isFull()) {
            throw new IOException(directory + " is full with " + files + " files of " + bytes
                    + " bytes: send them again or remove them, until then this export waits");
        }
    }

    private boolean isFull() {
        return files >= mostFiles || bytes >= mostBytes;
    }

    private void count() throws IOException {
        List<Path> found = List.of();
        if (Files.isDirectory(directory)) {
            try (Stream<Path> all = Files.list(directory)) {
                found = all.toList();
            }
        }
        files = found.size();
        bytes = found.stream().mapToLong(file -> file.toFile().length()).sum();
    }

    private Path free(String name, String ending) {
        Path target = directory.resolve(name + ending);
        for (int n = 2; Files.exists(target); n++) {
            target = directory.resolve(name + "-" + n + ending);
        }
        return target;
    }
}
