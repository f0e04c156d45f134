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

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlainNameTest {

    @TempDir
    private Path directory;

    /** Names of models and request_ids have it amid other text. */
    @Test
    void aLineHasANameWhereverItStandsButNotInALongerWord() throws IOException {
        try (AuditLog log = new Trail(directory).open()) {
            log.write(Trail.event("chat-completions openai/ada@example.com, ada@example.com"));
            log.write(Trail.event("Zoë \"Z\""));
            log.write(Trail.event("canada"));
        }
        assertThat(PlainName.lines(directory, "ada@example.com")).isEqualTo(1);
        assertThat(PlainName.lines(directory, "ada")).isEqualTo(1);
        assertThat(PlainName.lines(directory, "Zoë \"Z\"")).isEqualTo(1);
        assertThat(PlainName.lines(directory, "Zo")).isZero();
        assertThat(PlainName.lines(directory, "bob")).isZero();
    }
}
