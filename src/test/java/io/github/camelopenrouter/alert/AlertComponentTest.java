/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelopenrouter.api.AlertFinding;
import io.github.camelopenrouter.spi.AlertListener;
import io.github.camelopenrouter.spi.AlertRule;
import io.github.camelopenrouter.testing.LogRecorder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.service.ServiceSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Receivers and reports as routes have them, without a gateway. */
@Timeout(60)
class AlertComponentTest {

    private static final Instant NOW = Instant.parse("2026-11-30T00:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final List<Exchange> taken = new CopyOnWriteArrayList<>();
    private final List<String> results = new CopyOnWriteArrayList<>();
    private final AtomicInteger tries = new AtomicInteger();
    private Alerts alerts;

    @BeforeEach
    void begin() {
        alerts = new Alerts(
                context,
                FileBook.inMemory(),
                new Incidents("node", Duration.ofMinutes(1), Duration.ofMinutes(10)),
                Clock.fixed(NOW, ZoneOffset.UTC));
        context.getRegistry().bind(Alerts.BEAN, alerts);
        context.getRegistry().bind("listener", new AlertListener() {
            @Override
            public void firing(String alert, int incidents) {
                results.add(alert + " " + incidents);
            }

            @Override
            public void notified(String receiver, String result) {
                results.add(receiver + " " + result);
            }
        });
    }

    @AfterEach
    void end() throws IOException {
        context.close();
    }

    @Test
    void whatIsNotTakenTwiceIsSentAThirdTimeAndNoMore() throws Exception {
        receiver(exchange -> {
            if (tries.incrementAndGet() <= 2) {
                throw new IOException("canary");
            }
            taken.add(exchange.copy());
        });
        look("queue");
        await().until(() -> results.contains("pager delivered"));
        look("queue");
        assertThat(tries).hasValue(3);
        assertThat(results)
                .filteredOn(result -> result.startsWith("pager"))
                .containsExactly("pager failed", "pager failed", "pager delivered");
        Exchange told = taken.get(0);
        assertThat(told.getMessage().getHeaders())
                .containsEntry("OpenRouterAlert", "queue")
                .containsEntry("OpenRouterAlertState", "firing")
                .containsEntry("OpenRouterAlertSubject", "orders")
                .containsKey("OpenRouterAlertId");
        JsonNode body = JSON.readTree(told.getMessage().getBody(byte[].class));
        assertThat(body)
                .isEqualTo(JSON.readTree("{\"alert\":\"queue\",\"state\":\"firing\",\"subject\":\"orders\","
                        + "\"since\":\"2026-11-30T00:00:00Z\",\"text\":\"Orders wait.\",\"value\":\"101\","
                        + "\"threshold\":null,\"node\":\"node\"}"));
    }

    @Test
    void whatWillNeverBeTakenIsDroppedAndTheNextComes() throws Exception {
        receiver(exchange -> {
            if (tries.incrementAndGet() == 1) {
                throw new HttpOperationFailedException("http://canary", 400, "", null, Map.of(), "canary");
            }
            taken.add(exchange.copy());
        });
        look("first");
        await().until(() -> results.contains("pager dropped"));
        look("second");
        await().until(() -> !taken.isEmpty());
        assertThat(taken.get(0).getMessage().getHeader("OpenRouterAlert")).isEqualTo("second");
        await().until(() -> results.contains("pager delivered"));
        assertThat(alerts.deliveries().lastFailure()).isNull();
        assertThat(health().getState()).isEqualTo(HealthCheck.State.UP);
        assertThat(health().getDetails()).containsKey("last_delivered");
    }

    @Test
    void aRouteReportsAndAHostsRuleIsAsked() throws Exception {
        context.getRegistry().bind("mine", rule("mine"));
        receiver(exchange -> taken.add(exchange.copy()));
        context.createProducerTemplate()
                .sendBody("openrouter-alert:queue-too-long", "{\"subject\":\"orders\",\"text\":\"Orders wait.\"}");
        context.createProducerTemplate()
                .sendBody("openrouter-alert:queue-too-long", Map.of("subject", "bills", "text", "Bills wait."));
        alerts.end(alerts.begin());
        await().until(() -> taken.size() == 3);
        assertThat(taken)
                .extracting(one -> one.getMessage().getHeader("OpenRouterAlertSubject"))
                .containsExactlyInAnyOrder("all", "orders", "bills");
    }

    @Test
    void aReportWithoutASubjectIsRefused() throws Exception {
        context.start();
        assertThatThrownBy(() -> context.createProducerTemplate().sendBody("openrouter-alert:mine", "{\"text\":\"a\"}"))
                .hasRootCauseMessage("What is sent to openrouter-alert:mine must be an object with subject and text.");
    }

    @Test
    void nobodyReportsInTheNameOfTheGatewaysOwnRules() throws Exception {
        context.start();
        assertThatThrownBy(() -> context.createProducerTemplate().sendBody("openrouter-alert:store-down", "{}"))
                .hasStackTraceContaining("openrouter-alert:store-down is an alert of the gateway's own");
    }

    @Test
    void aReceiverWithoutAlertsStopsTheStart() {
        context.getRegistry().unbind(Alerts.BEAN);
        assertThatThrownBy(() -> receiver(exchange -> taken.add(exchange)))
                .hasStackTraceContaining("nothing looks for what is wrong: set openrouter.alerts=true.");
    }

    @Test
    void aRuleThatThrowsHoldsBackNoOther() throws Exception {
        receiver(exchange -> taken.add(exchange.copy()));
        Look look = alerts.begin();
        alerts.ask(
                new AlertRule() {
                    @Override
                    public String name() {
                        return "broken";
                    }

                    @Override
                    public List<AlertFinding> look(Instant now) {
                        throw new IllegalStateException("it is away");
                    }
                },
                look);
        assertThat(look.isUnknown("broken")).isTrue();
        alerts.end(look.found("queue", List.of(new AlertFinding("orders", null, null, "Orders wait."))));
        await().until(() -> !taken.isEmpty());
    }

    @Test
    void aReportWithoutABodyIsRefused() throws Exception {
        context.start();
        for (Object body : new Object[] {null, "[]", "{\"subject\":\" \",\"text\":\"a\"}", "{\"subject\":\"a\"}"}) {
            assertThatThrownBy(() -> context.createProducerTemplate().sendBody("openrouter-alert:mine", body))
                    .hasRootCauseMessage(
                            "What is sent to openrouter-alert:mine must be an object with subject and text.");
        }
    }

    @Test
    void aReceiverThatWantsToBeLeftAloneIs() throws Exception {
        List<Long> times = new CopyOnWriteArrayList<>();
        receiver(exchange -> {
            times.add(System.nanoTime());
            if (tries.incrementAndGet() == 1) {
                throw new HttpOperationFailedException("http://canary", 429, "", null, Map.of("Retry-After", "1"), "");
            }
        });
        look("queue");
        await().until(() -> results.contains("pager delivered"));
        assertThat(Duration.ofNanos(times.get(1) - times.get(0))).isGreaterThan(Duration.ofMillis(990));
    }

    @Test
    void aRouteThatRollsBackIsTriedAgain() throws Exception {
        receiver(exchange -> exchange.setRollbackOnly(tries.incrementAndGet() == 1));
        look("queue");
        await().until(() -> results.contains("pager delivered"));
        assertThat(alerts.deliveries().lastFailure()).isNull();
    }

    @Test
    void twoRoutesFromOneReceiverStopTheStart() throws Exception {
        receiver(exchange -> taken.add(exchange));
        assertThatThrownBy(() -> context.addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("openrouter-alert:pager?backoff=2ms").to("log:x");
                    }
                }))
                .hasStackTraceContaining(
                        "There are two routes from openrouter-alert:pager, but a receiver gets each alert"
                                + " once: give one of them another name.");
    }

    @Test
    void aRouteThatIsStoppedIsToldOfNothingUntilItIsThereAgain() throws Exception {
        receiver(exchange -> taken.add(exchange.copy()));
        String route = context.getRoutes().get(0).getRouteId();
        context.getRouteController().stopRoute(route);
        look("first");
        context.getRouteController().startRoute(route);
        look("second");
        await().until(() -> !taken.isEmpty());
        assertThat(taken.get(0).getMessage().getHeader("OpenRouterAlert")).isEqualTo("second");
    }

    @ParameterizedTest
    @CsvSource({
        "openrouter-alert:Pager, 'The name behind openrouter-alert: must be lower-case letters'",
        "openrouter-alert:pager?backoff=0ms, 'The option backoff of openrouter-alert:pager must be at least'",
        "openrouter-alert:pager?maxBackoff=0ms, 'The option maxBackoff of openrouter-alert:pager must be at least'"
    })
    void nonsenseIsRefused(String uri, String sentence) {
        assertThatThrownBy(() -> context.getEndpoint(uri)).hasStackTraceContaining(sentence);
    }

    /** A subject may have come from a client. */
    @Test
    void theLogHasALineOfABeginAndOneOfAnEnd() throws Exception {
        context.start();
        Look begin = new Look(NOW);
        String subject = "model\n" + "x".repeat(300) + " sk-or-v1-canary0123456789abcdef0123456789";
        begin.found("queue", List.of(new AlertFinding(subject, null, null, "Orders wait.")));
        try (LogRecorder log = LogRecorder.record()) {
            alerts.end(begin);
            alerts.end(
                    new Look(NOW.plusSeconds(10)).found("queue", begin.found().get("queue")));
            alerts.end(new Look(NOW.plusSeconds(100)));
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("Alert queue"))
                    .satisfiesExactly(
                            line -> assertThat(line)
                                    .startsWith("WARN")
                                    .contains("is firing: model xxx")
                                    .hasSizeLessThan(200),
                            line -> assertThat(line).startsWith("INFO").contains("is over: model xxx"));
            assertThat(log.lines()).noneMatch(line -> line.contains("canary"));
        }
    }

    @Test
    void listenersKnowOfEachRuleBeforeAnythingIsWrong() {
        context.getRegistry().bind("mine", rule("mine"));
        alerts.started(List.of("store-down"));
        assertThat(results).containsExactly("mine 0", "store-down 0");
    }

    @Test
    void aListenerThatFailsKeepsNothingFromTheOthers() throws Exception {
        context.getRegistry().bind("a-broken-listener", new AlertListener() {
            @Override
            public void firing(String alert, int incidents) {
                throw new IllegalStateException("canary");
            }

            @Override
            public void notified(String receiver, String result) {
                throw new IllegalStateException("canary");
            }
        });
        receiver(exchange -> taken.add(exchange.copy()));
        look("queue");
        await().until(() -> results.contains("pager delivered") && results.contains("queue 1"));
    }

    @Test
    void whatIsFoundWhileTheProcessEndsIsTheNextOnesToTell() throws Exception {
        receiver(exchange -> taken.add(exchange.copy()));
        context.addService(
                new ServiceSupport() { // which is stopped behind the routes
                    @Override
                    protected void doStop() throws IOException {
                        look("queue");
                    }
                });
        context.stop();
        assertThat(alerts.receivers()).isEmpty();
        assertThat(alerts.book()).isEqualTo(Book.EMPTY);
    }

    @Test
    void nothingIsToldBeforeTheStoresBookIsOpen() throws Exception {
        StoreInMemory store = new StoreInMemory();
        store.isAway = true;
        AtomicReference<Instant> now = new AtomicReference<>(NOW);
        alerts = new Alerts(
                context,
                new SharedBook(store, FileBook.inMemory(), "store-down"::equals, NOW),
                new Incidents("node", Duration.ofMinutes(1), Duration.ofMinutes(10)),
                new Clock() {
                    @Override
                    public Instant instant() {
                        return now.get();
                    }

                    @Override
                    public ZoneOffset getZone() {
                        return ZoneOffset.UTC;
                    }

                    @Override
                    public Clock withZone(ZoneId zone) {
                        return this;
                    }
                });
        context.getRegistry().bind(Alerts.BEAN, alerts);
        receiver(exchange -> taken.add(exchange.copy()));
        context.createProducerTemplate()
                .sendBody("openrouter-alert:queue-too-long", "{\"subject\":\"orders\",\"text\":\"Orders wait.\"}");
        look("queue");
        assertThat(alerts.book()).isEqualTo(Book.EMPTY);
        now.set(NOW.plus(SharedBook.PATIENCE));
        look("queue");
        await().until(() -> taken.size() == 2); // also what was reported meanwhile
    }

    @Test
    void whatHasNoRoomIsCountedAndSaid() throws Exception {
        context.start();
        alerts.add("pager");
        Notification one = Notification.of(
                Incident.begin(
                        "queue",
                        new AlertFinding("orders", null, null, "Orders wait."),
                        Incident.Phase.FIRING,
                        NOW,
                        "a"),
                Notification.State.FIRING,
                NOW,
                "a",
                List.of("pager", "other"));
        try (LogRecorder log = LogRecorder.record()) {
            alerts.deliveries().lost(List.of(one));
            log.assertOneWarning("1 notifications of alerts are lost", "queue", "2000");
        }
        assertThat(results).containsExactly("other lost", "pager lost");
        assertThat(health().getDetails()).containsEntry("lost", 1L);
    }

    @Test
    void healthSaysWhetherAnybodyIsToldAndWhetherItIsRemembered(@TempDir Path home) throws Exception {
        assertThat(health().getMessage()).contains("What is wrong is looked for, but nobody is told");
        assertThat(health().getDetails()).doesNotContainKey("last_failure");
        receiver(exchange -> {
            throw new HttpOperationFailedException("http://canary", 404, "", null, Map.of(), "canary");
        });
        look("queue");
        await().until(() -> results.contains("pager dropped"));
        assertThat(health().getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(health().getMessage().orElseThrow())
                .startsWith("Somebody is not told, and will not be: pager: HTTP 404 at 20");
        await().until(() -> health().getDetails().get("waiting").equals(0L));
        assertThat(health().getDetails())
                .containsEntry("receivers", "pager")
                .containsEntry("firing", 1L)
                .hasEntrySatisfying(
                        "last_failure",
                        failure -> assertThat(failure.toString()).startsWith("pager: HTTP 404 at 20"));

        Path noDirectory = Files.createFile(home.resolve("alerts"));
        alerts = new Alerts(
                context,
                FileBook.in(noDirectory),
                new Incidents("node", Duration.ofMinutes(1), Duration.ofMinutes(10)),
                Clock.fixed(NOW, ZoneOffset.UTC));
        alerts.add("pager");
        look("queue");
        assertThat(health().getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(health().getMessage().orElseThrow())
                .startsWith("A restart would tell of alerts again: the file of alerts cannot be written: ")
                .doesNotContain(home.toString());
        assertThat(health().getDetails()).containsEntry("waiting", 1L);
    }

    private HealthCheck.Result health() {
        return AlertFeature.health(alerts).call(Map.of());
    }

    private static AlertRule rule(String name) {
        return new AlertRule() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public List<AlertFinding> look(Instant now) {
                return List.of(new AlertFinding("all", null, null, "It is wrong."));
            }
        };
    }

    private void look(String rule) throws IOException {
        alerts.end(alerts.begin().found(rule, List.of(new AlertFinding("orders", "101", null, "Orders wait."))));
    }

    private void receiver(Processor processor) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("openrouter-alert:pager?backoff=1ms&maxBackoff=2ms")
                        .errorHandler(noErrorHandler())
                        .process(processor);
            }
        });
        context.start();
    }
}
