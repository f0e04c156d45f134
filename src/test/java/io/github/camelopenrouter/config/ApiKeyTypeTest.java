/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenrouter.testing.Given;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyTypeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sk-or-v1-0123",
                "c2VjcmV0a2V5Cg==",
                "abcdefgh==",
                "sk-or-v1-abc=def",
                "Upper=case",
                "1st=first",
                "with_score=x",
                "=x",
                "a-label-of-more-than-thirty-two-characters=x",
                "a|b>c;d\"e'f",
            })
    void takesASingleKeyForWhatItIs(String text) {
        assertThat(keys(text)).containsExactly(new ApiKey("default", text, 1));
    }

    @ParameterizedTest
    @CsvSource({
        "prod=sk-or-v1-0123, prod, sk-or-v1-0123, 1",
        "team-2=abc==, team-2, abc==, 1",
        "a==b, a, =b, 1",
        "prod=sk-or-v1-0123*3, prod, sk-or-v1-0123, 3",
        "prod=sk-or-v1-0123*0.5, prod, sk-or-v1-0123, 0.5",
        "sk-or-v1-0123*2, default, sk-or-v1-0123, 2",
    })
    void readsLabelAndWeight(String text, String label, String key, double weight) {
        assertThat(keys(text)).containsExactly(new ApiKey(label, key, weight));
    }

    @Test
    void namesKeysWithoutALabelAfterTheirPlace() {
        assertThat(keys("one, b=two*2 ,three"))
                .containsExactly(
                        new ApiKey("key-1", "one", 1), new ApiKey("b", "two", 2), new ApiKey("key-3", "three", 1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "a=canary1,a=canary2; entry 2 repeats a label",
                "key-2=canary1,canary2; entry 2 repeats a label",
                "a=canary,b=canary; entry 2 repeats a key",
                "canary,; entry 2",
                ",canary; entry 1",
                "canary1,,canary2; entry 2",
                "a=canary*0; entry 1",
                "a=canary*-1; entry 1",
                "a=canary*1e3; entry 1",
                "a=canary*canary; entry 1",
                "a=canary*; entry 1",
                "canary*1*2; entry 1",
                "*2; entry 1",
                "x,canary canary; entry 2",
                "x,canäry; entry 2",
                "Prod=sk-canary; entry 1",
                "sk-or=sk-canary; entry 1",
                "a=canary,my label=sk-canary; entry 2",
            })
    void refusesWhatIsWrongByItsPlaceAlone(String text, String detail) {
        assertThatThrownBy(() -> keys(text))
                .isExactlyInstanceOf(SettingException.class)
                .hasMessageStartingWith("openrouter.api-key has a wrong value, which is not shown (" + detail
                        + "), but must be a key of")
                .hasMessageNotContainingAny("canary", "label=sk");
    }

    @Test
    void showsTheLabelAlone() {
        assertThat(keys("a=canary1,canary2*2")).hasToString("[a, key-2]");
    }

    private static List<ApiKey> keys(String text) {
        return Given.settings("openrouter.api-key", text).apiKeys();
    }
}
