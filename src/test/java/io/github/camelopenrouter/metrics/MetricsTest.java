/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.metrics;

import static io.github.camelopenrouter.metrics.EndedCall.attempts;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.api.CallRecord;
import io.github.camelopenrouter.api.LateCost;
import io.github.camelopenrouter.balance.BalanceSettings;
import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.models.ModelCatalogue;
import io.github.camelopenrouter.models.ModelSource;
import io.github.camelopenrouter.spi.CostReconciliation;
import io.github.camelopenrouter.upstream.CircuitBreakerSettings;
import io.github.camelopenrouter.upstream.VendorBreakers;
import io.github.camelopenrouter.upstream.keys.KeyPool;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the end of a call adds to which series, and that clients cannot make more of them. */
class MetricsTest {

    private static final CallRecord.Client NOBODY = new CallRecord.Client(null, null, null, null);

    private final CamelContext context = new DefaultCamelContext();
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final List<Runnable> background = new ArrayList<>();
    private String list = listOf("openai/gpt-4o", "anthropic/claude-sonnet-4", "acme/tiny:free");

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void everyKnownModelHasItsOwnSeries() {
        List<String> models = IntStream.range(0, 20)
                .mapToObj(number -> "vendor-" + number % 4 + "/model-" + number)
                .toList();
        list = listOf(models.toArray(String[]::new));
        Metrics metrics = started(false);

        models.forEach(model -> metrics.ended(EndedCall.of(model)));

        assertThat(models).allSatisfy(model -> {
            assertThat(series())
                    .anyMatch(line -> line.startsWith("gen_ai_server_request_duration_seconds_count")
                            && line.contains("gen_ai_request_model=\"" + model + "\"")
                            && line.contains("gen_ai_response_model=\"" + model + "\"")
                            && line.endsWith(" 1"));
            assertThat(series()).contains("openrouter_spend_usd_total{model=\"" + model + "\",team=\"\"} 0.25");
        });
    }

    /** Embeddings do: the vendor is left out there. */
    @Test
    void anAnswerThatNamesItsModelOtherwiseIsSpentOnTheOneThatWasAsked() {
        started(false).ended(EndedCall.served("openai/gpt-4o", "gpt-4o"));
        assertThat(series()).contains("openrouter_spend_usd_total{model=\"openai/gpt-4o\",team=\"\"} 0.25");
    }

    @Test
    void aCostThatComesLateIsSpentThen() {
        Metrics metrics = started(true);
        metrics.ended(EndedCall.of("openai/gpt-4o"));
        CallRecord.Client client = new CallRecord.Client("ci", null, null, null);
        metrics.known(late(client, new CallRecord.Model("fast", "openai/gpt-4o", null)));
        metrics.known(late(client, new CallRecord.Model("fast", "made/up", null)));

        assertThat(series())
                .contains(
                        "openrouter_spend_usd_total{model=\"openai/gpt-4o\",team=\"\"} 0.75",
                        "openrouter_spend_usd_total{model=\"other\",team=\"\"} 0.5",
                        "openrouter_client_spend_usd_total{key=\"ci\",user=\"\"} 1.0");
    }

