/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.Documents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The smallest of the agents in every build; {@link AgentsIT} has them all. */
@Timeout(300)
class AgentsTest {

    @TempDir
    Path folder;

    static List<Agent> agents() {
        return Agents.all();
    }

    @Test
    void aCodingAgentWorksWithTheSettingsThatTheDocumentsShow() throws Exception {
        AgentsMatrix matrix = AgentsMatrix.of(List.of(Agents.continueCli()), folder);
        matrix.assertThatNoneFailed();
        matrix.assertThatTheDocumentsShowIt();
    }

    /** The agents start with these very files. */
    @ParameterizedTest
    @MethodSource("agents")
    void theDocumentsShowTheSettingsOfEachAgent(Agent agent) throws Exception {
        String documents = Documents.read().text();
        try (Stream<Path> settings = Files.walk(agent.home())) {
            for (Path file : settings.filter(Files::isRegularFile).toList()) {
                assertThat(documents).contains("`~/" + agent.home().relativize(file) + "`");
                assertThat(documents).contains("\n" + Files.readString(file) + "```\n");
            }
        }
    }
}
