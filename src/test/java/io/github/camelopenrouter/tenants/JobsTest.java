/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.tenants;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose jobs are whose, also behind a restart, and no more of them than there is room for. */
class JobsTest {

    private static final int MOST = 3;

    @TempDir
    private Path data;

    @Test
    void aRestartForgetsNone() throws IOException {
        jobs().remember("vid-1", "/team:\"a\"");
        Jobs again = jobs();
        assertThat(again.isOf("vid-1", "/team:\"a\"")).isTrue();
        assertThat(again.isOf("vid-1", "/team:b")).isFalse();
        assertThat(again.isOf("vid-2", "/team:\"a\"")).isFalse();
    }

    @Test
    void theOldestIsForgottenFirst() throws IOException {
        Jobs jobs = jobs();
        for (int i = 0; i < 20; i++) {
            jobs.remember("vid-" + i, "me");
        }
        for (Jobs some : new Jobs[] {jobs, jobs()}) {
            assertThat(some.isOf("vid-16", "me")).isFalse();
            assertThat(some.isOf("vid-17", "me")).isTrue();
            assertThat(some.isOf("vid-19", "me")).isTrue();
        }
        assertThat(Files.readAllLines(data.resolve(Jobs.FILE))).hasSizeLessThanOrEqualTo(2 * MOST);
    }

    @Test
    void aLineThatIsHalfWrittenIsNoJob() throws IOException {
        jobs().remember("vid-1", "me");
        Files.writeString(data.resolve(Jobs.FILE), "{\"id\":\"vid-2\",\"ow", StandardOpenOption.APPEND);
        Jobs again = jobs();
        again.remember("vid-3", "me");
        assertThat(again.isOf("vid-2", "me")).isFalse();
        assertThat(jobs().isOf("vid-1", "me")).isTrue();
        assertThat(jobs().isOf("vid-3", "me")).isTrue();
        assertThat(Files.getPosixFilePermissions(data.resolve(Jobs.FILE))).hasSize(2);
    }

    @Test
    void withoutADirectoryTheyLiveAsLongAsTheProcess() throws IOException {
        Jobs jobs = new Jobs(null);
        jobs.remember("vid-1", "me");
        assertThat(jobs.isOf("vid-1", "me")).isTrue();
    }

    private Jobs jobs() throws IOException {
        return new Jobs(data, MOST);
    }
}
