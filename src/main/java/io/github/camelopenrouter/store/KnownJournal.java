/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.store;

import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.usage.JournalId;
import io.github.camelopenrouter.usage.JournalMark;
import io.github.camelopenrouter.usage.JournalMark.Fit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which of the journals that a store knows stands in a directory. Its id tells, unless the directory was copied or its file is
 * damaged; then what was read last tells. PostgreSQL may read a journal under a new id, for it knows each call; H2 would count
 * all of it again.
 */
final class KnownJournal {

    private static final Logger LOG = LoggerFactory.getLogger(Store.class);

    private final Database database;
    private final Path journal;

    KnownJournal(Database database, Path journal) {
        this.database = database;
        this.journal = journal;
    }

    /**
     * The id under which it is to be read on.
     *
     * @throws SettingException if somebody has to tell first what H2 has read
     */
    UUID id() throws SQLException, IOException {
        Optional<UUID> written = JournalId.find(journal);
        return written.isPresent() ? checked(written.get()) : recovered();
    }

    private UUID checked(UUID id) throws SQLException, IOException {
        Fit fit = mark(id).in(journal);
        if (fit == Fit.HOLDS || fit == Fit.GONE) {
            return id;
        }
        if (database.dialect().keepsCalls()) {
            LOG.warn(
                    "The store has read another journal with the id of {}, as of a copied directory: this one gets an id of its"
                            + " own and is read from its begin, and no call counts twice",
                    journal);
            return JournalId.make(journal);
        }
        if (fit == Fit.OTHER) {
            throw new SettingException("H2 has read another journal than that in " + journal
                    + ", as where one of them was restored without the other: stop the gateway and remove the directory store"
                    + " beside it, and the sums are made again from the journal.");
        }
        return id; // a loss of power has cut off what H2 has
    }

    private JournalMark mark(UUID id) throws SQLException {
        try (Connection connection = database.connection()) {
            return Positions.read(connection, id);
        }
    }

    private UUID recovered() throws SQLException, IOException {
        boolean damaged = Files.exists(JournalId.file(journal));
        if (!database.dialect().keepsCalls()) {
            Optional<UUID> read = found();
            if (read.isPresent()) {
                LOG.warn("{} had no id, and has that again under which H2 has read it", journal);
                JournalId.write(journal, read.get());
                return read.get();
            }
            if (damaged) {
                throw new SettingException(JournalId.file(journal) + " holds no id of a journal, and H2 cannot tell it:"
                        + " stop the gateway, remove this file and the directory store beside " + journal
                        + ", and the sums are made again from the journal.");
            }
        }
        return JournalId.make(journal);
    }

    /** The journal that H2 has read here; empty where it is none of those. */
    private Optional<UUID> found() throws SQLException, IOException {
        Map<UUID, JournalMark> known;
        try (Connection connection = database.connection()) {
            known = Positions.all(connection);
        }
        for (Map.Entry<UUID, JournalMark> one : known.entrySet()) {
            Fit fit = one.getValue().in(journal);
            if (fit == Fit.HOLDS || fit == Fit.GONE && known.size() == 1) {
                return Optional.of(one.getKey());
            }
        }
        return Optional.empty();
    }
}
