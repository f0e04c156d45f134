/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.store.CallLine;
import io.github.camelopenrouter.store.Postgres;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What calls have cost, from the journal and from stores that have read it, to the webhook of whoever pays. */
@Timeout(120)
class SpendAlertsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration AN_HOUR = Duration.ofHours(1);

    private final AtomicInteger numbers = new AtomicInteger();
    private final List<JsonNode> told = new CopyOnWriteArrayList<>();
    private final ScriptedUpstream receiver = ScriptedUpstream.start(call -> {
        told.add(JSON.readTree(call.body()));
        call.answer(204, null, "");
    });

    @TempDir
    private Path data;

    @AfterEach
    void close() throws IOException {
        receiver.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgresql"})
    void aDayAndAnHourThatCostTooMuchAreTold(String store) throws Exception {
        book("5.25", Instant.now());
        aWeek("1.50");
        boolean isH2 = store.equals("h2");
        try (TestGateway gateway = gateway(
                "store.url=" + (isH2 ? "h2" : Postgres.newDatabase()),
                "alerts.interval=" + (isH2 ? "200ms" : "2s"), // PostgreSQL has to be open when it is asked
                "alerts.spend-spike=3")) {
            await().atMost(Duration.ofSeconds(60)).until(() -> isTold("spend-per-day") && isTold("spend-spike"));
            assertThat(gateway.hasFailed()).isFalse();
        }
        assertThat(of("spend-per-day").path("value").asText()).isEqualTo("5.25 USD");
        assertThat(of("spend-per-day").path("threshold").asText()).isEqualTo("5.00 USD");
        assertThat(of("spend-spike").path("value").asText()).isEqualTo("5.25 USD");
        assertThat(of("spend-spike").path("threshold").asText()).isEqualTo("4.50 USD");
    }

    @Test
    void withoutAStoreTheJournalTellsOfTheDayAndNobodyOfTheHour() throws Exception {
        book("5.25", Instant.now());
        aWeek("1.50");
        try (TestGateway gateway = gateway("store.url=off", "alerts.interval=200ms", "alerts.spend-spike=3")) {
            await().atMost(Duration.ofSeconds(60)).until(() -> isTold("spend-per-day"));
            assertThat(gateway.hasFailed()).isFalse();
        }
        assertThat(told).extracting(one -> one.path("alert").asText()).containsOnly("spend-per-day");
    }

    private TestGateway gateway(String... settings) {
        List<String> all = new ArrayList<>(
                List.of("data-dir=" + data, "alerts.webhook=" + receiver.baseUrl(), "alerts.spend-per-day=5"));
        all.addAll(List.of(settings));
        return TestGateway.sandbox(all.toArray(String[]::new));
    }

    /** The hour of now and the next, should that begin meanwhile; none of today. */
    private void aWeek(String cost) throws IOException {
        Instant now = Instant.now();
        for (int day = 1; day <= 7; day++) {
            Instant then = now.minus(Duration.ofDays(day));
            book(cost, then);
            if (then.plus(AN_HOUR).isBefore(now.truncatedTo(ChronoUnit.DAYS))) {
                book(cost, then.plus(AN_HOUR));
            }
        }
    }

    private void book(String cost, Instant time) throws IOException {
        Path file = Files.createDirectories(data.resolve("usage"))
                .resolve("usage-" + time.toString().substring(0, 10) + ".1.jsonl");
        String line = CallLine.at(Instant.ofEpochMilli(time.toEpochMilli()), numbers.incrementAndGet())
                .cost(cost)
                .toString();
        Files.write(file, List.of(line), UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private boolean isTold(String alert) {
        return told.stream().anyMatch(one -> one.path("alert").asText().equals(alert));
    }

    private JsonNode of(String alert) {
        return told.stream()
                .filter(one -> one.path("alert").asText().equals(alert))
                .findFirst()
                .orElseThrow();
    }
}
