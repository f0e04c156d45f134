/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class VendorTest {

    @ParameterizedTest
    @CsvSource({
        "openai/gpt-4o,openai",
        "meta-llama/llama-3.3-70b-instruct:free,meta-llama",
        "~anthropic/claude-sonnet-latest,anthropic",
        "a/b/c,a",
        "sandbox/error-503,sandbox/error-503",
        "OpenRouter/auto,openrouter",
    })
    void isThePartBeforeTheFirstSlash(String model, String vendor) {
        assertThat(Vendor.of(model)).isEqualTo(vendor);
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"gpt-4o", "/gpt-4o", "~/gpt-4o"})
    void isNoneWithoutOne(String model) {
        assertThat(Vendor.of(model)).isEqualTo(Vendor.NONE);
    }

    @Test
    void isNeverLong() {
        assertThat(Vendor.of("v".repeat(100_000) + "/m")).hasSize(64);
    }
}
