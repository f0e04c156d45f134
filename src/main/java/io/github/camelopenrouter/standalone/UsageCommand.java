/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.usage.TooManyRowsException;
import io.github.camelopenrouter.usage.UsageFormat;
import io.github.camelopenrouter.usage.UsageQuery;
import io.github.camelopenrouter.usage.UsageReport;
import io.github.camelopenrouter.usage.UsageSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;

/** {@code --usage}: prints what the calls in the journal have used and cost, also while a gateway runs. */
public final class UsageCommand {

    public static final String NAME = "--usage";

    private static final List<String> OPTIONS = List.of("--from", "--to", "--group", "--zone", "--format");

    private final UsageQuery query;
    private final UsageFormat format;

    private UsageCommand(UsageQuery query, UsageFormat format) {
        this.query = query;
        this.format = format;
    }

    /**
     * @param args what follows {@link #NAME}
     * @throws SettingException if something of it is wrong
     */
    public static UsageCommand parse(List<String> args) {
        Map<String, String> given = new HashMap<>();
        for (int at = 0; at < args.size(); at += 2) {
            String name = args.get(at);
            if (!OPTIONS.contains(name) || at + 1 == args.size()) {
                throw new SettingException(
                        "--usage does not know \"" + name + "\"" + (OPTIONS.contains(name) ? " without a value" : "")
                                + ": it takes --from, --to, --group, --zone and --format, each with a value, and --sandbox.");
            }
            if (given.put(name, args.get(at + 1)) != null) {
                throw new SettingException("--usage has " + name + " twice: give it once.");
            }
        }
        try {
            return new UsageCommand(
                    UsageQuery.parse(given.get("--from"), given.get("--to"), given.get("--group"), given.get("--zone")),
                    UsageFormat.parse(given.getOrDefault("--format", "table")));
        } catch (IllegalArgumentException e) {
            throw new SettingException("--usage: " + e.getMessage());
        }
    }

    /**
     * @param context that knows the properties
     * @throws SettingException if there is no journal, or it cannot be read
     */
    public void print(CamelContext context, PrintStream out, PrintStream errors) {
        try {
            Path directory = directory(context, errors);
            UsageReport report = UsageReport.of(directory, query);
            out.print(format.write(report));
            if (format == UsageFormat.TABLE) {
                printBudgets(RecordedBudgets.in(directory), out, errors);
            }
            if (report.unreadable() > 0) {
                errors.println(
                        report.unreadable() + " lines of the journal cannot be read and are left out, the first is "
                                + report.firstUnreadable() + ".");
            }
        } catch (TooManyRowsException e) {
            throw new SettingException("--usage: " + e.getMessage());
        } catch (NoSuchFileException e) {
            throw new SettingException(
                    "There is no journal at " + e.getMessage() + ": openrouter.data-dir names another"
                            + " directory than that of the gateway, or no call has been made.");
        } catch (IOException e) {
            throw new SettingException("The journal in openrouter.data-dir cannot be read: " + e + ".");
        }
    }

    /** For people: the shapes for programs are those of the admin API, which has a path of its own for budgets. */
    private static void printBudgets(RecordedBudgets budgets, PrintStream out, PrintStream errors) {
        try {
            String table = budgets.table(Instant.now());
            out.print(table.isEmpty() ? "" : "\n" + table);
        } catch (IOException e) {
            errors.println("How the budgets stand cannot be read from " + budgets.file() + ": " + e.getMessage() + ".");
        }
    }

    /** The sandbox's as long as there are no others, and said: nobody shall take its costs for real ones. */
    private static Path directory(CamelContext context, PrintStream errors) {
        Path directory = UsageSettings.directory(context);
        if (SandboxData.isShownUnasked(context, directory)) {
            errors.println("No real call is recorded in " + directory
                    + ": these are the sandbox's. Real ones will move them to " + directory.resolve("sandbox")
                    + ", where --usage --sandbox finds them.");
        }
        return directory;
    }
}
