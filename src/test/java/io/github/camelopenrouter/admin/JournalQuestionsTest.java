/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenrouter.api.Principal;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.usage.CallPage;
import io.github.camelopenrouter.usage.CallQuery;
import io.github.camelopenrouter.usage.UsageQuery;
import io.github.camelopenrouter.usage.UsageReport;
import io.github.camelopenrouter.usage.UsageStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class JournalQuestionsTest {

    @TempDir
    private Path data;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final JournalQuestions journal = new JournalQuestions(context);

    @BeforeEach
    void nameTheDirectory() {
        Properties properties = new Properties();
        properties.put("openrouter.data-dir", data.toString());
        context.getPropertiesComponent().setOverrideProperties(properties);
        context.build();
    }

    @Test
    void areAnsweredTwoAtATime() throws Exception {
        CountDownLatch asked = new CountDownLatch(2);
        CountDownLatch goOn = new CountDownLatch(1);
        ExecutorService askers = Executors.newFixedThreadPool(2);
        try {
            Future<Path> first = askers.submit(() -> ask(asked, goOn));
            Future<Path> second = askers.submit(() -> ask(asked, goOn));
            assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();

            assertThatThrownBy(() -> journal.ask(directory -> directory))
                    .isInstanceOfSatisfying(OpenRouterException.class, refusal -> {
                        assertThat(refusal.status()).isEqualTo(503);
                        assertThat(refusal.retryAfterSeconds()).isEqualTo(1);
                    });
            goOn.countDown();
            assertThat(first.get()).isEqualTo(data);
            assertThat(second.get()).isEqualTo(data);
            assertThat(journal.<Path>ask(directory -> directory)).isEqualTo(data);
        } finally {
            askers.shutdownNow();
        }
    }

    /** A store that is slow has its own places. */
    @Test
    void ofTheJournalDoNotWaitForThoseOfTheStore() throws Exception {
        context.getRegistry().bind(UsageStore.BEAN, new UsageStore() {
            @Override
            public Optional<UsageReport> report(UsageQuery query) {
                return Optional.empty();
            }

            @Override
            public Optional<CallPage> calls(CallQuery query) {
                return Optional.empty();
            }
        });
        CountDownLatch asked = new CountDownLatch(2);
        CountDownLatch goOn = new CountDownLatch(1);
        ExecutorService askers = Executors.newFixedThreadPool(2);
        try {
            Future<String> first = askers.submit(() -> askStore(asked, goOn));
            Future<String> second = askers.submit(() -> askStore(asked, goOn));
            assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();

            assertThat(journal.<Path>ask(directory -> directory)).isEqualTo(data);
            assertThatThrownBy(() -> journal.ask(store -> Optional.of("third"), directory -> "none"))
                    .isInstanceOfSatisfying(
                            OpenRouterException.class,
                            refusal -> assertThat(refusal.status()).isEqualTo(503))
                    .hasMessage("The store is being asked for 2 others.");
            goOn.countDown();
            assertThat(first.get()).isEqualTo("stored");
            assertThat(second.get()).isEqualTo("stored");
        } finally {
            askers.shutdownNow();
        }
    }

    private String askStore(CountDownLatch asked, CountDownLatch goOn) {
        return journal.ask(
                store -> {
                    asked.countDown();
                    try {
                        goOn.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return Optional.of("stored");
                },
                directory -> "none");
    }

    @Test
    void thatFailGiveTheirPlaceBack() {
        for (int n = 0; n < 5; n++) {
            assertThatThrownBy(() -> journal.ask(directory -> {
                        throw new IOException("canary");
                    }))
                    .isInstanceOf(OpenRouterException.class)
                    .hasMessage("The journal cannot be read.");
        }
    }

    @Test
    void areRefusedWhereTheAnswerWouldBeTooLong() throws Exception {
        Path usage = Files.createDirectory(data.resolve("usage"));
        Files.writeString(
                usage.resolve("usage-2026-11-01.1.jsonl"),
                IntStream.rangeClosed(0, 10_000)
                        .mapToObj(id -> "{\"schema\":\"camel-openrouter/usage/1\",\"id\":\"" + id
                                + "\",\"rev\":0,\"time\":\"2026-11-01T08:00:00.000Z\",\"client\":{\"key\":\"k" + id
                                + "\"}}\n")
                        .collect(Collectors.joining()));
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setHeader(Exchange.HTTP_QUERY, "group=key");
        Principal.ADMIN_TOKEN.putOn(exchange);

        assertThatThrownBy(() -> new UsageAnswer(journal).process(exchange))
                .isInstanceOfSatisfying(
                        OpenRouterException.class,
                        refusal -> assertThat(refusal.status()).isEqualTo(400))
                .hasMessageContaining("more than 10000 rows");
    }

    private Path ask(CountDownLatch asked, CountDownLatch goOn) {
        return journal.ask(directory -> {
            asked.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            return directory;
        });
    }
}
