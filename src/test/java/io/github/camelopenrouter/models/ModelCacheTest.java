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
import static io.github.camelopenrouter.models.ScriptedSource.unreachable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.models.ScriptedSource.Gate;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ModelCacheTest {

    private final TestClock clock = new TestClock();

    @Test
    void asksOnceWhileTheListIsFresh() {
        ScriptedSource source = ScriptedSource.of(models("a/one"), models("a/two"));
        ModelCache cache = cache(source);
        cache.get();
        clock.advanceSeconds(299);

        assertThat(cache.get().find("a/one")).isNotNull();
        assertThat(source.calls()).isEqualTo(1);
    }

    @Test
    void asksAgainWhenMaxAgeIsOver() {
        ScriptedSource source = ScriptedSource.of(models("a/one"), models("a/two"));
        ModelCache cache = cache(source);
        cache.get();
        clock.advanceSeconds(300);

        assertThat(cache.get().find("a/two")).isNotNull();
        assertThat(source.calls()).isEqualTo(2);
    }

    @Test
    void asksEveryTimeWhenTheUpstreamWantsNothingStored() {
        ScriptedSource source =
                ScriptedSource.of(answer(200, "no-store", listOf("a/one")), answer(200, "no-store", listOf("a/two")));
        ModelCache cache = cache(source);
        cache.get();

        assertThat(cache.get().find("a/two")).isNotNull();
    }

    @Test
    void asksAgainWhenTheClockWasSetBack() {
        ScriptedSource source = ScriptedSource.of(models("a/one"), models("a/two"));
        ModelCache cache = cache(source);
        cache.get();
        clock.advance(Duration.ofDays(-365));

        assertThat(cache.get().find("a/two")).isNotNull();
    }

    @Test
    void servesTheOldListWhileOneCallerRefreshes() throws Exception {
        Gate gate = new Gate(models("a/new"));
        ScriptedSource source = ScriptedSource.of(models("a/old"), gate);
        ModelCache cache = cache(source);
        cache.get();
        clock.advanceSeconds(301);
        Callers<ModelList> refreshing = Callers.start(1, cache::get);
        gate.reached();

        assertThat(cache.get().find("a/old")).isNotNull();
        gate.open();
        assertThat(refreshing.result().find("a/new")).isNotNull();
        assertThat(source.calls()).isEqualTo(2);
    }

    @Test
    void servesTheOldListWhenTheRefreshFails() {
        ModelCache cache = cache(ScriptedSource.of(models("a/old"), unreachable()));
        cache.get();
        clock.advanceSeconds(301);

        assertThat(cache.get().find("a/old")).isNotNull();
    }

    @Test
    void servesTheOldListWhenTheUpstreamSendsSomethingElse() {
        ModelCache cache = cache(ScriptedSource.of(models("a/old"), answer(200, null, "<html>")));
        cache.get();
        clock.advanceSeconds(301);

        assertThat(cache.get().find("a/old")).isNotNull();
    }

    @Test
    void servesTheOldListHoweverLongTheUpstreamIsDown() {
        ModelCache cache = cache(ScriptedSource.of(models("a/old"), unreachable()));
        cache.get();
        for (int hour = 0; hour < 100; hour++) {
            clock.advance(Duration.ofHours(1));

            assertThat(cache.get().find("a/old")).isNotNull();
        }
    }

    @Test
    void leavesADeadUpstreamAloneForFiveSeconds() {
        ScriptedSource source = ScriptedSource.of(models("a/old"), unreachable());
        ModelCache cache = cache(source);
        cache.get();
        clock.advanceSeconds(301);
        cache.get();
        clock.advance(Duration.ofMillis(4_999));
        cache.get();

        assertThat(source.calls()).isEqualTo(2);
    }

    @Test
    void asksADeadUpstreamAgainAfterFiveSeconds() {
        ScriptedSource source = ScriptedSource.of(models("a/old"), unreachable(), models("a/new"));
        ModelCache cache = cache(source);
        cache.get();
        clock.advanceSeconds(301);
        cache.get();
        clock.advanceSeconds(5);

        assertThat(cache.get().find("a/new")).isNotNull();
    }

    @Test
    void fetchesTheFirstListOnceForFiftyCallers() throws Exception {
        Gate gate = new Gate(models("a/one"));
        ScriptedSource source = ScriptedSource.of(gate);
        ModelCache cache = cache(source);
        Callers<ModelList> callers = Callers.start(50, cache::get).untilAllWait();
        gate.open();

        assertThat(callers.results()).extracting(FutureTask::get).containsOnly(cache.held());
        assertThat(source.calls()).isEqualTo(1);
    }

    @Test
    void givesFiftyCallersTheOneFailure() throws Exception {
        Gate gate = new Gate(unreachable());
        ScriptedSource source = ScriptedSource.of(gate);
        ModelCache cache = cache(source);
        Callers<ModelList> callers = Callers.start(50, cache::get).untilAllWait();
        gate.open();

        assertThat(callers.results())
                .allSatisfy(call -> assertThatThrownBy(call::get)
                        .cause()
                        .isInstanceOf(OpenRouterException.class)
                        .hasMessage("OpenRouter could not be reached for the model list."));
        assertThat(source.calls()).isEqualTo(1);
    }

    @Test
    void triesAgainAtOnceWhenThereWasNothingToServe() {
        ModelCache cache = cache(ScriptedSource.of(unreachable(), models("a/one")));
        assertThatThrownBy(cache::get).isInstanceOf(OpenRouterException.class);

        assertThat(cache.get().find("a/one")).isNotNull();
    }

    @Test
    void neverAsksTwiceAtTheSameTime() throws Exception {
        ScriptedSource source = ScriptedSource.of(answer(200, "no-store", listOf("a/one")));
        ModelCache cache = cache(source);
        Callers<ModelList> callers = Callers.start(20, () -> {
            for (int i = 0; i < 100; i++) {
                cache.get();
            }
            return cache.get();
        });

        assertThat(callers.results()).allSatisfy(call -> assertThat(call.get()).isNotNull());
        assertThat(source.mostAtOnce()).isEqualTo(1);
    }

    @Test
    void releasesAWaiterThatIsInterruptedAndKeepsItsFlag() throws Exception {
        Gate gate = new Gate(models("a/one"));
        ModelCache cache = cache(gate);
        Callers<ModelList> fetching = Callers.start(1, cache::get);
        gate.reached();
        Callers<Boolean> waiter = Callers.start(1, () -> flagAfterFailure(cache));
        waiter.untilAllWait().interrupt();

        assertThat(waiter.result()).isTrue();
        gate.open();
        assertThat(fetching.result()).isNotNull();
    }

    @Test
    void keepsTheFlagOfAFetchingCallerThatIsInterrupted() throws Exception {
        Gate gate = new Gate(models("a/one"));
        ModelCache cache = cache(gate);
        Callers<Boolean> fetching = Callers.start(1, () -> flagAfterFailure(cache));
        gate.reached();
        fetching.interrupt();

        assertThat(fetching.result()).isTrue();
    }

    @Test
    void letsAWaiterTakeOverFromAFetchingCallerThatIsInterrupted() throws Exception {
        Gate gate = new Gate(models("a/never"));
        ModelCache cache = cache(ScriptedSource.of(gate, models("a/one")));
        Callers<ModelList> fetching = Callers.start(1, cache::get);
        gate.reached();
        Callers<ModelList> waiter = Callers.start(1, cache::get).untilAllWait();
        fetching.interrupt();

        assertThat(waiter.result().find("a/one")).isNotNull();
        assertThatThrownBy(fetching::result).isInstanceOf(ExecutionException.class);
    }

    @Test
    void takesAnInterruptionForOneHoweverItIsWrapped() throws Exception {
        ModelCache cache = cache(query -> {
            throw new IllegalStateException(new InterruptedException());
        });
        Callers<Boolean> fetching = Callers.start(1, () -> flagAfterFailure(cache));

        assertThat(fetching.result()).isTrue();
    }

    @Test
    void doesNotMistakeTheEndOfAnInterruptedCallForTheUpstreamsFailure() throws Exception {
        ModelCache cache = cache(query -> {
            Thread.currentThread().interrupt();
            throw OpenRouterException.badGateway("Socket closed");
        });
        Callers<OpenRouterException> fetching =
                Callers.start(1, () -> catchThrowableOfType(OpenRouterException.class, cache::get));

        assertThat(fetching.result()).hasMessage("The wait for the model list was interrupted.");
    }

    @Test
    void asksAgainAfterAFaultInTheSource() {
        ModelCache cache = cache(ScriptedSource.of(
                query -> {
                    throw new StackOverflowError();
                },
                models("a/one")));
        assertThatThrownBy(cache::get).isInstanceOf(StackOverflowError.class);

        assertThat(cache.get().find("a/one")).isNotNull();
    }

    private ModelCache cache(ModelSource source) {
        return new ModelCache(new ModelFetcher(source, clock, ModelAliases.NONE), clock);
    }

    private static boolean flagAfterFailure(ModelCache cache) {
        assertThatThrownBy(cache::get).isInstanceOf(OpenRouterException.class);
        return Thread.currentThread().isInterrupted();
    }
}
