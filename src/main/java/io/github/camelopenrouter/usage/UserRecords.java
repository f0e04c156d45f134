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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/**
 * What a journal, and the store that has read it, have of a user, who can be called otherwise there: sums go on to be what they
 * are, under another word.
 */
public final class UserRecords {

    private final Path data;
    private final Optional<UserStore> store;
    private final Renaming journal;

    private interface Renaming {
        RenamedRecords rename(RenamedUser user) throws IOException;
    }

    /**
     * What has been done.
     *
     * @param journal in its files
     * @param store in its rows; null where there is none
     * @param left other files of the data directory that have the name, and keep it
     */
    public record Renamed(RenamedRecords journal, UserStore.@Nullable Rows store, List<String> left) {}

    private UserRecords(Path data, Optional<UserStore> store, Renaming journal) {
        this.data = data;
        this.store = store;
        this.journal = journal;
    }

    /**
     * Those of a gateway that runs in this context.
     *
     * @throws SettingException if it keeps none
     */
    public static UserRecords of(CamelContext context) {
        Path data = UsageSettings.directory(context);
        Journal writing = context.getRegistry().lookupByNameAndType(UsageFeature.JOURNAL, Journal.class);
        if (writing == null) {
            throw new SettingException("No journal is kept.");
        }
        UserStore store = context.getRegistry().lookupByNameAndType(UserStore.BEAN, UserStore.class);
        return new UserRecords(data, Optional.ofNullable(store), writing::rename);
    }

    /**
     * Those of a gateway that does not run.
     *
     * @param data its directory, which the caller holds
     */
    public static UserRecords alone(Path data, Optional<UserStore> store) {
        return new UserRecords(data, store, user -> renameAlone(journal(data), user));
    }

    /** What a killed process has left of its last line goes, as at its next start. */
    private static RenamedRecords renameAlone(Path journal, RenamedUser user) throws IOException {
        if (!Files.isDirectory(journal)) {
            return RenamedRecords.NONE;
        }
        JournalFile.removeUnfinished(journal);
        List<JournalFile> files = JournalFile.readable(journal);
        if (!files.isEmpty()) {
            JournalOutput.cutUnfinishedLine(files.get(files.size() - 1).path());
        }
        return RenamedRecords.in(files, user);
    }

    /** The files of the journal in a data directory. */
    public static Path journal(Path data) {
        return data.resolve(Journal.DIRECTORY);
    }

    /** Whether there is something of the user that can be called otherwise. */
    public boolean have(String user) throws IOException {
        RenamedUser asked = new RenamedUser(user, user);
        return RenamedRecords.isThere(journal(data), asked)
                || store.isPresent() && store.get().has(asked);
    }

    /**
     * Calls the user by this word in all calls that have arrived by now.
     *
     * @throws IOException if that is not done in all of them: it can be done again, with the same word
     */
    public Renamed rename(String name, String word) throws IOException {
        RenamedUser user = new RenamedUser(name, word);
        RenamedRecords[] done = {RenamedRecords.NONE};
        UserStore.Rows rows = null;
        if (store.isPresent()) {
            rows = store.get().rename(user, () -> done[0] = journal.rename(user));
        } else {
            done[0] = journal.rename(user);
        }
        return new Renamed(done[0], rows, NamedFiles.in(data, name));
    }
}
