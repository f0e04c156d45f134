/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import io.github.camelopenrouter.audit.Forgetting;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.store.StoredUsers;
import io.github.camelopenrouter.usage.DataDirectory;
import io.github.camelopenrouter.usage.RenamedRecords;
import io.github.camelopenrouter.usage.UsageSettings;
import io.github.camelopenrouter.usage.UserRecords;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/** {@code --forget}: has audit, journal and store of a gateway that does not run forget who a person is. */
public final class ForgetCommand {

    public static final String NAME = "--forget";

    private final String user;

    private ForgetCommand(String user) {
        this.user = user;
    }

    /**
     * @param args what follows {@link #NAME}
     * @throws SettingException if it is not one name
     */
    public static ForgetCommand parse(List<String> args) {
        if (args.size() != 1 || args.get(0).isBlank() || args.get(0).startsWith("--")) {
            throw new SettingException(
                    "--forget takes one person's name, as audit and journal have it, and --sandbox.");
        }
        return new ForgetCommand(args.get(0));
    }

    /**
     * @param context that knows the properties
     * @return whether there was something to be forgotten, and nothing has the name any more
     * @throws SettingException if there is nothing, a gateway writes it, or nobody can
     */
    public boolean run(CamelContext context, PrintStream out) {
        Forgetting.requireSomething(context);
        try {
            DataDirectory held = take(UsageSettings.directory(context));
            try (held) {
                return run(context, StoredUsers.alone(context).orElse(null), out);
            }
        } catch (IOException e) {
            throw new SettingException("The person is not forgotten everywhere, for not all can be read or written: "
                    + e.getMessage() + ". To start it again goes on where it has ended.");
        }
    }

    private boolean run(CamelContext context, @Nullable StoredUsers store, PrintStream out) throws IOException {
        try (store) {
            return tell(Forgetting.in(context, Optional.ofNullable(store)).forget(user), out);
        }
    }

    private static DataDirectory take(Path data) throws IOException {
        try {
            return DataDirectory.open(data);
        } catch (SettingException e) {
            throw new SettingException(
                    "A gateway is writing into " + data + ": order it of that one, with --admin forget --user <name>.");
        }
    }

    private static boolean tell(Forgetting.Result result, PrintStream out) {
        UserRecords.Renamed records = result.records();
        out.println(
                result.person() == null
                        ? "Neither audit nor journal nor store has a word for this person."
                        : "Forgotten: nobody can tell any more who " + result.person() + " was.");
        if (records != null) {
            tell(records, out);
        }
        if (result.plain() > 0) {
            out.println(result.plain()
                    + " lines of the audit have the name itself, as lines of older versions, changes of a user or"
                    + " a user's key, labels of keys, settings, and names of models and request_ids that clients choose do. They"
                    + " cannot be changed without breaking the chain, and go with openrouter.audit.retention.");
        }
        return result.person() != null && result.plain() == 0 && isNowhereElse(records);
    }

    private static void tell(UserRecords.Renamed records, PrintStream out) {
        RenamedRecords journal = records.journal();
        out.println("Renamed: " + journal.records() + " records in " + journal.files() + " files of the journal"
                + (records.store() == null
                        ? "."
                        : ", " + records.store().calls() + " calls and "
                                + records.store().hours() + " sums of hours in the store."));
        if (journal.plain() > 0) {
            out.println(journal.plain()
                    + " lines of the journal have the name elsewhere, in tags, labels of keys, names of models"
                    + " or request_ids that clients choose. They go with openrouter.usage.retention.");
        }
        records.left().forEach(file -> out.println("The name also stands in " + file + ", which keeps it."));
    }

    private static boolean isNowhereElse(UserRecords.@Nullable Renamed records) {
        return records == null
                || records.journal().plain() == 0 && records.left().isEmpty();
    }
}
