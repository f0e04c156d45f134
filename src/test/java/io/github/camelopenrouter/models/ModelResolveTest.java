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

import io.github.camelopenrouter.models.ScriptedSource.Gate;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class ModelResolveTest {

    private static final String LISTED = "{\"data\":["
            + "{\"id\":\"anthropic/claude-3.5-sonnet\",\"canonical_slug\":\"anthropic/claude-3.5-sonnet\"},"
            + "{\"id\":\"anthropic/claude-3.5-haiku\",\"canonical_slug\":\"anthropic/claude-3-5-haiku\"},"
            + "{\"id\":\"anthropic/claude-3.7-sonnet:thinking\",\"canonical_slug\":\"anthropic/claude-3-7-sonnet-20250219\"},"
            + "{\"id\":\"anthropic/claude-3.7-sonnet\",\"canonical_slug\":\"anthropic/claude-3-7-sonnet-20250219\"},"
            + "{\"id\":\"anthropic/claude-sonnet-4\",\"canonical_slug\":\"anthropic/claude-4-sonnet-20250522\"},"
            + "{\"id\":\"anthropic/claude-opus-4.1\"},"
            + "{\"id\":\"anthropic/claude-haiku-4.5\"},"
            + "{\"id\":\"openai/gpt-4o\"},"
            + "{\"id\":\"openai/gpt-4o-2024-08-06\"},"
            + "{\"id\":\"openai/gpt-4.1-mini\",\"canonical_slug\":\"openai/gpt-4.1-mini-2025-04-14\"},"
            + "{\"id\":\"openai/gpt-oss:free\",\"canonical_slug\":\"openai/gpt-oss\"}]}";

    private static final Duration NOT_AT_ALL = Duration.ZERO;
    private static final Duration LONG = Duration.ofSeconds(20);

    private final TestClock clock = new TestClock();
    private final Queue<Runnable> waiting = new ArrayDeque<>();

    @ParameterizedTest
    @CsvSource({
        "anthropic, claude-sonnet-4,                      anthropic/claude-sonnet-4",
        "anthropic, claude-4-sonnet-20250522,             anthropic/claude-sonnet-4",
        "anthropic, claude-3-7-sonnet-20250219,           anthropic/claude-3.7-sonnet",
        "anthropic, claude-3-5-sonnet-20241022,           anthropic/claude-3.5-sonnet",
        "anthropic, claude-3-5-haiku-latest,              anthropic/claude-3.5-haiku",
        "anthropic, claude-sonnet-4-20250514,             anthropic/claude-sonnet-4",
        "anthropic, claude-opus-4-1-20250805,             anthropic/claude-opus-4.1",
        "anthropic, claude-haiku-4-5,                     anthropic/claude-haiku-4.5",
        "anthropic, claude-3-7-sonnet-20250219:thinking,  anthropic/claude-3.7-sonnet:thinking",
        "anthropic, claude-haiku-4-5:nitro,               anthropic/claude-haiku-4.5:nitro",
        "anthropic, claude-9-20300101,                    anthropic/claude-9-20300101",
        "anthropic, gpt-4o,                               anthropic/gpt-4o",
        "openai,    gpt-4o-2024-08-06,                    openai/gpt-4o-2024-08-06",
        "openai,    gpt-4o-2024-05-13,                    openai/gpt-4o",
        "openai,    gpt-4o-2024-05-13:floor,              openai/gpt-4o:floor",
        "openai,    gpt-4.1-mini-2025-04-14,              openai/gpt-4.1-mini",
        "openai,    gpt-oss:nitro,                        openai/gpt-oss:nitro",
        "openai,    ft:gpt-4o:org::id,                    openai/ft:gpt-4o:org::id",
        "openai,    '',                                   openai/"
    })
    void findsTheNameThatOpenRouterUses(String vendor, String name, String id) {
        ModelCatalogue catalogue =
                new ModelCatalogue(answer(200, null, LISTED), clock, Runnable::run, ModelAliases.NONE, LONG);

        assertThat(catalogue.resolve(vendor, name)).isEqualTo(id);
    }

    @Test
    void putsTheVendorInFrontWhileThereIsNoList() {
        ModelCatalogue catalogue =
                new ModelCatalogue(answer(200, null, LISTED), clock, waiting::add, ModelAliases.NONE, NOT_AT_ALL);

        assertThat(catalogue.resolve("anthropic", "claude-haiku-4-5:nitro"))
                .isEqualTo("anthropic/claude-haiku-4-5:nitro");
    }

    @Test
    void waitsForAFirstListThatComesInTime() throws Exception {
        Gate gate = new Gate(answer(200, null, LISTED));
        ModelCatalogue catalogue = new ModelCatalogue(gate, clock, inThread(), ModelAliases.NONE, LONG);
        Callers<String> caller = Callers.start(1, () -> catalogue.resolve("anthropic", "claude-haiku-4-5"));
        gate.reached();
        caller.untilAllWait();
        gate.open();

        assertThat(caller.result()).isEqualTo("anthropic/claude-haiku-4.5");
    }

    @Test
    void knowsTheListOnceItHasComeLate() {
        ModelCatalogue catalogue =
                new ModelCatalogue(answer(200, null, LISTED), clock, waiting::add, ModelAliases.NONE, NOT_AT_ALL);
        catalogue.resolve("anthropic", "claude-haiku-4-5");
        waiting.remove().run();

        assertThat(catalogue.resolve("anthropic", "claude-haiku-4-5")).isEqualTo("anthropic/claude-haiku-4.5");
    }

    @Test
    void fetchesTheListOnceHoweverManyNamesAreAsked() {
        ModelCatalogue catalogue =
                new ModelCatalogue(answer(200, null, LISTED), clock, waiting::add, ModelAliases.NONE, NOT_AT_ALL);
        for (int i = 0; i < 100; i++) {
            catalogue.resolve("anthropic", "claude-" + i);
        }

        assertThat(waiting).hasSize(1);
    }

    @Test
    void takesAnOldListAtOnceAndHasItRefreshedInTheBackground() {
        ScriptedSource source = ScriptedSource.of(models("openai/gpt-4o"), models("openai/gpt-5.1"));
        ModelCatalogue catalogue = new ModelCatalogue(source, clock, waiting::add, ModelAliases.NONE, LONG);
        catalogue.list();
        clock.advanceSeconds(301);

        assertThat(catalogue.resolve("openai", "gpt-5-1")).isEqualTo("openai/gpt-5-1");
        waiting.remove().run();
        assertThat(catalogue.resolve("openai", "gpt-5-1")).isEqualTo("openai/gpt-5.1");
    }

    @Test
    void leavesAFreshListAlone() {
        ModelCatalogue catalogue =
                new ModelCatalogue(models("openai/gpt-4o"), clock, waiting::add, ModelAliases.NONE, LONG);
        catalogue.list();
        catalogue.resolve("openai", "gpt-4o");

        assertThat(waiting).isEmpty();
    }

    @Test
    void putsTheVendorInFrontWhenTheUpstreamIsDown() {
        ModelCatalogue catalogue = new ModelCatalogue(unreachable(), clock, Runnable::run, ModelAliases.NONE, LONG);

        assertThat(catalogue.resolve("openai", "gpt-4o")).isEqualTo("openai/gpt-4o");
    }

    @Test
    void triesAgainAfterAFailureInTheBackground() {
        ScriptedSource source = ScriptedSource.of(unreachable(), answer(200, null, LISTED));
        ModelCatalogue catalogue = new ModelCatalogue(source, clock, Runnable::run, ModelAliases.NONE, LONG);
        catalogue.resolve("anthropic", "claude-haiku-4-5");

        assertThat(catalogue.resolve("anthropic", "claude-haiku-4-5")).isEqualTo("anthropic/claude-haiku-4.5");
    }

    @Test
    void putsTheVendorInFrontWhenTheExecutorHasNoRoom() {
        AtomicBoolean full = new AtomicBoolean(true);
        Executor executor = task -> {
            if (full.get()) {
                throw new RejectedExecutionException();
            }
            task.run();
        };
        ModelCatalogue catalogue =
                new ModelCatalogue(answer(200, null, LISTED), clock, executor, ModelAliases.NONE, LONG);

        assertThat(catalogue.resolve("anthropic", "claude-haiku-4-5")).isEqualTo("anthropic/claude-haiku-4-5");
        full.set(false);
        assertThat(catalogue.resolve("anthropic", "claude-haiku-4-5")).isEqualTo("anthropic/claude-haiku-4.5");
    }

    @Test
    void putsTheVendorInFrontForACallerThatIsInterrupted() throws Exception {
        ModelCatalogue catalogue =
                new ModelCatalogue(models("openai/gpt-4o"), clock, waiting::add, ModelAliases.NONE, LONG);
        Callers<String> caller = Callers.start(
                1,
                () -> catalogue.resolve("openai", "gpt-4o") + " "
                        + Thread.currentThread().isInterrupted());
        caller.untilAllWait().interrupt();

        assertThat(caller.result()).isEqualTo("openai/gpt-4o true");
    }

    @Test
    void doesNotMakeOthersWaitForItsBackgroundTask() {
        ModelCatalogue catalogue =
                new ModelCatalogue(models("openai/gpt-4o"), clock, waiting::add, ModelAliases.NONE, NOT_AT_ALL);
        catalogue.resolve("openai", "gpt-4o");

        assertThat(catalogue.list()).isNotEmpty();
    }

    private static Executor inThread() {
        return task -> new Thread(task).start();
    }
}
