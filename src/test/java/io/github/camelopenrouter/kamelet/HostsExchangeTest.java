/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.kamelet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.call.ClientLink;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a Kamelet leaves of a host's exchange, and what of it reaches OpenRouter. */
@Timeout(60)
class HostsExchangeTest {

    private static final String ANSWER = "{\"id\":\"gen-1\",\"choices\":[{\"message\":{\"content\":\"Hi\"}}]}";

    private ScriptedUpstream upstream;
    private KameletHost host;

    @BeforeEach
    void start() {
        upstream = ScriptedUpstream.start(call -> call.answer(
                200, "application/json", ANSWER, "X-Generation-Id: gen-1", "Set-Cookie: a=b", "X-Upstream: yes"));
        host = KameletHost.of(upstream.baseUrl());
    }

    @AfterEach
    void stop() throws IOException {
        host.close();
        upstream.close();
    }

    @Test
    void keepsTheHostsHeadersAndAddsNoneOfTheHttpAnswer() throws Exception {
        host.asking("openrouter-chat-action?model=a/b").start();

        Map<String, Object> headers = ask(Map.of(
                        "order", 7, "CamelFileName", "a.txt", "Content-Type", "application/pdf"))
                .getMessage()
                .getHeaders();

        assertThat(headers)
                .containsOnlyKeys("order", "CamelFileName", "Content-Type", "CamelOpenRouterGenerationId")
                .containsEntry("CamelFileName", "a.txt")
                .containsEntry("Content-Type", "text/plain; charset=utf-8");
    }

    @Test
    void isNotSteeredByHeadersOfCamels() throws Exception {
        host.asking("openrouter-chat-action?model=a/b").start();

        Exchange exchange = ask(Map.of(
                "CamelHttpUri",
                "http://127.0.0.1:1/evil",
                "CamelHttpPath",
                "/evil",
                "CamelHttpQuery",
                "evil=1",
                "CamelHttpMethod",
                "DELETE",
                "CamelOpenRouterModelId",
                "evil",
                "Authorization",
                "Bearer evil",
                "Cookie",
                "evil=1",
                "Content-Encoding",
                "gzip"));

        assertThat(exchange.getMessage().getBody()).isEqualTo("Hi");
        ScriptedUpstream.Call call = upstream.awaitCall();
        assertThat(call.requestLine()).isEqualTo("POST /api/v1/chat/completions HTTP/1.1");
        assertThat(String.join("\n", call.headerLines())).doesNotContain("evil");
        assertThat(exchange.getMessage().getHeaders()).doesNotContainKeys("CamelHttpUri", "CamelOpenRouterModelId");
    }

    @Test
    void sendsTheTraceOfTheHost() throws Exception {
        host.asking("openrouter-chat-action?model=a/b").start();

        ask(Map.of("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));

        assertThat(upstream.awaitCall().headers())
                .containsEntry("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
    }

    @Test
    void leavesNothingOfACallForTheNextOne() throws Exception {
        host.with(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:ask")
                                .to("kamelet:openrouter-chat-action?model=a/b&output=stream")
                                .convertBodyTo(String.class)
                                .to("kamelet:openrouter-chat-action?model=c/d");
                    }
                })
                .start();
        upstream.script(call -> {
            if (call.text().contains("\"model\":\"a/b\"")) {
                call.head(200, "text/event-stream", "X-Generation-Id: gen-0")
                        .send("data: {\"model\":\"a/b-1\",\"choices\":[{\"finish_reason\":\"stop\"}]}\n\n")
                        .end();
            } else {
                call.answer(200, "application/json", "{\"choices\":[{\"message\":{\"content\":\"Hi\"}}]}");
            }
        });

        Exchange exchange = host.ask("Hello");

        assertThat(exchange.getMessage().getBody()).isEqualTo("Hi");
        assertThat(upstream.awaitCall().text()).contains("\"model\":\"a/b\"", "\"stream\":true");
        assertThat(upstream.awaitCall().text()).contains("\"model\":\"c/d\"", "\"stream\":false");
        assertThat(exchange.getMessage().getHeaders()).containsOnlyKeys("Content-Type");
        assertThat(exchange.getAllProperties().keySet()).noneMatch(name -> name.startsWith("CamelOpenRouter"));
    }

    @Test
    void leavesACallerWhoseClientWaitsForSomethingElseAlone() throws Exception {
        host.asking("openrouter-chat-action?model=a/b").start();
        ClientLink client = new ClientLink();

        Exchange exchange = host.context.createProducerTemplate().request("direct:ask", call -> {
            call.setProperty(ClientLink.PROPERTY, client);
            call.getMessage().setBody("Hello");
        });

        assertThat(exchange.getMessage().getBody()).isEqualTo("Hi");
        assertThat(exchange.getProperty(ClientLink.PROPERTY)).isSameAs(client);
    }

    @Test
    void doesNotTouchTheBodyOfAFailedCall() throws Exception {
        upstream.script(call -> call.answer(400, "application/json", "{\"error\":{\"message\":\"no\"}}"));
        host.asking("openrouter-chat-action?model=a/b").start();

        assertThat(host.ask("Hello").getMessage().getBody()).isEqualTo("Hello");
    }

    private Exchange ask(Map<String, Object> headers) {
        return host.context.createProducerTemplate().request("direct:ask", call -> {
            call.getMessage().setBody("Hello");
            call.getMessage().setHeaders(new HashMap<>(headers));
        });
    }
}
