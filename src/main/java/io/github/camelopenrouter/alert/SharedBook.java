/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert;

import io.github.camelopenrouter.spi.SharedDocument;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One book for all machines of a store. While the store is away a machine goes on with what it saw last, in its own file, and
 * brings along what it has come to know when the store is back. What is wrong with the store itself stands in the file alone.
 */
final class SharedBook implements AlertBook {

    private static final Logger LOG = LoggerFactory.getLogger(Alerts.class);

    /** For so long a start waits for the store's book, which may say that another machine has told already. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final SharedDocument document;
    private final FileBook file;
    private final Predicate<String> own;
    private final Instant begun;
    private boolean isOpen;
    private boolean isAway = true; // what the file has from before the start is brought along, too
    private boolean isAwayTold;

    /**
     * @param own the alerts of which each machine keeps its own book
     * @param now the start waits from now on for the store
     */
    SharedBook(SharedDocument document, FileBook file, Predicate<String> own, Instant now) {
        this.document = document;
        this.file = file;
        this.own = own;
        this.begun = now;
    }

    @Override
    public synchronized boolean isOpen(Instant now) {
        isOpen = isOpen || !begun.plus(PATIENCE).isAfter(now) || isThere();
        return isOpen;
    }

    private boolean isThere() {
        try {
            document.update(stored -> stored);
            return true;
        } catch (IOException e) {
            LOG.debug("The store's book of alerts is not open yet: {}", e.getMessage());
            return false;
        }
    }

    @Override
    public synchronized Book update(Instant now, UnaryOperator<Book> change) {
        Book[] result = {Book.EMPTY};
        try {
            document.update(stored -> {
                Book shared = read(stored);
                Book known = isAway ? shared.merge(file.last().of(own.negate()), file.synced()) : shared;
                Book changed = change.apply(known.and(file.last().of(own)));
                result[0] = changed;
                Book toStore = changed.of(own.negate());
                return stored != null && toStore.equals(shared) ? stored : BookJson.write(toStore, null);
            });
            file.keep(result[0], now);
            back();
        } catch (IOException e) {
            away(e);
            file.update(now, change);
        }
        return file.last();
    }

    private Book read(@Nullable String stored) {
        if (stored == null) {
            return Book.EMPTY;
        }
        try {
            return BookJson.read(stored);
        } catch (IOException e) {
            LOG.warn("Alerts begin anew: the store's book cannot be read: {}", e.getMessage());
            return Book.EMPTY;
        }
    }

    private void back() {
        isAway = false;
        if (isAwayTold) {
            isAwayTold = false;
            LOG.info("Alerts of all machines stand in the store again");
        }
    }

    private void away(IOException failure) {
        isAway = true;
        if (!isAwayTold) {
            isAwayTold = true;
            LOG.warn("This machine tells of alerts by itself, until the store is back: {}", failure.getMessage());
        }
    }

    @Override
    public Book last() {
        return file.last();
    }

    @Override
    public @Nullable String problem() {
        return file.problem();
    }
}
