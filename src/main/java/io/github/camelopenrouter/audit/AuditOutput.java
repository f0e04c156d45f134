/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.audit;

import io.github.camelopenrouter.usage.DataDirectory;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a trail's newest file. What the disk has not taken as a whole leaves nothing behind, so that the next lines follow
 * the last that were taken. For one thread at a time.
 */
final class AuditOutput implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AuditOutput.class);

    private AuditFile file;
    private RandomAccessFile out;

    /** Which file it is, whatever stands under its name by now; null where the system does not tell. */
    private @Nullable Object key;

    /** Behind the last whole line. */
    private long end;

    AuditOutput(AuditFile file) throws IOException {
        this.file = file;
        this.out = opened(file);
        this.end = out.length();
        this.key = keyOf(file);
    }

    AuditFile file() {
        return file;
    }

    /**
     * Goes to where lines of this day belong. What nobody can find proves nothing: where the file is gone, the chain goes on in
     * one of the same name, and the proof tells of the gap. Lines stand in the file of their day; in a trail that somebody has
     * renamed the newest file goes on.
     */
    void goTo(LocalDate day) throws IOException {
        if (!Files.exists(file.path()) || !Objects.equals(key, keyOf(file))) {
            LOG.warn("{} was removed or replaced while it was written: --verify-audit will say so", file.path());
            replaceBy(file);
        }
        if (file.date().isBefore(day)) {
            replaceBy(file.on(day));
        }
    }

    private void replaceBy(AuditFile next) throws IOException {
        RandomAccessFile before = out;
        RandomAccessFile opened = opened(next);
        end = opened.length();
        out = opened;
        file = next;
        key = keyOf(next);
        before.close();
    }

    /**
     * Appends whole lines, on the disk when this returns.
     *
     * @throws IOException if the disk has taken none of them
     */
    void append(byte[] lines, int length) throws IOException {
        try {
            out.setLength(end); // what a full disk has left of others
            out.seek(end);
            out.write(lines, 0, length);
            out.getFD().sync();
        } catch (IOException e) {
            takeBack(e);
            throw e;
        }
        end += length;
    }

    /** Nobody has been told that they are there; where this fails too, the next append does it. */
    private void takeBack(IOException why) {
        try {
            out.setLength(end);
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }

    private static RandomAccessFile opened(AuditFile next) throws IOException {
        DataDirectory.make(Objects.requireNonNull(next.path().toAbsolutePath().getParent()));
        next.make();
        return new RandomAccessFile(next.path().toFile(), "rw");
    }

    private static @Nullable Object keyOf(AuditFile file) throws IOException {
        return Files.readAttributes(file.path(), BasicFileAttributes.class).fileKey();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
