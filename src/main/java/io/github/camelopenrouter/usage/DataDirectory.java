/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import io.github.camelopenrouter.config.SettingException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The directory of {@code openrouter.data-dir}, this process's alone while it is open. Nobody else can read what is in it. */
public final class DataDirectory implements AutoCloseable {

    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    private static final String LOCK = "lock";

    private final Path path;
    private final FileChannel lock;

    private DataDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Makes it where it is not there, and takes it.
     *
     * @throws SettingException if another process has it
     * @throws IOException if nothing can be written there
     */
    public static DataDirectory open(Path path) throws IOException {
        make(path);
        FileChannel channel = FileChannel.open(
                path.resolve(LOCK), Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), readableByOwner());
        if (!isLockedBy(channel)) {
            channel.close();
            throw new SettingException("openrouter.data-dir is \"" + path
                    + "\", which another gateway is writing into: give each process a directory of its own.");
        }
        return new DataDirectory(path, channel);
    }

    private static boolean isLockedBy(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) { // another context in this process
            return false;
        }
    }

    /** A directory in it. */
    public Path directory(String name) throws IOException {
        Path directory = path.resolve(name);
        make(directory);
        return directory;
    }

    /** Makes it where it is not there, for its owner alone. */
    public static void make(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, POSIX ? attributes("rwx------") : new FileAttribute<?>[0]);
        }
    }

    /** For a file that is made in it. */
    public static FileAttribute<?>[] readableByOwner() {
        return POSIX ? attributes("rw-------") : new FileAttribute<?>[0];
    }

    /** For a file that was there, whoever has copied it. */
    public static void closeToOthers(Path file) throws IOException {
        if (POSIX) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
    }

    private static FileAttribute<?>[] attributes(String permissions) {
        return new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        };
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
