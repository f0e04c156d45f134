/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.audit;

import io.github.camelopenrouter.api.AuditEvent;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.usage.UsageSettings;
import io.github.camelopenrouter.usage.UserRecords;
import io.github.camelopenrouter.usage.UserStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/** Has audit, journal and store forget a person while no gateway writes them. */
public final class Forgetting {

    /** The action of the line that says so, with the word that lines go on to have for the person. */
    public static final String ACTION = "person.forget";

    /**
     * What has been done.
     *
     * @param person what lines call the person; null where nothing was there to be forgotten
     * @param plain how many lines of the audit have the name itself, and keep it
     * @param records what has become of the person's records; null where nothing was there to be forgotten
     */
    public record Result(@Nullable String person, long plain, UserRecords.@Nullable Renamed records) {}

    private final Path directory;
    private final String node;
    private final Persons persons;
    private final UserRecords records;

    private Forgetting(Path directory, String node, UserRecords records) {
        this.directory = directory;
        this.node = node;
        this.persons = new Persons(directory);
        this.records = records;
    }

    /**
     * In the data directory of this context.
     *
     * @throws SettingException if there is nothing that could forget anybody
     */
    public static void requireSomething(CamelContext context) {
        Path data = UsageSettings.directory(context);
        if (!Files.isDirectory(AuditSettings.directory(context)) && !Files.isDirectory(UserRecords.journal(data))) {
            throw new SettingException("There is neither an audit nor a journal in " + data + ".");
        }
    }

    /** For whoever holds the data directory. */
    public static Forgetting in(CamelContext context, Optional<UserStore> store) {
        return new Forgetting(
                AuditSettings.directory(context),
                UsageSettings.node(context),
                UserRecords.alone(UsageSettings.directory(context), store));
    }

    /**
     * Writes down that the person is forgotten, and does it then.
     *
     * @throws IOException if it cannot be done; what has been done by then stays, and with the same word it can be done again
     */
    public Result forget(String name) throws IOException {
        long plain = PlainName.lines(directory, name);
        if (persons.find(name).isEmpty() && !records.have(name)) {
            return new Result(null, plain, null);
        }
        boolean audited = Files.isDirectory(directory);
        String person = persons.pseudonym(name);
        if (audited) {
            writeDown(person);
        }
        UserRecords.Renamed renamed = records.rename(name, person);
        persons.forget(name);
        return new Result(person, plain, renamed);
    }

    private void writeDown(String person) throws IOException {
        try (AuditLog log = new AuditLog(directory, node, persons, Clock.systemUTC())) {
            log.write(AuditEvent.ofGateway(ACTION, person, Map.of("by", "--forget")));
        }
    }
}
