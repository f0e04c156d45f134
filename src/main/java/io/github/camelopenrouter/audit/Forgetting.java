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
import io.github.camelopenrouter.usage.DataDirectory;
import io.github.camelopenrouter.usage.UsageSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/** Has the audit forget a person while no gateway writes it. */
public final class Forgetting {

    /** The action of the line that says so, with the word that lines go on to have for the person. */
    public static final String ACTION = "person.forget";

    /**
     * What has been done.
     *
     * @param person what lines called the person; null where none did
     * @param plain how many lines have the name itself, and keep it
     */
    public record Result(@Nullable String person, long plain) {}

    private final Path data;
    private final Path directory;
    private final String node;
    private final Persons persons;

    /** @throws SettingException if there is no audit */
    public Forgetting(CamelContext context) {
        data = UsageSettings.directory(context);
        directory = AuditSettings.directory(context);
        node = UsageSettings.node(context);
        persons = new Persons(directory);
        if (!Files.isDirectory(directory)) {
            throw new SettingException("There is no audit in " + directory + ".");
        }
    }

    /**
     * Writes down that the person is forgotten, and does it then.
     *
     * @throws SettingException if a gateway writes the audit
     * @throws IOException if it cannot be written: then nobody is forgotten
     */
    public Result forget(String name) throws IOException {
        DataDirectory taken = take();
        try (taken) {
            long plain = PlainName.lines(directory, name);
            Optional<String> person = persons.find(name);
            if (person.isPresent()) {
                writeDown(person.get());
                persons.forget(name);
            }
            return new Result(person.orElse(null), plain);
        }
    }

    private DataDirectory take() throws IOException {
        try {
            return DataDirectory.open(data);
        } catch (SettingException e) {
            throw new SettingException(
                    "A gateway is writing into " + data + ": order it of that one, with --admin forget --user <name>.");
        }
    }

    private void writeDown(String person) throws IOException {
        try (AuditLog log = new AuditLog(directory, node, persons, Clock.systemUTC())) {
            log.write(AuditEvent.ofGateway(ACTION, person, Map.of("by", "--forget")));
        }
    }
}
