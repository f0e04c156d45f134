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

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelLimitsTest {

    private static final String LIST = "{\"data\":["
            + "{\"id\":\"a/both\",\"canonical_slug\":\"a/both-1\",\"context_length\":1000,"
            + "\"top_provider\":{\"context_length\":500,\"max_completion_tokens\":100}},"
            + "{\"id\":\"a/both:extended\",\"context_length\":9000,\"top_provider\":{\"max_completion_tokens\":900}},"
            + "{\"id\":\"a/context\",\"context_length\":1000,\"top_provider\":{\"max_completion_tokens\":null}},"
            + "{\"id\":\"a/zero\",\"context_length\":0,\"top_provider\":{\"max_completion_tokens\":0}},"
            + "{\"id\":\"a/none\"},"
            + "{\"id\":\"a/odd\",\"context_length\":\"much\",\"top_provider\":[]}]}";

    private static ModelLimits limits(ModelSource source, String model) {
        return new ModelCatalogue(source, new TestClock(), Runnable::run, Map.of()).limits(model);
    }

    @ParameterizedTest
    @CsvSource({
        "a/both,          1000, 100",
        "a/both-1,        1000, 100",
        "a/both:nitro,    1000, 100",
        "a/both:extended, 9000, 900",
        "a/context,       1000,    ",
        "a/zero,              ,    ",
        "a/none,              ,    ",
        "a/odd,               ,    ",
        "a/unlisted,          ,    ",
        "a/unlisted:nitro,    ,    "
    })
    void areWhatTheListSaysOfAModelOrItsVariant(String model, @Nullable Long context, @Nullable Long completion) {
        assertThat(limits(ScriptedSource.answer(200, "max-age=300", LIST), model))
                .isEqualTo(new ModelLimits(context, completion));
    }

    /** As prices do; see {@link ModelPriceWaitTest} for how long they are waited for. */
    @Test
    void areUnknownWithoutAList() {
        assertThat(limits(ScriptedSource.unreachable(), "a/both")).isEqualTo(ModelLimits.UNKNOWN);
    }
}
