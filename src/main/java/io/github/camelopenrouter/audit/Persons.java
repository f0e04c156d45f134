/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.audit;

import static io.github.camelopenrouter.error.SmallJson.JSON;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.usage.DurableFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/**
 * Persons as lines of the audit name them: by a hash with a salt of each one's own, which is kept apart from the lines. Whose
 * salt is deleted is forgotten: nobody can tell any more whose lines they are, and no line has changed for it. Safe for many
 * threads; only the process that has the data directory writes it.
 */
public final class Persons {

    static final String FILE = "persons.jsonl";

    private static final String BEAN = "openrouter-audit-persons";
    private static final String PREFIX = "person:";
    private static final int SALT_BYTES = 32;

    /** As many characters of the hash as tell persons apart. */
    private static final int LENGTH = 32;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path file;

    /** Read by whoever needs it first; null before. */
    private @Nullable Map<String, Person> byName;

    private record Person(String name, String salt, String pseudonym) {

        static Person of(String name, String salt) {
            String hash = new Hmac(salt.getBytes(UTF_8)).of(name);
            return new Person(name, salt, PREFIX + hash.substring(0, LENGTH));
        }

        static Person create(String name) {
            byte[] salt = new byte[SALT_BYTES];
            RANDOM.nextBytes(salt);
            return of(name, HexFormat.of().formatHex(salt));
        }

        static Person parse(String line) throws JsonProcessingException {
            JsonNode json = JSON.readTree(line);
            return of(json.path("person").asText(), json.path("salt").asText());
        }

        String json() {
            return JSON.createObjectNode().put("person", name).put("salt", salt) + "\n";
        }
    }

    /** @param directory of the audit */
    public Persons(Path directory) {
        this.file = directory.resolve(FILE);
    }

    /** Those of the audit that is written in this context; empty where {@code openrouter.audit} is off. */
    public static Optional<Persons> find(CamelContext context) {
        return Optional.ofNullable(context.getRegistry().lookupByNameAndType(BEAN, Persons.class));
    }

    /**
     * Those of the context's data directory, whether its audit is written or not.
     *
     * @throws SettingException if it has none
     */
    public static Persons of(CamelContext context) {
        return find(context).orElseGet(() -> new Persons(AuditSettings.directory(context)));
    }

    void bindTo(CamelContext context) {
        context.getRegistry().bind(BEAN, this);
    }

    /**
     * What a line is to call this person; whoever is new gets a salt, which is on the disk when this returns.
     *
     * @throws IOException if salts cannot be read or written
     */
    public synchronized String pseudonym(String name) throws IOException {
        Map<String, Person> known = read();
        Person person = known.get(name);
        if (person == null) {
            person = Person.create(name);
            Map<String, Person> more = new LinkedHashMap<>(known);
            more.put(name, person);
            write(more);
        }
        return person.pseudonym();
    }

    /** What lines call this person; empty for whom they do not name, or who is forgotten. */
    public synchronized Optional<String> find(String name) throws IOException {
        return Optional.ofNullable(read().get(name)).map(Person::pseudonym);
    }

    /** The names behind those of these words that stand for a person who is not forgotten. */
    public synchronized Map<String, String> names(Collection<String> pseudonyms) throws IOException {
        Map<String, String> names = new LinkedHashMap<>();
        if (pseudonyms.stream().anyMatch(word -> word.startsWith(PREFIX))) {
            for (Person person : read().values()) {
                if (pseudonyms.contains(person.pseudonym())) {
                    names.put(person.pseudonym(), person.name());
                }
            }
        }
        return names;
    }

    /**
     * Deletes the person's salt; it is off the disk when this returns. Who comes again is somebody else.
     *
     * @return false where no line names such a person
     */
    public synchronized boolean forget(String name) throws IOException {
        Map<String, Person> fewer = new LinkedHashMap<>(read());
        if (fewer.remove(name) == null) {
            return false;
        }
        write(fewer);
        return true;
    }

    private Map<String, Person> read() throws IOException {
        Map<String, Person> known = byName;
        if (known == null) {
            known = new LinkedHashMap<>();
            try {
                for (String line : Files.readAllLines(file)) {
                    Person person = Person.parse(line);
                    known.put(person.name(), person);
                }
            } catch (NoSuchFileException e) {
                byName = known; // nobody yet
            }
            byName = known;
        }
        return known;
    }

    private void write(Map<String, Person> persons) throws IOException {
        StringBuilder lines = new StringBuilder();
        persons.values().forEach(person -> lines.append(person.json()));
        DurableFile.replace(file, lines.toString().getBytes(UTF_8));
        byName = persons;
    }
}
