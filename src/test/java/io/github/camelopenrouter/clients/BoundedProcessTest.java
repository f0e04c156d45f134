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

import java.util.List;
import org.junit.jupiter.api.Test;

class BoundedProcessTest {

    @Test
    void theFirstErrorIsThatOfStandardErrorBeforeThatOfStandardOutput() {
        List<String> pip = List.of("Looking", "ERROR: No matching distribution", "ERROR: Advice");
        List<String> maven = List.of("[ERROR] Could not resolve dependencies", "[ERROR] ", "[ERROR] Re-run Maven");

        assertThat(new BoundedProcess.End(1, maven, pip).firstError()).isEqualTo("ERROR: No matching distribution");
        assertThat(new BoundedProcess.End(1, maven, List.of("", "a warning")).firstError())
                .isEqualTo("[ERROR] Could not resolve dependencies");
        assertThat(new BoundedProcess.End(1, List.of(), List.of("killed")).firstError())
                .isEqualTo("killed");
    }
}
