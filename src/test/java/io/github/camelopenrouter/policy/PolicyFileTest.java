/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.policy.document.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken of a file that somebody writes to while it is looked at. */
class PolicyFileTest {

    private static final String ONE = "teams:\n  a: {}\n";
    private static final String TWO = ONE + "  b: {}\n";

    @TempDir
    private Path directory;

    private Path path;
    private PolicyFile file;
    private long written;

    @BeforeEach
    void start() throws IOException {
        path = directory.resolve("policy.yaml");
        write(ONE);
        file = file();
        assertThat(file.readFirst().teams()).containsOnlyKeys("a");
    }

    @Test
    void aChangedFileIsTakenWhenItHasStoodUnchangedOverTwoLooks() throws IOException {
        write(TWO);

        assertThat(file.look().policy()).isNull();
        assertThat(taken().teams()).containsOnlyKeys("a", "b");
        assertThat(file.look()).isEqualTo(new PolicyFile.Look(null, null));
    }

    @Test
    void whatIsBeingWrittenIsNotTaken() throws IOException {
        for (String half : new String[] {"", "teams:", "teams:\n  a: {}\n  c: {}\n"}) {
            write(half);
            assertThat(file.look()).isEqualTo(new PolicyFile.Look(null, null));
        }
        write(TWO);
        assertThat(file.look().policy()).isNull();
        assertThat(taken().teams()).containsOnlyKeys("a", "b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "# soon\n", "{}", "teams:", "teams: {}\nkeys:\nusers: {}\n"})
    void aFileWithNothingInItIsNoPolicy(String nothing) throws IOException {
        write(nothing);
        file.look();

        assertThat(file.look())
                .matches(look -> look.policy() == null)
                .extracting(PolicyFile.Look::fault)
                .asString()
                .contains("policy.yaml, line 1: there is nothing in it");
        assertThat(file.problem()).contains("there is nothing in it");
        assertThatThrownBy(() -> file().readFirst())
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("there is nothing in it");
    }

    @Test
    void aFaultIsToldOfEachTimeThatTheFileIsSaved() throws IOException {
        for (int i = 0; i < 2; i++) {
            write("team: {}\n");
            file.look();
            assertThat(file.look().fault()).contains("'team' is not known here");
            assertThat(file.look().fault()).isNull();
        }
    }

    @Test
    void aFileThatHasGoneIsToldOfOnceAndTakenWhenItIsBack() throws IOException {
        Files.delete(path);
        assertThat(file.look().fault()).contains("does not exist");
        assertThat(file.look().fault()).isNull();
        write(TWO);
        file.look();
        assertThat(taken().teams()).containsOnlyKeys("a", "b");
        assertThat(file.problem()).isNull();
    }

    private Policy taken() {
        Policy policy = file.look().policy();
        assertThat(policy).isNotNull();
        return policy;
    }

    private PolicyFile file() {
        return new PolicyFile(path.toString(), "openrouter.policy.file", label -> false, label -> true);
    }

    /** Each time a second later, so that no two look the same. */
    private void write(String policy) throws IOException {
        Files.writeString(path, policy);
        Files.setLastModifiedTime(path, FileTime.from(Instant.ofEpochSecond(1_800_000_000L + written++)));
    }
}
