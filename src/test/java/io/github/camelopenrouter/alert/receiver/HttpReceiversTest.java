/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert.receiver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.testing.LeakDetector;
import io.github.camelopenrouter.testing.LogRecorder;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import io.github.camelopenrouter.webhook.Refusal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What arrives at the other end of HTTP, and what is left of secrets on the way. */
@Timeout(60)
class HttpReceiversTest {

    private static final byte[] SECRET = "canary-secret-of-the-webhook".getBytes(UTF_8);
    private static final String PATH = "/hooks/canary-path?token=canary-token";

    /** Of Teams, which says 28 KB and was seen to take no more than 21; PagerDuty takes 512. */
    private static final int MOST_BYTES = 21_000;

    private record Got(String requestLine, Map<String, String> headers, byte[] body) {

        JsonNode json() throws IOException {
            return Routes.JSON.readTree(body);
        }
    }

    private final List<Got> got = new CopyOnWriteArrayList<>();
    private final List<Integer> answers = new CopyOnWriteArrayList<>();
    private final ScriptedUpstream server = ScriptedUpstream.start(call -> {
        got.add(new Got(call.requestLine(), call.headers(), call.body()));
        int status = answers.isEmpty() ? 202 : answers.remove(0);
        call.answer(
                status,
                "text/plain",
                "ok",
                "Retry-After: 7",
                "Location: http://127.0.0.1:" + call.headers().get("Host") + "/elsewhere");
    });

