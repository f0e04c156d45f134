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
import static io.github.camelopenrouter.models.ScriptedSource.listOf;
import static io.github.camelopenrouter.models.ScriptedSource.models;
import static io.github.camelopenrouter.models.ScriptedSource.status;
import static io.github.camelopenrouter.models.ScriptedSource.unreachable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.camelopenrouter.error.OpenRouterException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelFetcherTest {

    private static final String ALL = "output_modalities=all";

    private final TestClock clock = new TestClock();

    @Test
    void asksForModelsOfEveryModality() throws Exception {
        ScriptedSource source = ScriptedSource.of(models("a/one"));
        new ModelFetcher(source, clock, ModelAliases.NONE).fetch();

        assertThat(source.queries()).containsExactly(ALL);
    }

    @Test
    void takesTheFreshnessFromTheAnswer() throws Exception {
        ModelSource source = answer(200, "max-age=60", listOf("a/one"));

        assertThat(new ModelFetcher(source, clock, ModelAliases.NONE).fetch().freshFor())
                .hasSeconds(60);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 422})
    void asksWithoutTheQueryWhenItIsRefused(int status) throws Exception {
        ScriptedSource source = ScriptedSource.of(status(status), models("a/one"));

        assertThat(new ModelFetcher(source, clock, ModelAliases.NONE)
                        .fetch()
                        .list()
                        .find("a/one"))
                .isNotNull();
        assertThat(source.queries()).containsExactly(ALL, "null");
    }

    @Test
    void asksWithoutTheQueryWhenItIsRefusedByAnException() throws Exception {
        ScriptedSource source =
                ScriptedSource.of(failing(OpenRouterException.of(404, "no", null, null)), models("a/one"));

        assertThat(new ModelFetcher(source, clock, ModelAliases.NONE)
                        .fetch()
                        .list()
                        .find("a/one"))
                .isNotNull();
    }

    @Test
    void remembersForAnHourThatTheQueryIsRefused() throws Exception {
        ScriptedSource source = ScriptedSource.of(status(400), models("a/one"));
        ModelFetcher fetcher = new ModelFetcher(source, clock, ModelAliases.NONE);
        fetcher.fetch();
        clock.advance(Duration.ofMinutes(59));
        fetcher.fetch();
        clock.advance(Duration.ofMinutes(1));
        fetcher.fetch();

        assertThat(source.queries()).containsExactly(ALL, "null", "null", ALL);
    }

    @Test
    void goesOnAskingForEverythingWhenThePlainListFailsToo() throws Exception {
        ScriptedSource source = ScriptedSource.of(status(404), status(404), models("a/one"));
        ModelFetcher fetcher = new ModelFetcher(source, clock, ModelAliases.NONE);
        failure(fetcher);
        fetcher.fetch();

        assertThat(source.queries()).containsExactly(ALL, "null", ALL);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 429, 500, 503})
    void doesNotAskTwiceForAnotherFailure(int status) {
        ScriptedSource source = ScriptedSource.of(status(status));
        failure(new ModelFetcher(source, clock, ModelAliases.NONE));

        assertThat(source.calls()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "401,401", "402,402", "403,403", "429,429", "500,500", "503,503", "524,524", "400,502", "404,502", "418,502"
    })
    void blamesTheClientForNothingThatTheGatewayAsked(int upstream, int seen) {
        OpenRouterException failure = failure(new ModelFetcher(status(upstream), clock, ModelAliases.NONE));

        assertThat(failure.status()).isEqualTo(seen);
        assertThat(failure).hasMessageContaining("status " + upstream);
    }

    @Test
    void answersWithABadGatewayWhenTheUpstreamIsUnreachable() {
        OpenRouterException failure = failure(new ModelFetcher(unreachable(), clock, ModelAliases.NONE));

        assertThat(failure.status()).isEqualTo(502);
        assertThat(failure).hasMessageNotContaining("Connection refused");
    }

    @Test
    void passesOnWhatTheSourceSaysItself() {
        OpenRouterException own = OpenRouterException.overloaded("later", "breaker_open", 3);

        assertThat(failure(new ModelFetcher(failing(own), clock, ModelAliases.NONE)))
                .isSameAs(own);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "{\"data\":[{}]}"})
    void answersWithABadGatewayForABodyThatIsNoModelList(String body) {
        assertThat(failure(new ModelFetcher(answer(200, null, body), clock, ModelAliases.NONE))
                        .status())
                .isEqualTo(502);
    }

    @Test
    void answersWithABadGatewayForAnAnswerWithoutABody() {
        ModelSource empty = query -> new ModelSource.Answer(204, null, null);

        assertThat(failure(new ModelFetcher(empty, clock, ModelAliases.NONE)).status())
                .isEqualTo(502);
    }

    private static ModelSource failing(OpenRouterException failure) {
        return query -> {
            throw failure;
        };
    }

    private static OpenRouterException failure(ModelFetcher fetcher) {
        return catchThrowableOfType(OpenRouterException.class, fetcher::fetch);
    }
}
