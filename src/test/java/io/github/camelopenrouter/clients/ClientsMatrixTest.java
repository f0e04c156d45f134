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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The clients that people use, against the gateway; the outcome is {@code target/conformance.md}. */
@Timeout(300)
class ClientsMatrixTest {

    @Test
    void everyClientSeesAnswersAndErrorsAsItExpectsThem() throws Exception {
        List<Cell> cells = Conformance.cells();
        Files.writeString(
                Path.of("target", "conformance.md"), new ConformanceTable(cells, Scenario.values()).markdown());
        assertThat(cells).filteredOn(cell -> cell.status() == Cell.Status.FAIL).isEmpty();
    }
}
