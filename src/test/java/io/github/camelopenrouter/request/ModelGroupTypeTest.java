/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.testing.Given;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelGroupTypeTest {

    private static final String ALLOWED = "a list such as a>b;c>d*2|e, each name on the left once, each model of a name"
            + " once, a weight above 0 after *.";

    @Test
    void readsAliasesOfOneModel() {
        assertThat(aliases("a>b/c:free; d > e"))
                .containsExactly(
                        Map.entry("a", List.of(member("b/c:free", 1))), Map.entry("d", List.of(member("e", 1))));
    }

    @Test
    void readsGroupsWithWeights() {
        assertThat(aliases("a>b/c*2 | d/e*0.5|f/g"))
                .containsExactly(Map.entry("a", List.of(member("b/c", 2), member("d/e", 0.5), member("f/g", 1))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a", ">b", "a>", "a>b;", "a>b>c", "a b>c", "a>b|", "a>|b", "a>*2", "a>b*", "a>b*0", "a>b*x", "a>b*1*2"
            })
    void refusesWhatIsNoListOfNames(String text) {
        assertRefused(text, "");
    }

    @Test
    void namesWhatIsRepeated() {
        assertRefused("a>b;a>c", " (a stands there twice)");
        assertRefused("a>b|c*2|b*3", " (b stands there twice)");
    }

    @Test
    void hidesAKeyThatWasPastedWhereNoneBelongs() {
        assertThatThrownBy(() -> aliases("a>sk-or-v1-canary|sk-or-v1-canary"))
                .hasMessageContaining("stands there twice")
                .hasMessageNotContaining("canary");
    }

    @Test
    void writesAWeightOnlyWhereThereIsOne() {
        assertThat(List.of(member("b/c", 1), member("d/e", 2))).hasToString("[b/c, d/e*2.0]");
    }

    private static WeightedModel member(String model, double weight) {
        return new WeightedModel(model, weight);
    }

    private static Map<String, List<WeightedModel>> aliases(String text) {
        return RequestSettings.of(Given.settings("openrouter.model-aliases", text))
                .modelAliases();
    }

    private static void assertRefused(String text, String detail) {
        assertThatThrownBy(() -> aliases(text))
                .isExactlyInstanceOf(SettingException.class)
                .hasMessage("openrouter.model-aliases is \"" + text + "\"" + detail + ", but must be " + ALLOWED);
    }
}
