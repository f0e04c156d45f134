/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Three days of two lines each. */
class AuditQueryTest {

    @TempDir
    private Path directory;

    @BeforeEach
    void write() throws IOException {
        Trail trail = new Trail(directory).write(2, 2, 2);
        Files.writeString(trail.file(1), "damaged\n", StandardOpenOption.APPEND);
    }

    @Test
    void findsTheNewestFirstPageByPage() throws IOException {
        AuditPage first = find(Map.of("limit", "3"));
        assertThat(targets(first)).containsExactly("target-2-1", "target-2-0", "target-1-1");
        assertThat(first.next()).isEqualTo(4);
        AuditPage rest = find(Map.of("limit", "3", "after", "4"));
        assertThat(targets(rest)).containsExactly("target-1-0", "target-0-1", "target-0-0");
        assertThat(rest.next()).isNull();
    }

    @Test
    void findsWhatIsAskedFor() throws IOException {
        assertThat(targets(find(Map.of("action", "key.create")))).hasSize(6);
        assertThat(targets(find(Map.of("action", "reload")))).isEmpty();
        assertThat(targets(find(Map.of("principal", "admin-token")))).hasSize(6);
        assertThat(targets(find(Map.of("principal", "gateway")))).isEmpty();
        assertThat(targets(find(Map.of("from", "2026-08-06")))).hasSize(2);
        assertThat(targets(find(Map.of("to", "2026-08-05")))).containsExactly("target-0-1", "target-0-0");
        assertThat(targets(find(Map.of("from", "2026-08-05", "to", "2026-08-06"))))
                .containsExactly("target-1-1", "target-1-0");
    }

    @ParameterizedTest
    @CsvSource({"limit, 0", "limit, 1001", "limit, many", "after, 0", "from, tomorrow", "to, 2026-13-01"})
    void refusesWhatMakesNoSense(String name, String value) {
        assertThatThrownBy(() -> AuditQuery.parse(Map.of(name, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name);
    }

    @Test
    void knowsADirectoryThatIsNotThere() {
        assertThatThrownBy(() -> AuditQuery.parse(Map.of()).find(directory.resolve("none")))
                .isInstanceOf(NoSuchFileException.class);
    }

    private AuditPage find(Map<String, String> asked) throws IOException {
        return AuditQuery.parse(asked).find(directory);
    }

    private static List<String> targets(AuditPage page) {
        return page.lines().stream()
                .map(line -> new String(line, UTF_8).replaceAll(".*\"target\":\"([^\"]*)\".*", "$1"))
                .toList();
    }
}
