/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.stream.DoubleStream;

/**
 * The meters of calls: names, labels and buckets. Those that begin with {@code gen_ai} are OpenTelemetry's (source: its
 * "Semantic conventions for generative AI metrics"); Prometheus shows {@code .} as {@code _} and adds units.
 */
final class MeterFactory {

    private static final Duration[] DURATION =
            seconds(0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92);
    private static final Duration[] FIRST_TOKEN =
            seconds(0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0);
    private static final Duration[] PER_TOKEN =
            seconds(0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1.0, 2.5);
    private static final double[] TOKENS = {
        1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864
    };

    /** Ours: a gateway adds microseconds where a model takes seconds. */
    private static final Duration[] OVERHEAD =
            seconds(0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0);

    private final MeterRegistry registry;

    MeterFactory(MeterRegistry registry) {
        this.registry = registry;
    }

    Timer duration(CallLabels labels) {
        return timer(
                "gen_ai.server.request.duration",
                "From the arrival of a request to the end of its answer",
                genAi(labels).and("error.type", labels.errorType()),
                DURATION);
    }

    Timer firstToken(CallLabels labels) {
        return timer(
                "gen_ai.server.time_to_first_token",
                "From the arrival of a request to the first content of its event stream",
                genAi(labels),
                FIRST_TOKEN);
    }

    Timer perOutputToken(CallLabels labels) {
        return timer(
                "gen_ai.server.time_per_output_token",
                "How long each token of a whole event stream took, behind the first one",
                genAi(labels),
                PER_TOKEN);
    }

    /** @param type {@code input} or {@code output} */
    DistributionSummary tokens(CallLabels labels, String type) {
        return DistributionSummary.builder("gen_ai.client.token.usage")
                .description("Tokens of a call, as OpenRouter counts them")
                .tags(genAi(labels).and("gen_ai.token.type", type))
                .serviceLevelObjectives(TOKENS)
                .register(registry);
    }

    Counter requests(CallLabels labels) {
        return Counter.builder("openrouter.requests")
                .description("Calls that have ended")
                .tags(
                        "operation",
                        labels.operation(),
                        "status",
                        labels.statusText(),
                        "outcome",
                        labels.outcome().word())
                .register(registry);
    }

    Counter spend(String model, String team) {
        return Counter.builder("openrouter.spend.usd")
                .description("What ended calls have cost, in US dollars, as far as it is known by now")
                .tags("model", model, "team", team)
                .register(registry);
    }

    Timer overhead() {
        return timer(
                "openrouter.overhead", "The gateway's own part of the time that a call took", Tags.empty(), OVERHEAD);
    }

    Counter attempts(AttemptReason reason) {
        return Counter.builder("openrouter.attempts")
                .description("Attempts to get an answer, by what made each necessary")
                .tag("reason", reason.word())
                .register(registry);
    }

    Counter clientRequests(String key, String user) {
        return Counter.builder("openrouter.client.requests")
                .description("Calls that have ended, by client")
                .tags("key", key, "user", user)
                .register(registry);
    }

    Counter clientSpend(String key, String user) {
        return Counter.builder("openrouter.client.spend.usd")
                .description("What ended calls have cost, in US dollars, by client")
                .tags("key", key, "user", user)
                .register(registry);
    }

    Counter rejectedByExport(String export) {
        return Counter.builder("openrouter.export.rejected")
                .description("What an export's receiver has refused, batches of records, and what was set aside for it")
                .tag("export", export)
                .register(registry);
    }

    Counter droppedByExport(String export) {
        return Counter.builder("openrouter.export.dropped")
                .description("Records that an export has lost, for there is no journal")
                .tag("export", export)
                .register(registry);
    }

    /** Receivers are routes, and so as few. */
    Counter alertNotifications(String receiver, String result) {
        return Counter.builder("openrouter.alert.notifications")
                .description("Attempts to tell receivers of alerts, by what came of them")
                .tags("receiver", receiver, "result", result)
                .register(registry);
    }

    private Timer timer(String name, String description, Tags tags, Duration... buckets) {
        return Timer.builder(name)
                .description(description)
                .tags(tags)
                .serviceLevelObjectives(buckets)
                .register(registry);
    }

    private static Tags genAi(CallLabels labels) {
        return Tags.of(
                "gen_ai.operation.name",
                labels.genAiOperation(),
                "gen_ai.request.model",
                labels.requestModel(),
                "gen_ai.response.model",
                labels.responseModel(),
                "gen_ai.provider.name",
                labels.provider());
    }

    private static Duration[] seconds(double... bounds) {
        return DoubleStream.of(bounds)
                .mapToObj(bound -> Duration.ofNanos(Math.round(bound * 1e9)))
                .toArray(Duration[]::new);
    }
}