    private static LateCost late(CallRecord.Client client, CallRecord.Model model) {
        return new LateCost("019-a", "", client, model, new BigDecimal("0.5"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"made/up-%d", "openai/gpt-4o-%d", "%d", "vendor-%d/model", "a\"b\\n%d/c", "~%d/x:free"})
    void madeUpModelsMakeNoSeries(String pattern) {
        Metrics metrics = started(false);
        metrics.ended(EndedCall.of("openai/gpt-4o"));
        metrics.ended(EndedCall.of(String.format(pattern, -1)));
        List<String> before = names();

        for (int number = 0; number < 100_000; number++) {
            metrics.ended(EndedCall.of(String.format(pattern, number)));
        }

        assertThat(names()).isEqualTo(before);
        assertThat(series())
                .anyMatch(line -> line.contains("gen_ai_request_model=\"other\"") && line.endsWith(" 100001"));
    }

    /** OpenRouter may answer with any model of its list for any other. */
    @Test
    void pairsOfModelsAreBoundedToo() {
        List<String> models = IntStream.range(0, 100)
                .mapToObj(number -> "vendor/model-" + number)
                .toList();
        list = listOf(models.toArray(String[]::new));
        Metrics metrics = started(false);

        models.forEach(asked -> models.forEach(served -> metrics.ended(EndedCall.served(asked, served))));

        assertThat(series())
                .filteredOn(line -> line.startsWith("gen_ai_server_request_duration_seconds_count"))
                .hasSize(Metrics.MOST_SETS + 1)
                .anyMatch(line -> line.contains("request_model=\"other\"") && line.endsWith(" 5000"));
    }

    @Test
    void keysUsersTeamsAndErrorsMakeAFewHundredSeriesAtMost() {
        Metrics metrics = started(true);
        for (int number = 0; number < 3_000; number++) {
            String name = "name-" + number;
            metrics.ended(EndedCall.of("openai/gpt-4o", new CallRecord.Client(name, name, name, name), attempts()));
            metrics.ended(EndedCall.refused(name));
        }

        assertThat(values("key"))
                .hasSize(503)
                .contains("name-0", "other", "main")
                .doesNotContain("name-2999");
        assertThat(values("user")).hasSize(502);
        assertThat(values("team")).containsExactlyInAnyOrder("other");
        assertThat(values("error_type")).containsExactlyInAnyOrder("", "other");
    }

    @Test
    void clientsHaveNoSeriesUnlessTheirOperatorWantsThem() {
        Metrics metrics = started(false);

        metrics.ended(EndedCall.of("openai/gpt-4o", new CallRecord.Client("ci", null, "ann", null), attempts()));

        assertThat(registry.scrape()).doesNotContain("\"ci\"", "\"ann\"", "openrouter_client");
    }

    @Test
    void aVariantThatIsNotListedCountsAsItsModel() {
        Metrics metrics = started(false);

        metrics.ended(EndedCall.of("openai/gpt-4o:online"));
        metrics.ended(EndedCall.of("acme/tiny:free"));
        metrics.ended(EndedCall.of("acme/tiny:nitro"));

        assertThat(values("gen_ai_request_model"))
                .containsExactlyInAnyOrder("openai/gpt-4o", "acme/tiny:free", "other");
        assertThat(values("gen_ai_provider_name")).containsExactlyInAnyOrder("openai", "acme");
    }

    @Test
    void callsBeforeTheFirstListCountUnderTheirModelsOnceItIsThere() {
        Metrics metrics = started(false, background::add);

        metrics.ended(EndedCall.of("openai/gpt-4o"));
        metrics.ended(EndedCall.of("openai/gpt-4o"));
        assertThat(values("gen_ai_request_model")).isEmpty();
        assertThat(background).hasSize(1);
        background.get(0).run();

        assertThat(series()).anyMatch(line -> line.contains("model=\"openai/gpt-4o\"") && line.endsWith(" 2"));
        assertThat(values("gen_ai_request_model")).containsExactly("openai/gpt-4o");
    }

    @Test
    void noMoreThanAThousandCallsWaitForTheList() {
        Metrics metrics = started(false, background::add);

        for (int call = 0; call < 1_002; call++) {
            metrics.ended(EndedCall.of("openai/gpt-4o"));
        }
        assertThat(series()).anyMatch(line -> line.contains("request_model=\"other\"") && line.endsWith(" 2"));
        background.get(0).run();

        assertThat(background).hasSize(1);
        assertThat(series()).anyMatch(line -> line.contains("model=\"openai/gpt-4o\"") && line.endsWith(" 1000"));
    }

    @Test
    void callsCountAsOthersWhereThereIsNoList() {
        list = "no list";
        Metrics metrics = started(false);

        metrics.ended(EndedCall.of("openai/gpt-4o"));

        assertThat(values("gen_ai_request_model")).containsExactly("other");
    }

    @ParameterizedTest
    @CsvSource({
        "429, rate_limited", "401, key_refused", "402, key_refused", "403, key_refused", "408, timeout",
        "504, timeout", "524, timeout", "500, upstream_error", "502, upstream_error", "529, upstream_error",
        "0, no_answer", "404, other"
    })
    void attemptsTellWhyTheyWereMade(int failure, String reason) {
        Metrics metrics = started(false);

        metrics.ended(EndedCall.of("openai/gpt-4o", NOBODY, attempts(failure, failure)));

        assertThat(series())
                .contains(
                        "openrouter_attempts_total{reason=\"first\"} 1.0",
                        "openrouter_attempts_total{reason=\"" + reason + "\"} 2.0");
    }

    @Test
    void timesAndTokensOfAStreamAreInTheirHistograms() {
        Metrics metrics = started(false);

        metrics.ended(EndedCall.of("openai/gpt-4o"));

        assertThat(sum("gen_ai_server_request_duration_seconds")).isEqualTo("3.0");
        assertThat(sum("gen_ai_server_time_to_first_token_seconds")).isEqualTo("1.0");
        assertThat(sum("gen_ai_server_time_per_output_token_seconds")).isEqualTo("0.2");
        assertThat(sum("openrouter_overhead_seconds")).isEqualTo("0.002");
        assertThat(series())
                .anyMatch(line -> line.startsWith("gen_ai_client_token_usage_sum")
                        && line.contains("token_type=\"input\"")
                        && line.endsWith(" 7.0"))
                .anyMatch(line -> line.startsWith("gen_ai_client_token_usage_sum")
                        && line.contains("token_type=\"output\"")
                        && line.endsWith(" 11.0"));
    }

    @Test
    void whatIsGoneIsAskedForNothing() throws Exception {
        Compared compared = new Compared();
        context.getRegistry().bind("compared", compared);
        Metrics metrics = started(false);
        assertThat(series()).anyMatch(line -> line.startsWith("openrouter_breaker_state"));

        compared.find("main");
        assertThat(series()).anyMatch(line -> line.startsWith("openrouter_cost_unreconciled_usd{key=\"main\"}"));

        metrics.shutdown();
        compared.find("later");

        assertThat(series()).noneMatch(line -> line.matches("openrouter_(breaker|key|open|queued|upstream|cost).*"));
    }

    private static final class Compared implements CostReconciliation {

        private final Map<String, BigDecimal> found = new HashMap<>();
        private final Set<Runnable> actions = new HashSet<>();

        private void find(String key) {
            found.put(key, BigDecimal.ONE);
            actions.forEach(Runnable::run);
        }

        @Override
        public Map<String, BigDecimal> unreconciled() {
            return found;
        }

        @Override
        public Runnable whenCompared(Runnable action) {
            actions.add(action);
            return () -> actions.remove(action);
        }
    }

    private Metrics started(boolean keys) {
        return started(keys, Runnable::run);
    }

    private Metrics started(boolean keys, Executor fetching) {
        Settings settings = Settings.load(context, null);
        ModelSource source = query -> new ModelSource.Answer(200, list.getBytes(StandardCharsets.UTF_8), null);
        Metrics metrics = new Metrics(context, new MetricsSettings(keys, false), registry, () -> {});
        metrics.add(new GatewayParts(
                new ModelCatalogue(source, Clock.systemUTC(), fetching, Map.of()),
                new VendorBreakers(CircuitBreakerSettings.of(settings), Clock.systemUTC()),
                new KeyPool("openrouter.api-key", BalanceSettings.of(settings), System::nanoTime, () -> 0.5),
                () -> null));
        return metrics;
    }

    private static String listOf(String... ids) {
        return List.of(ids).stream()
                .map(id -> "{\"id\":\"" + id + "\"}")
                .collect(Collectors.joining(",", "{\"data\":[", "]}"));
    }

    private List<String> series() {
        return registry.scrape().lines().filter(line -> !line.startsWith("#")).toList();
    }

    /** The series without their values. */
    private List<String> names() {
        return series().stream()
                .map(line -> line.substring(0, line.lastIndexOf(' ')))
                .toList();
    }

    private List<String> values(String label) {
        return new Exposition(registry.scrape()).values(label);
    }

    private String sum(String metric) {
        return series().stream()
                .filter(line -> line.startsWith(metric + "_sum"))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .collect(Collectors.joining());
    }
}
