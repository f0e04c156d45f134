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
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.camelopenrouter.Documents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The matrix in the documents says what a run says; versions and notes may lag behind. */
@Timeout(300)
class ReadmeConformanceTest {

    private static final String BEGIN = "<!-- conformance:begin -->";
    private static final String END = "<!-- conformance:end -->";

    @Test
    void documentsShowTheMatrixOfThisRun() throws Exception {
        String documents = Documents.read().text();
        assumeTrue(documents.contains(BEGIN), "no document has a matrix");
        Map<String, List<String>> shown =
                ConformanceTable.rows(documents.substring(documents.indexOf(BEGIN), documents.indexOf(END)));
        String table = new ConformanceTable(Conformance.cells(), Scenario.values()).markdown();
        Map<String, List<String>> seen = ConformanceTable.rows(table);
        assertThat(shown.keySet()).containsExactlyElementsOf(seen.keySet());
        seen.forEach((client, marks) -> {
            if (!ConformanceTable.isUntried(marks)) {
                assertThat(shown.get(client))
                        .as("The row of %s, compared with target/conformance.md", client)
                        .isEqualTo(marks);
            }
        });
    }

    /** The programs of the matrix start with these very settings. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void documentsShowTheSettingsOfTheSpringAiPrograms(int generation) throws Exception {
        Path settings = Path.of("src", "it", "clients", "java", "spring-ai-" + generation + ".properties");
        assertThat(Documents.read().text()).containsOnlyOnce("```properties\n" + Files.readString(settings) + "```\n");
    }
}
