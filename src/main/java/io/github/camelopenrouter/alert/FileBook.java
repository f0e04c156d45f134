/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.camelopenrouter.usage.DurableFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A book of one process, in memory and in a file that outlives it. The file is written when something has changed that a next
 * process has to know, and is whole or the one before, whoever is killed meanwhile. A disk that does not take it keeps nobody
 * from being told.
 */
final class FileBook implements AlertBook {

    private static final Logger LOG = LoggerFactory.getLogger(Alerts.class);
    private static final String NAME = "book.json";

    private final @Nullable Path file;
    private Book book = Book.EMPTY;
    private Book written = Book.EMPTY;
    private Instant synced = Instant.EPOCH;
    private @Nullable String problem;

    private FileBook(@Nullable Path file) {
        this.file = file;
    }

    /** One that nobody has after this process. */
    static FileBook inMemory() {
        return new FileBook(null);
    }

    /** @param directory made when there is something to write */
    static FileBook in(Path directory) {
        FileBook book = new FileBook(directory.resolve(NAME));
        book.read(directory.resolve(NAME));
        return book;
    }

    private void read(Path from) {
        try {
            String document = Files.readString(from);
            book = BookJson.read(document).withoutClaims(); // whoever had them is gone
            synced = BookJson.synced(document);
            written = book.lasting();
        } catch (NoSuchFileException e) {
            LOG.debug("There is no book of alerts yet");
        } catch (IOException e) {
            LOG.warn("Alerts begin anew, what was told may be told again: {} cannot be read: {}", from, e.toString());
        }
    }

    @Override
    public synchronized Book update(Instant now, UnaryOperator<Book> change) {
        keep(change.apply(book), null);
        return book;
    }

    /**
     * Takes this in place of what it has.
     *
     * @param sameAsStore when the store had the same; null where it has not been seen
     */
    synchronized void keep(Book now, @Nullable Instant sameAsStore) {
        book = now;
        synced = sameAsStore == null ? synced : sameAsStore;
        Book lasting = now.lasting();
        if (file != null && !lasting.equals(written)) {
            try {
                DurableFile.replace(file, BookJson.write(book, synced).getBytes(UTF_8));
                written = lasting;
                problem = null;
            } catch (IOException e) {
                if (problem == null) {
                    LOG.warn("A restart would tell of alerts again: {} cannot be written: {}", file, e.toString());
                }
                problem =
                        "the file of alerts cannot be written: " + e.getClass().getSimpleName();
            }
        }
    }

    @Override
    public boolean isOpen(Instant now) {
        return true;
    }

    @Override
    public synchronized Book last() {
        return book;
    }

    synchronized Instant synced() {
        return synced;
    }

    @Override
    public synchronized @Nullable String problem() {
        return problem;
    }
}
