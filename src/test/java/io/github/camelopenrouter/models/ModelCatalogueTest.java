/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.models;

import static io.github.camelopenrouter.models.ScriptedSource.answer;
import static io.github.camelopenrouter.models.ScriptedSource.models;
import static io.github.camelopenrouter.models.ScriptedSource.unreachable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.camelopenrouter.error.OpenRouterException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelCatalogueTest {

    private static final String LISTED = "{\"data\":["
            + "{\"id\":\"openai/gpt-4o\",\"canonical_slug\":\"openai/gpt-4o\"},"
            + "{\"id\":\"openai/gpt-4.1-mini\",\"canonical_slug\":\"openai/gpt-4.1-mini-2025-04-14\"},"
            + "{\"id\":\"openrouter/auto\",\"canonical_slug\":\"openrouter/auto\"},"
            + "{\"id\":\"~anthropic/claude-opus-latest\",\"canonical_slug\":\"~anthropic/claude-opus-latest\"},"
            + "{\"id\":\"meta-llama/llama-3.2:free\",\"canonical_slug\":\"meta-llama/llama-3.2\"},"
            + "{\"id\":\"a/b/c\",\"canonical_slug\":\"a/b/c\"}]}";

    private final ModelCatalogue catalogue =
            new ModelCatalogue(answer(200, "max-age=300", LISTED), new TestClock(), Runnable::run, Map.of());

    @Test
    void listsTheModelsUnderTheGatewaysNames() {
        ModelCatalogue small = new ModelCatalogue(models("openai/gpt-4o"), new TestClock(), Runnable::run, Map.of());

        assertThat(new String(small.list(), StandardCharsets.UTF_8))
                .isEqualTo("{\"object\":\"list\",\"data\":[{\"id\":\"openrouter/openai/gpt-4o\",\"object\":\"model\","
                        + "\"created\":1,\"owned_by\":\"openai\"}]}");
    }

    @ParameterizedTest
    @CsvSource({
        "openrouter/openai/gpt-4o,                   openai/gpt-4o",
        "openai/gpt-4o,                              openai/gpt-4o",
        "openai/gpt-4.1-mini-2025-04-14,             openai/gpt-4.1-mini",
        "openrouter/openai/gpt-4.1-mini-2025-04-14,  openai/gpt-4.1-mini",
        "openrouter/auto,                            openrouter/auto",
        "openrouter/openrouter/auto,                 openrouter/auto",
        "openrouter/~anthropic/claude-opus-latest,   ~anthropic/claude-opus-latest",
        "openrouter/meta-llama/llama-3.2:free,       meta-llama/llama-3.2:free",
        "meta-llama/llama-3.2:free,                  meta-llama/llama-3.2:free",
        "openrouter/a/b/c,                           a/b/c"
    })
    void findsAModelUnderEachOfItsNames(String asked, String id) {
        assertThat(new String(catalogue.model("", asked), StandardCharsets.UTF_8))
                .startsWith("{\"id\":\"openrouter/" + id + "\",\"object\":\"model\",");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "openrouter/",
                "gpt-4o",
                "openai/gpt-5o",
                "openrouter/openrouter/openai/gpt-4o",
                "openai/gpt-4o:nitro",
                "openai/gpt-4o:floor",
                "openai/gpt-4o:online",
                "openai/gpt-4o:exacto",
                "openai/gpt-4o:free",
                "openai/gpt-4o:thinking",
                "openai/gpt-4o:extended",
                "openrouter/openai/gpt-4o:nitro",
                "OPENAI/GPT-4o"
            })
    void doesNotKnowAModelThatIsNotListed(String id) {
        OpenRouterException unknown = catchThrowableOfType(OpenRouterException.class, () -> catalogue.model("", id));

        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.code()).isEqualTo("model_not_found");
        assertThat(unknown).hasMessageContaining("'" + id + "'");
    }

    @Test
    void failsToFindAModelLikeTheListFails() {
        ModelCatalogue down = new ModelCatalogue(unreachable(), new TestClock(), Runnable::run, Map.of());

        assertThatThrownBy(() -> down.model("", "openai/gpt-4o"))
                .isInstanceOfSatisfying(
                        OpenRouterException.class,
                        failure -> assertThat(failure.status()).isEqualTo(502));
    }

    @Test
    void listsAliasesAsModelsBeforeTheOthers() {
        ModelCatalogue small = catalogue(models("openai/gpt-4o"), "smart", "fa\"st");

        assertThat(text(small.list()))
                .isEqualTo("{\"object\":\"list\",\"data\":["
                        + "{\"id\":\"smart\",\"object\":\"model\",\"created\":0,\"owned_by\":\"alias\"},"
                        + "{\"id\":\"fa\\\"st\",\"object\":\"model\",\"created\":0,\"owned_by\":\"alias\"},"
                        + "{\"id\":\"openrouter/openai/gpt-4o\",\"object\":\"model\","
                        + "\"created\":1,\"owned_by\":\"openai\"}]}");
    }

    @Test
    void listsANameOnceWhereAnAliasTakesItFromAModel() {
        ModelCatalogue small = catalogue(models("openai/gpt-4o"), "openrouter/openai/gpt-4o");

        assertThat(text(small.list()))
                .isEqualTo("{\"object\":\"list\",\"data\":[" + alias("openrouter/openai/gpt-4o") + "]}");
        assertThat(text(small.model("", "openrouter/openai/gpt-4o"))).isEqualTo(alias("openrouter/openai/gpt-4o"));
    }

    @Test
    void findsAnAliasBeforeTheModelOfThatName() {
        ModelCatalogue small = catalogue(models("openai/gpt-4o"), "openai/gpt-4o");

        assertThat(text(small.model("", "openai/gpt-4o"))).isEqualTo(alias("openai/gpt-4o"));
        assertThat(text(small.model("", "openrouter/openai/gpt-4o"))).contains("\"owned_by\":\"openai\"");
    }

    @Test
    void knowsAnAliasByItsWholeNameOnly() {
        ModelCatalogue small = catalogue(models("openai/gpt-4o"), "fast");

        assertThat(text(small.model("", "fast"))).isEqualTo(alias("fast"));
        assertThatThrownBy(() -> small.model("", "openrouter/fast")).isInstanceOf(OpenRouterException.class);
    }

    /** Strictly typed clients want every member that OpenRouter's entries have. */
    @Test
    void describesAnAliasAsItsTargetIsDescribed() {
        String listed =
                "{\"data\":[{\"id\":\"openai/gpt-4o\",\"created\":7,\"name\":\"GPT-4o\",\"pricing\":{\"prompt\":1.50}}]}";
        ModelCatalogue described = new ModelCatalogue(
                answer(200, null, listed), new TestClock(), Runnable::run, Map.of("fast", "openai/gpt-4o"));
        String entry = "{\"id\":\"fast\",\"object\":\"model\",\"created\":0,\"owned_by\":\"alias\","
                + "\"name\":\"GPT-4o\",\"pricing\":{\"prompt\":1.50}}";

        assertThat(text(described.model("", "fast"))).isEqualTo(alias("fast")); // no list yet, and none is waited for
        assertThat(text(described.list())).startsWith("{\"object\":\"list\",\"data\":[" + entry + ",");
        assertThat(text(described.model("", "fast"))).isEqualTo(entry);
    }

    @Test
    void knowsAnAliasWithoutTheUpstream() {
        ModelCatalogue down = catalogue(unreachable(), "fast");

        assertThat(text(down.model("", "fast"))).isEqualTo(alias("fast"));
        assertThatThrownBy(down::list)
                .isInstanceOfSatisfying(
                        OpenRouterException.class,
                        failure -> assertThat(failure.status()).isEqualTo(502));
    }

    @Test
    void doesNotTakeAnAliasForAVendorsModel() {
        assertThat(catalogue(models("openai/gpt-4o"), "anthropic/claude-3.5-sonnet")
                        .resolve("anthropic", "claude-3-5-sonnet-20241022"))
                .isEqualTo("anthropic/claude-3-5-sonnet-20241022");
    }

    private static String alias(String name) {
        return "{\"id\":\"" + name + "\",\"object\":\"model\",\"created\":0,\"owned_by\":\"alias\"}";
    }

    private static ModelCatalogue catalogue(ModelSource source, String... aliases) {
        Map<String, String> targets = new LinkedHashMap<>();
        for (String alias : aliases) {
            targets.put(alias, "not/listed");
        }
        return new ModelCatalogue(source, new TestClock(), Runnable::run, targets);
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }
}
