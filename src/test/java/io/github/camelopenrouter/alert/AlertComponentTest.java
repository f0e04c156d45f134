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
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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
        assertThat(results).containsSubsequence("queue 1", "pager failed", "pager failed", "pager delivered");
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
        assertThat(alerts.deliveries().lastFailure()).isEqualTo("pager: HTTP 400");
    }

    @Test
    void aRouteReportsAndAHostsRuleIsAsked() throws Exception {
        context.getRegistry().bind("mine", new AlertRule() {
            @Override
            public String name() {
                return "mine";
            }

            @Override
            public List<AlertFinding> look(Instant now) {
                return List.of(new AlertFinding("all", null, null, "It is wrong."));
            }
        });
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
