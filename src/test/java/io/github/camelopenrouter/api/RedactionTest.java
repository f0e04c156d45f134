/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "chat-completions openai/sk-or-v1-canary, gpt | chat-completions openai/sk-***, gpt",
                "openai/SK-canary | openai/SK-***",
                "ork-canary_1 | ork-***",
                "openai/ork-canary | openai/ork-***",
                "network-canary/model | network-canary/model",
                "Bearer canary/+= x | Bearer *** x",
                "bearer%20canary | bearer%20***",
                "openai/gpt-4o:free | openai/gpt-4o:free"
            })
    void whatAClientHasChosenShowsNoSecret(String text, String shown) {
        assertThat(Redaction.maskClientsWords(text)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "ork-6SNwq2mh0NTrX7wT3uKDpVbJ4yGfZcR1Lo0cnrws, ork-***",
        "openai/ork-6SNwq2mh0NTrX7wT3uKDpVbJ4yGfZcR1Lo0cnrws:free, openai/ork-***:free",
        "xork-6SNwq2mh0NTrX7wT3uKDpVbJ4yGfZcR1Lo0cnrws, xork-***",
        "ork-bot, ork-bot",
        "network-0123456789012345678, network-0123456789012345678"
    })
    void aKeyOfTheGatewaysOwnIsOneEverywhere(String text, String shown) {
        assertThat(Redaction.maskKeysAnywhere(text)).isEqualTo(shown);
        assertThat(Redaction.start(text, 256)).isEqualTo(shown);
        if (!text.startsWith("x")) {
            assertThat(Redaction.maskKeys(text)).isEqualTo(shown);
            assertThat(Redaction.maskCredentials(text)).startsWith(shown.substring(0, 4));
            assertThat(Redaction.maskCredentials(text).contains("6SNw")).isFalse();
        }
    }

    @Test
    void ofAKeyThatIsCutNothingIsLeft() {
        String key = "ork-6SNwq2mh0NTrX7wT3uKDpVbJ4yGfZcR1Lo0cnrws";
        assertThat(Redaction.start("a".repeat(240) + "/" + key, 256)).isEqualTo("a".repeat(240) + "/ork-***");
        assertThat(Redaction.start("a".repeat(300), 256)).hasSize(256);
    }
}
