/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.clients;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** All coding agents against the gateway; the outcome is {@code target/agents.md}. They are large: two GB to install. */
@Timeout(900)
class AgentsIT {

    @TempDir
    Path folder;

    @Test
    void codingAgentsWorkWithTheSettingsThatTheDocumentsShow() throws Exception {
        AgentsMatrix matrix = AgentsMatrix.of(Agents.all(), folder);
        Files.writeString(Path.of("target", "agents.md"), matrix.markdown());
        matrix.assertThatNoneFailed();
        matrix.assertThatTheDocumentsShowIt();
    }
}
