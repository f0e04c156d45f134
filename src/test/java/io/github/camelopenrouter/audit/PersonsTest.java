/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenrouter.api.AuditEvent;
import io.github.camelopenrouter.api.AuditEvent.Actor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PersonsTest {

    private static final String ADA = "ada@example.com";

    @TempDir
    private Path directory;

    @Test
    void aPersonHasOneWordUntilForgottenAndAnotherBehindThat() throws IOException {
        Persons persons = persons();
        String ada = persons.pseudonym(ADA);
        assertThat(ada).matches("person:[0-9a-f]{32}");
        assertThat(persons.pseudonym("bob")).isNotEqualTo(ada);
        assertThat(persons().pseudonym(ADA)).isEqualTo(ada);
        assertThat(persons().names(Set.of(ada, "laptop"))).isEqualTo(Map.of(ada, ADA));

        assertThat(persons().forget(ADA)).isTrue();
        assertThat(persons().names(Set.of(ada))).isEmpty();
        assertThat(persons().find(ADA)).isEmpty();
        assertThat(persons().forget(ADA)).isFalse();
        assertThat(persons().pseudonym(ADA)).isNotEqualTo(ada);
        assertThat(persons().find("bob")).isPresent();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void nobodyElseReadsTheSalts() throws IOException {
        persons().pseudonym(ADA);
        assertThat(Files.getPosixFilePermissions(directory.resolve(Persons.FILE)))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void whatAKilledProcessHasLeftIsInNobodysWay() throws IOException {
        Files.writeString(directory.resolve(Persons.FILE + ".next"), "{\"pers");
        String ada = persons().pseudonym(ADA);
        assertThat(persons().find(ADA)).contains(ada);
    }

    @Test
    void noLineIsWrittenForAPersonWhoseSaltIsNotOnTheDisk() throws IOException {
        Files.createDirectories(directory.resolve(Persons.FILE).resolve("in-the-way"));
        try (AuditLog log = new Trail(directory).open()) {
            assertThatThrownBy(() -> log.write(by(ADA))).isInstanceOf(IOException.class);
            log.write(Trail.event("by a service"));
        }
        assertThat(new Trail(directory).verify()).isEqualTo(new AuditVerifier.Result(1, 0, null));
    }

    @Test
    void aDamagedFileIsNotTakenForNobody() throws IOException {
        Files.writeString(directory.resolve(Persons.FILE), "damaged\n");
        assertThatThrownBy(() -> persons().pseudonym(ADA)).isInstanceOf(IOException.class);
    }

    @Test
    void theChainStaysWholeWhenAPersonIsForgotten() throws IOException {
        Trail trail = new Trail(directory);
        try (AuditLog log = trail.open()) {
            log.write(List.of(by(ADA), Trail.event("one"), by(ADA)));
        }
        AuditPage before = AuditQuery.parse(Map.of("principal", ADA)).find(directory);
        assertThat(before.lines()).hasSize(2);
        assertThat(before.persons()).containsValue(ADA);
        assertThat(Files.readString(trail.file(0))).doesNotContain("@example.com");

        trail.persons.forget(ADA);
        assertThat(trail.verify()).isEqualTo(new AuditVerifier.Result(3, 0, null));
        assertThat(AuditQuery.parse(Map.of("principal", ADA)).find(directory).lines())
                .isEmpty();
        assertThat(AuditQuery.parse(Map.of()).find(directory).persons()).isEmpty();
        try (var files = Files.walk(directory)) {
            assertThat(files.filter(Files::isRegularFile))
                    .allSatisfy(file -> assertThat(Files.readString(file)).doesNotContain("@example.com"));
        }
    }

    private static AuditEvent by(String person) {
        return new AuditEvent(
                new Actor(person, Set.of("lead"), null, Actor.Kind.PERSON),
                "key.create",
                "k1",
                Map.of(),
                Map.of(),
                AuditEvent.Outcome.DONE);
    }

    private Persons persons() {
        return new Persons(directory);
    }
}
