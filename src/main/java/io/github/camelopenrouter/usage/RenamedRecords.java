/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * What has become of a user's records in the files of a journal.
 *
 * @param files that have been written anew
 * @param records in them that have the word now
 * @param plain lines that have the name elsewhere, where a client has chosen it, and keep it
 */
public record RenamedRecords(int files, long records, long plain) {

    static final RenamedRecords NONE = new RenamedRecords(0, 0, 0);
    private static final String RECORD = "{\"schema\":\"" + RecordLine.SCHEMA + '"';

    /** These leave their file sooner or later. */
    private static final String BEGUN = "{\"schema\":\"" + BegunLine.SCHEMA + '"';

    /** Of the files of a journal that nobody writes to. Each is the old one or the new one, whenever the process ends. */
    static RenamedRecords in(List<JournalFile> files, RenamedUser user) throws IOException {
        NameInText name = new NameInText(user.name());
        RenamedRecords all = NONE;
        for (JournalFile file : files) {
            RenamedRecords found = look(file, user, name);
            if (found.files() > 0) {
                JournalFile.change(file, user::in);
            }
            all = all.and(found);
        }
        if (all.files() > 0) {
            DurableFile.force(
                    Objects.requireNonNull(files.get(0).path().toAbsolutePath().getParent()));
        }
        return all;
    }

    /** Whether a line of the journal is this user's. */
    static boolean isThere(Path journal, RenamedUser user) throws IOException {
        if (Files.isDirectory(journal)) {
            for (JournalFile file : JournalFile.readable(journal)) {
                if (hasLineOf(file, user)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean hasLineOf(JournalFile file, RenamedUser user) throws IOException {
        try (WholeLines lines = new WholeLines(new FileInputStream(file.path().toFile()))) {
            byte[] line = lines.next();
            while (line != null && user.in(line) == line) {
                line = lines.next();
            }
            return line != null;
        } catch (FileNotFoundException e) {
            return false; // removed by its retention
        }
    }

    private static RenamedRecords look(JournalFile file, RenamedUser user, NameInText name) throws IOException {
        boolean changes = false;
        long records = 0;
        long plain = 0;
        try (WholeLines lines = new WholeLines(new FileInputStream(file.path().toFile()))) {
            for (byte[] line = lines.next(); line != null; line = lines.next()) {
                byte[] changed = user.in(line);
                String text = new String(changed, ISO_8859_1);
                changes |= changed != line;
                records += changed != line && text.startsWith(RECORD) ? 1 : 0;
                plain += name.isIn(text) && !text.startsWith(BEGUN) ? 1 : 0;
            }
        } catch (FileNotFoundException e) {
            return NONE; // removed by its retention
        }
        return new RenamedRecords(changes ? 1 : 0, records, plain);
    }

    private RenamedRecords and(RenamedRecords other) {
        return new RenamedRecords(files + other.files, records + other.records, plain + other.plain);
    }
}
