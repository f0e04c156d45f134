/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.operation.OpenRouterRoutes;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.RawClient;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever looks at a host's exchanges: clients, hosts and OpenRouter get the same bytes and headers. */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OnlookersTest {

    private static final String EVENT = "data: {\"choices\":[{\"delta\":{\"content\":\"Hel\"}}]}\n\n";
    private static final String JSON = "application/json";
    /** More than what is looked at before it is passed on. */
    private static final String LONG = "w".repeat(200_000);

    private SeenLines seen;
    private ScriptedUpstream upstream;
    private Map<String, String> unwatched;

    @BeforeAll
    void start() throws Exception {
        seen = SeenLines.record();
        upstream = ScriptedUpstream.start(OnlookersTest::answer);
        unwatched = answersUnder(Onlooker.NOBODY);
        assertThat(unwatched).hasSizeGreaterThan(20);
    }

    @AfterAll
    void stop() throws IOException {
        upstream.close();
        seen.close();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NOBODY")
    void answersAreTheSame(Onlooker onlooker) throws Exception {
        assertThat(answersUnder(onlooker)).containsExactlyEntriesOf(unwatched);
    }

    @ParameterizedTest
    @MethodSource("thoseWhoDoNotAskForTheText")
    void streamsComeEventByEvent(Onlooker onlooker) throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        upstream.script(call -> {
            call.head(200, "text/event-stream").send(EVENT);
            assertThat(first.await(20, TimeUnit.SECONDS)).isTrue();
            call.send("data: [DONE]\n\n").end();
        });
        try (MainHost host = host(onlooker);
                RawClient client = RawClient.connect(host.port())) {
            RawClient.Answer answer =
                    client.post(Door.CHAT.path(), Door.CHAT.streaming()).answer();
            assertThat(answer.next(EVENT.length())).isEqualTo(EVENT);
            first.countDown();
            assertThat(answer.text()).isEqualTo("data: [DONE]\n\n");
        } finally {
            upstream.script(OnlookersTest::answer);
        }
    }

    static Stream<Onlooker> thoseWhoDoNotAskForTheText() {
        return Stream.of(Onlooker.values()).filter(onlooker -> !onlooker.asksForTheText());
    }

    private Map<String, String> answersUnder(Onlooker onlooker) throws Exception {
        try (MainHost host = host(onlooker)) {
            Map<String, String> answers = new LinkedHashMap<>();
            OneRequest client = new OneRequest(host.port());
            for (Door door : Door.values()) {
                for (String kind : List.of("plain", "streaming", "long", "refused", "failed")) {
                    answers.put(door + " " + kind, onTheWire(client, door, kind));
                }
            }
            answers.put("models", shown(client.get("/v1/models", "x-request-id: r1")));
            for (String output : List.of("text", "json", "stream", "tokens")) {
                for (String kind : List.of("plain", "refused")) {
                    answers.put("kamelet " + output + " " + kind, inTheHost(host, "direct:" + output, kind));
                }
            }
            answers.put("template", inTheHost(host, "direct:openrouter-chat-completions", Door.CHAT.streaming()));
            return answers;
        }
    }

    private String onTheWire(OneRequest client, Door door, String kind) throws Exception {
        upstream.forgetCalls();
        boolean streams = kind.equals("streaming") && door != Door.EMBEDDINGS;
        String body = streams ? door.streaming() : door.plain().replace("/", "/" + kind + "-");
        OneRequest.Answer answer = client.post(door.path(), body, "x-request-id: r1");
        return shown(answer) + "\nUPSTREAM " + shown(upstream.awaitCall());
    }

    private String inTheHost(MainHost host, String endpoint, String kind) throws Exception {
        upstream.forgetCalls();
        Exchange exchange = host.context().createProducerTemplate().request(endpoint, call -> {
            call.getMessage().setHeader("kind", kind);
            call.getMessage().setBody(kind);
        });
        Map<String, Object> headers = new TreeMap<>(exchange.getMessage().getHeaders());
        headers.remove("breadcrumbId"); // the host's own
        return headers + "\n" + exchange.getException() + "\n"
                + exchange.getMessage().getBody(String.class) + "\nUPSTREAM " + shown(upstream.awaitCall());
    }

    private static String shown(OneRequest.Answer answer) {
        return answer.status() + " " + answer.headers() + "\n" + answer.text();
    }

    private static String shown(ScriptedUpstream.Call call) {
        return call.requestLine() + " "
                + new TreeMap<>(call.headers())
                        .entrySet().stream()
                                .filter(header -> !header.getKey().equalsIgnoreCase("host"))
                                .map(Object::toString)
                                .collect(Collectors.joining(", "))
                + "\n" + call.text();
    }

    private MainHost host(Onlooker onlooker) {
        String[] own = {
            "camel.main.routesIncludePattern=classpath:openrouter/routes/*.camel.yaml",
            "openrouter.api-key=any",
            "openrouter.retry.attempts=0",
            "openrouter.circuit-breaker.enabled=false",
            "openrouter.base-url=" + upstream.baseUrl()
        };
        String[] all = Stream.of(own, onlooker.settings()).flatMap(Stream::of).toArray(String[]::new);
        return MainHost.with(all).start(onlooker.steps(), new Kamelets(), new OpenRouterRoutes());
    }

    private static final class Kamelets extends RouteBuilder {
        @Override
        public void configure() {
            from("direct:text").to("kamelet:openrouter-chat-action?model=a/b");
            from("direct:json").to("kamelet:openrouter-chat-action?model=a/b&output=json");
            from("direct:stream").to("kamelet:openrouter-chat-action?model=a/b&output=stream");
            from("direct:tokens")
                    .to("kamelet:openrouter-chat-action?model=a/b&output=tokens")
                    .split(body(), (whole, part) -> joined(whole, part))
                    .streaming()
                    .setBody(simple("<${body}>"))
                    .end();
        }

        private static Exchange joined(Exchange whole, Exchange part) {
            String before = whole == null ? "" : whole.getMessage().getBody(String.class);
            part.getMessage().setBody(before + part.getMessage().getBody(String.class));
            return part;
        }
    }

    private static void answer(ScriptedUpstream.Call call) throws Exception {
        String request = call.text();
        if (request.contains("refused")) {
            call.answer(402, JSON, "{\"error\":{\"message\":\"No credit\",\"code\":402}}");
        } else if (request.contains("failed")) {
            call.head(200, JSON)
                    .send("{\"error\":{\"message\":\"Overloaded\",\"code\":503}}")
                    .end();
        } else if (request.contains("\"stream\":true")) {
            call.head(200, "text/event-stream", "X-Generation-Id: gen-1")
                    .send(": OPENROUTER\n\n")
                    .send(EVENT);
            call.send(
                    "data: {\"choices\":[{\"finish_reason\":\"stop\",\"delta\":{\"content\":\"lo\"}}],\"usage\":{\"cost\":0.5}}\n\n");
            call.send("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
            call.send("data: {\"type\":\"response.completed\"}\n\ndata: [DONE]\n\n")
                    .end();
        } else {
            String text = request.contains("long") ? LONG : "Hello";
            call.head(200, JSON, "X-Generation-Id: gen-2")
                    .send(
                            "{\"id\":\"gen-2\",\"data\":[],\"usage\":{\"cost\":0.25},\"choices\":[{\"message\":{\"content\":\""
                                    + text)
                    .send("\"}}]}")
                    .end();
        }
    }
}
