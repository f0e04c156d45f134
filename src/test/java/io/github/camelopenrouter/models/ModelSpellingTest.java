/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.models;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelSpellingTest {

    @ParameterizedTest
    @CsvSource({
        "claude-3-5-sonnet-20241022, claude-3.5-sonnet",
        "claude-3-5-haiku-latest,    claude-3.5-haiku",
        "claude-3-opus-20240229,     claude-3-opus",
        "claude-sonnet-4-20250514,   claude-sonnet-4",
        "claude-opus-4-1-20250805,   claude-opus-4.1",
        "claude-haiku-4-5,           claude-haiku-4.5",
        "claude-sonnet-4-0,          claude-sonnet-4",
        "claude-sonnet-4-5-20250929, claude-sonnet-4.5",
        "gpt-4o-2024-08-06,          gpt-4o",
        "gpt-4.1-mini,               gpt-4.1-mini"
    })
    void endsWithTheSpellingOfOpenRouter(String name, String spelling) {
        assertThat(ModelSpelling.candidates(name)).endsWith(spelling);
    }

    @Test
    void triesTheNameItselfFirstAndKeepsTheDateAsLongAsPossible() {
        assertThat(ModelSpelling.candidates("claude-3-5-sonnet-20240620"))
                .containsExactly(
                        "claude-3-5-sonnet-20240620",
                        "claude-3.5-sonnet-20240620",
                        "claude-3-5-sonnet",
                        "claude-3.5-sonnet");
    }

    @Test
    void leavesTheDashesOfADateAlone() {
        assertThat(ModelSpelling.candidates("gpt-4o-2024-08-06")).containsExactly("gpt-4o-2024-08-06", "gpt-4o");
    }

    @Test
    void hasNothingToAddToAPlainName() {
        assertThat(ModelSpelling.candidates("o3")).containsExactly("o3");
    }
}