    private final String url = "http://127.0.0.1:" + server.port() + PATH;

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    /** By hand, from the words of the specification. */
    @Test
    void theWebhookGetsTheNotificationAsItIsAndSigned() throws Exception {
        String whsec = "whsec_" + Base64.getEncoder().encodeToString(SECRET);
        try (Routes routes = Routes.start("webhook=" + url, "webhook.secret=" + whsec)) {
            ObjectNode alert = Routes.alert("firing", "Teäm");
            assertThat(routes.send("webhook", alert).getException()).isNull();

            Got only = got.get(0);
            assertThat(only.requestLine()).isEqualTo("POST " + PATH + " HTTP/1.1");
            assertThat(only.json()).isEqualTo(alert);
            String signed = only.headers().get("webhook-id") + "."
                    + only.headers().get("webhook-timestamp") + "." + new String(only.body(), UTF_8);
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
            assertThat(only.headers())
                    .containsEntry("webhook-id", "msg_0123456789abcdef")
                    .containsEntry("Content-Type", "application/json")
                    .containsEntry(
                            "webhook-signature",
                            "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(UTF_8))));
            assertThat(String.join(" ", only.headers().keySet()))
                    .doesNotContainIgnoringCase("camel")
                    .doesNotContainIgnoringCase("OpenRouterAlert");
        }
    }

    @Test
    void whatIsNotTakenFailsWithItsStatusAndIsTakenWhenSentAgainUnderTheSameId() throws Exception {
        answers.addAll(List.of(500, 500));
        try (Routes routes = Routes.start("webhook=" + url)) {
            ObjectNode alert = Routes.alert("firing", "a");
            assertThat(status(routes.send("webhook", alert))).isEqualTo(500);
            assertThat(status(routes.send("webhook", alert))).isEqualTo(500);
            assertThat(routes.send("webhook", alert).getException()).isNull();
            assertThat(got).extracting(each -> each.headers().get("webhook-id")).containsOnly("msg_0123456789abcdef");
            assertThat(got)
                    .hasSize(3)
                    .extracting(each -> each.headers().get("webhook-signature"))
                    .containsOnlyNulls();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 307})
    void whatIsRefusedOrSentElsewhereFailsOnceAndGoesNowhereElse(int status) throws Exception {
        answers.add(status);
        try (Routes routes = Routes.start("slack=" + url)) {
            assertThat(status(routes.send("slack", Routes.alert("firing", "a"))))
                    .isEqualTo(status);
            assertThat(got).hasSize(1);
        }
    }

    /** HttpClient as Camel's own component has it waits and tries once more by itself, so another endpoint has to say it here. */
    @Test
    void howLongAReceiverWantsToBeLeftAloneIsKnown() throws Exception {
        answers.add(429);
        try (Routes routes = Routes.start("slack=" + url, "to=direct:mine")) {
            routes.context().addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:mine").errorHandler(noErrorHandler()).process(exchange -> {
                        throw new HttpOperationFailedException(
                                url, 429, "canary", "canary", Map.of("retry-after", "7", "x", "canary"), "canary");
                    });
                }
            });
            Exchange slack = routes.send("slack", Routes.alert("firing", "a"));
            assertThat(Refusal.of(slack.getException()).pause()).isEqualTo(Duration.ofSeconds(7));
            Exchange mine = routes.send("to", Routes.alert("firing", "a"));
            assertThat(Refusal.of(mine.getException()).pause()).isEqualTo(Duration.ofSeconds(7));
            assertThat(mine.getException(HttpOperationFailedException.class).getResponseHeaders())
                    .containsOnlyKeys("retry-after");
        }
    }

    @Test
    void slackGetsTextAndBlocksWithinItsLimitsAndNobodyIsCalled() throws Exception {
        try (Routes routes = Routes.start("slack=" + url)) {
            ObjectNode alert = Routes.alert("firing", "<!channel> & *x*\r\n" + "<".repeat(5000));
            alert.put("text", "<@U1>" + "&".repeat(5000));
            assertThat(routes.send("slack", alert).getException()).isNull();

            JsonNode message = got.get(0).json();
            assertThat(fieldNames(message)).containsExactly("text", "blocks");
            assertThat(message.path("text").asText())
                    .startsWith("firing: budget: &lt;!channel&gt; &amp; *x*")
                    .hasSizeLessThanOrEqualTo(3000);
            assertThat(message.path("blocks")).hasSize(3).allSatisfy(block -> {
                assertThat(block.path("type").asText()).isEqualTo("section");
                assertThat(block.has("text") ^ block.has("fields")).isTrue();
                assertThat(block.path("text").path("text").asText()).hasSizeLessThanOrEqualTo(3000);
                assertThat(block.path("fields").size()).isLessThanOrEqualTo(10);
                block.path("fields")
                        .forEach(field -> assertThat(field.path("text").asText())
                                .isNotBlank()
                                .hasSizeLessThanOrEqualTo(2000));
            });
            assertThat(new String(got.get(0).body(), UTF_8)).doesNotContain("<", ">");
        }
    }

    @Test
    void teamsGetsAMessageWithOneAdaptiveCard() throws Exception {
        try (Routes routes = Routes.start("msteams=" + url)) {
            assertThat(routes.send("msteams", Routes.alert("resolved", "[x](https://evil.example)"))
                            .getException())
                    .isNull();

            JsonNode message = got.get(0).json();
            assertThat(message.path("type").asText()).isEqualTo("message");
            JsonNode attachment = message.path("attachments").path(0);
            assertThat(attachment.path("contentType").asText()).isEqualTo("application/vnd.microsoft.card.adaptive");
            JsonNode card = attachment.path("content");
            assertThat(card.path("type").asText()).isEqualTo("AdaptiveCard");
            assertThat(card.path("version").asText()).isEqualTo("1.4");
            assertThat(card.path("body")).isNotEmpty().allSatisfy(block -> {
                assertThat(block.path("type").asText()).isEqualTo("RichTextBlock"); // which knows no Markdown
                assertThat(block.path("inlines").path(0).path("type").asText()).isEqualTo("TextRun");
                assertThat(block.path("inlines").path(0).path("text").asText()).isNotBlank();
            });
            assertThat(card.path("body")
                            .path(0)
                            .path("inlines")
                            .path(0)
                            .path("color")
                            .asText())
                    .isEqualTo("good");
            assertThat(got.get(0).body().length).isLessThan(28 * 1024);
        }
    }

    @Test
    void pagerDutyResolvesByTheKeyThatItWasTriggeredBy() throws Exception {
        try (Routes routes =
                Routes.start("pagerduty=canary-routing-key", "pagerduty.url=" + url.replaceFirst("[?].*", ""))) {
            ObjectNode alert = Routes.alert("firing", "a").put("text", "é".repeat(5000));
            assertThat(routes.send("pagerduty", alert).getException()).isNull();
            assertThat(routes.send("pagerduty", Routes.alert("resolved", "a")).getException())
                    .isNull();
            assertThat(routes.send("pagerduty", Routes.alert("firing", "b")).getException())
                    .isNull();

            JsonNode trigger = got.get(0).json();
            assertThat(trigger.path("routing_key").asText()).isEqualTo("canary-routing-key");
            assertThat(trigger.path("event_action").asText()).isEqualTo("trigger");
            JsonNode payload = trigger.path("payload");
            assertThat(payload.path("summary").asText())
                    .startsWith("budget: a - é")
                    .hasSizeLessThanOrEqualTo(1024);
            assertThat(payload.path("source").asText()).isEqualTo("machine-1");
            assertThat(payload.path("severity").asText()).isIn("critical", "error", "warning", "info");
            assertThat(payload.path("timestamp").asText()).isEqualTo("2026-11-30T05:12:00Z");
            assertThat(payload.path("custom_details").path("Value").asText()).isEqualTo("82.50");
            String key = trigger.path("dedup_key").asText();
            assertThat(key).isNotBlank().hasSizeLessThanOrEqualTo(255);
            assertThat(got.get(1).json().path("event_action").asText()).isEqualTo("resolve");
            assertThat(got.get(1).json().path("dedup_key").asText()).isEqualTo(key);
            assertThat(got.get(2).json().path("dedup_key").asText()).isNotEqualTo(key);
        }
    }

    /** Also where a notification is empty, or has more than it should. */
    @ParameterizedTest
    @ValueSource(strings = {"slack", "msteams", "pagerduty"})
    void messagesAreWhatTheReceiversSchemasAllow(String receiver) throws Exception {
        String address =
                receiver.equals("pagerduty") ? "pagerduty.url=" + url.replaceFirst("[?].*", "") : receiver + "=" + url;
        String[] settings = receiver.equals("pagerduty")
                ? new String[] {"pagerduty=canary-routing-key", address}
                : new String[] {address};
        try (Routes routes = Routes.start(settings)) {
            ObjectNode empty =
                    Routes.JSON.createObjectNode().put("alert", "budget").put("state", "firing");
            ObjectNode large =
                    Routes.alert("resolved", "é<&>\uD83D\uDE00".repeat(2000)).put("alert", "x".repeat(5000));
            for (ObjectNode alert : List.of(Routes.alert("firing", "a"), empty, large)) {
                assertThat(routes.send(receiver, alert).getException()).isNull();
            }
            assertThat(got).hasSize(3);
            for (Got each : got) {
                assertThat(Schema.violations(receiver, each.json())).isEmpty();
                assertThat(each.body()).hasSizeLessThan(MOST_BYTES);
            }
            assertThat(Schema.violations(
                            receiver, Routes.JSON.createObjectNode().put("other", 1)))
                    .isNotEmpty();
        }
    }

    @Test
    void anyEndpointGetsWhatTheWebhookGetsWithTheHeaders() throws Exception {
        try (Routes routes = Routes.start("to=seda:mine?size=1")) {
            ObjectNode alert = Routes.alert("firing", "a");
            assertThat(routes.send("to", alert).getException()).isNull();
            Exchange arrived = routes.context().createConsumerTemplate().receive("seda:mine?size=1", 10_000);
            assertThat(Routes.JSON.readTree(arrived.getMessage().getBody(byte[].class)))
                    .isEqualTo(alert);
            assertThat(arrived.getMessage().getHeader("OpenRouterAlertId")).isEqualTo("0123456789abcdef");
        }
    }

    /** At TRACE of all loggers, HttpClient's among them. */
    @Test
    void noSecretIsInALogAnExceptionOrAHistory() throws Exception {
        List<String> seen = new ArrayList<>();
        answers.addAll(List.of(500, 500, 500, 500, 200));
        try (LeakDetector log = LeakDetector.listenFor("canary");
                Routes routes = Routes.start(
                        "webhook=" + url,
                        "webhook.secret=whsec_" + Base64.getEncoder().encodeToString(SECRET),
                        "slack=" + url,
                        "msteams=" + url,
                        "pagerduty=canary-routing-key",
                        "pagerduty.url=http://127.0.0.1:" + server.port() + "/v2/enqueue")) {
            for (String receiver : List.of("webhook", "slack", "msteams", "pagerduty", "slack")) {
                Exchange exchange = routes.send(receiver, Routes.alert("firing", "a"));
                if (exchange.getException() != null) {
                    StringWriter trace = new StringWriter();
                    exchange.getException().printStackTrace(new PrintWriter(trace));
                    seen.add(trace.toString());
                }
                seen.add(String.valueOf(exchange.getMessage().getBody(String.class)));
                seen.add(exchange.getMessage().getHeaders().toString());
                seen.add(exchange.getAllProperties().toString());
            }
            routes.context().getEndpoints().forEach(endpoint -> seen.add(endpoint.getEndpointUri()));
            assertThat(log.leaks()).isEmpty();
            assertThat(log.heard()).isGreaterThan(100);
        }
        assertThat(got).hasSize(5);
        assertThat(got.get(0).requestLine()).contains("canary-path");
        assertThat(seen).hasSizeGreaterThan(20).noneMatch(one -> one.contains("canary"));
    }

    /** Camel makes a GET without a body of an address with a query. */
    @Test
    void anyEndpointOfHttpGetsThePostThatTheWebhookGets() throws Exception {
        try (Routes routes = Routes.start("to=" + url)) {
            ObjectNode alert = Routes.alert("firing", "a");
            assertThat(routes.send("to", alert).getException()).isNull();
            assertThat(got.get(0).requestLine()).isEqualTo("POST " + PATH + " HTTP/1.1");
            assertThat(got.get(0).json()).isEqualTo(alert);
        }
    }

    /** Camel itself says an endpoint's URI below INFO, but for what it knows to be a password. */
    @Test
    void whatAnyEndpointFailsWithSaysNothingOfItsAddress() throws Exception {
        answers.add(400);
        try (LogRecorder log = LogRecorder.record();
                Routes routes = Routes.start("to=" + url)) {
            Exchange refused = routes.send("to", Routes.alert("firing", "a"));
            assertThat(status(refused)).isEqualTo(400);
            server.close();
            Exchange away = routes.send("to", Routes.alert("firing", "a"));
            assertThat(away.getException()).hasMessageStartingWith("openrouter.alerts.to has not taken an alert: ");
            StringWriter traces = new StringWriter();
            refused.getException().printStackTrace(new PrintWriter(traces));
            away.getException().printStackTrace(new PrintWriter(traces));
            assertThat(traces.toString()).doesNotContain("canary");
            assertThat(routes.context().getEndpoints())
                    .noneMatch(endpoint -> endpoint.getEndpointUri().contains("canary"));
            assertThat(log.lines()).noneMatch(line -> line.contains("canary"));
        }
    }

    private static int status(Exchange exchange) {
        return exchange.getException(HttpOperationFailedException.class).getStatusCode();
    }

    private static Stream<String> fieldNames(JsonNode json) {
        List<String> names = new ArrayList<>();
        json.fieldNames().forEachRemaining(names::add);
        return names.stream();
    }
}
