/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelopenrouter.sandbox.Sandbox;
import io.github.camelopenrouter.testing.GatewayProcess;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Minutes of mixed load, with clients that leave and models that fail, cost the gateway nothing for good.
 * {@code mvn -Psoak test}; how long is {@code -Dsoak.minutes}.
 */
class SoakIT {

    private static final int MINUTES = Integer.getInteger("soak.minutes", 10);
    private static final int CLIENTS = 50;
    private static final int SAMPLES_PER_MINUTE = 2;
    private static final long MORE_HEAP = 10 * 1024;
    /** The pool upstream keeps connections of the busiest moment for a minute, and no longer. */
    private static final long MORE_HANDLES = 10;

    private static final Duration QUIET = Duration.ofSeconds(150);

    private final List<SoakVitals> samples = new ArrayList<>();

    @TempDir
    Path directory;

    @Test
    void nothingGrows() throws Exception {
        try (Sandbox sandbox = Sandbox.start(0);
                GatewayProcess gateway = start(sandbox)) {
            URI address = gateway.awaitAddress();
            SoakVitals before = SoakVitals.of(gateway.pid());
            print("start", before, "");
            try (SoakLoad load = new SoakLoad(address.getPort(), CLIENTS)) {
                sample(gateway, load);
                assertThat(load.finish()).as("every request has ended").isTrue();
                print("end", SoakVitals.of(gateway.pid()), counts(load));
                assertThat(load.troubles()).isEmpty();
            }
            awaitRest(sandbox, gateway, before);
            print("rest", SoakVitals.of(gateway.pid()), "");
            assertHeapIsFlat();
        }
    }

    private GatewayProcess start(Sandbox sandbox) {
        return GatewayProcess.in(directory)
                .jvm("-Xmx256m")
                .with("OPENROUTER_BASE_URL", sandbox.baseUrl())
                .with("OPENROUTER_API_KEY", TestGateway.KEY)
                .with("OPENROUTER_CIRCUIT_BREAKER_FAILURE_RATE", "100") // faults reach the sandbox to the end
                .with("OPENROUTER_CIRCUIT_BREAKER_WAIT", "1s")
                .run();
    }

    private void sample(GatewayProcess gateway, SoakLoad load) throws Exception {
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        long period = 60_000L / SAMPLES_PER_MINUTE;
        var sampling =
                clock.scheduleAtFixedRate(() -> takeSample(gateway, load), period, period, TimeUnit.MILLISECONDS);
        try {
            await().atMost(Duration.ofMinutes(MINUTES + 2L))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> sampling.isDone() || samples() >= MINUTES * SAMPLES_PER_MINUTE);
            if (sampling.isDone()) {
                sampling.get(); // it ends by itself only when it fails
            }
        } finally {
            clock.shutdown();
            assertThat(clock.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        }
        assertThat(samples()).isGreaterThanOrEqualTo(MINUTES * SAMPLES_PER_MINUTE);
    }

    private synchronized int samples() {
        return samples.size();
    }

    private synchronized void takeSample(GatewayProcess gateway, SoakLoad load) {
        SoakVitals vitals = SoakVitals.of(gateway.pid());
        samples.add(vitals);
        print(samples.size() * 60 / SAMPLES_PER_MINUTE + " s", vitals, counts(load));
    }

    private static void awaitRest(Sandbox sandbox, GatewayProcess gateway, SoakVitals before) {
        await().atMost(QUIET).pollInterval(Duration.ofSeconds(1)).until(() -> sandbox.openCalls() == 0);
        await().atMost(QUIET).pollInterval(Duration.ofSeconds(5)).untilAsserted(() -> {
            SoakVitals now = SoakVitals.of(gateway.pid());
            assertThat(now.handles()).isLessThanOrEqualTo(before.handles() + MORE_HANDLES);
        });
    }

    /** The last third against the first: by then everything that is made once has been made. */
    private void assertHeapIsFlat() {
        int third = Math.max(1, samples.size() / 3);
        long first = medianHeap(samples.subList(0, third));
        long last = medianHeap(samples.subList(samples.size() - third, samples.size()));
        assertThat(last).isLessThanOrEqualTo(first + Math.max(MORE_HEAP, first / 5));
    }

    private static long medianHeap(List<SoakVitals> samples) {
        return samples.stream()
                .map(SoakVitals::heap)
                .sorted()
                .skip(samples.size() / 2)
                .findFirst()
                .orElseThrow();
    }

    private static String counts(SoakLoad load) {
        return String.format(
                Locale.ROOT,
                "%6d whole %6d left %5d faults %4d troubles",
                load.count(SoakClient.Outcome.WHOLE),
                load.count(SoakClient.Outcome.LEFT),
                load.count(SoakClient.Outcome.FAULT),
                load.troubles().size());
    }

    private static void print(String when, SoakVitals vitals, String counts) {
        System.out.printf(
                Locale.ROOT,
                "%-6s heap %6.1f MiB  rss %4d MiB  handles %4d  threads %4d  %s%n",
                when,
                vitals.heap() / 1024.0,
                vitals.rss() / 1024,
                vitals.handles(),
                vitals.threads(),
                counts);
    }
}
