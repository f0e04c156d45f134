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

import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A call that fails is the host's to handle, by whatever error handling it has. */
@Timeout(60)
class RefusedCallTest {

    private static final String KAMELET = "kamelet:openrouter-chat-action?model=a/b";
    private static final String LIMITED = "{\"error\":{\"message\":\"Provider returned error\",\"code\":429,"
            + "\"metadata\":{\"raw\":\"Too many requests\",\"provider_name\":\"Sandbox\"}}}";

    private final List<Exchange> dead = new CopyOnWriteArrayList<>();
    private ScriptedUpstream upstream;
    private KameletHost host;

    @BeforeEach
    void start() {
        upstream = ScriptedUpstream.start(call -> call.answer(429, "application/json", LIMITED));
        host = KameletHost.of(upstream.baseUrl());
    }

    @AfterEach
    void stop() throws IOException {
        host.close();
        upstream.close();
    }

    @Test
    void isAnExceptionWithStatusCodeAndText() throws Exception {
        host.asking("openrouter-chat-action?model=a/b").start();

        assertThat(failure()).satisfies(e -> {
            assertThat(e)
                    .hasMessage("The call to OpenRouter failed with status 429, code 429: "
                            + "Provider returned error (Too many requests)");
            assertThat(e.getStatus()).isEqualTo(429);
            assertThat(e.getCode()).isEqualTo("429");
            assertThat(e.getBody()).isEqualTo(LIMITED);
        });
    }

    @Test
    void saysSoWhereOpenRouterCannotBeReached() throws Exception {
        upstream.stopListening();
        host.asking("openrouter-chat-action?model=a/b").start();

        assertThat(failure())
                .hasMessage("The call to OpenRouter failed with status 502, code upstream_unreachable: "
                        + "OpenRouter could not be reached.");
    }

    @Test
    void saysSoWhereAnAnswerOfStatus200FailsInTheMiddle() throws Exception {
        upstream.script(call -> call.answer(
                200,
                "application/json",
                "{\"choices\":[{\"message\":{\"content\":\"Hel\"},\"finish_reason\":\"error\","
                        + "\"error\":{\"code\":503,\"message\":\"Overloaded\"}}]}"));
        host.asking("openrouter-chat-action?model=a/b").start();

        assertThat(failure()).hasMessage("The call to OpenRouter failed with status 503, code 503: Overloaded");
    }

    @Test
    void saysSoWhereTheAnswerIsCutOff() throws Exception {
        upstream.script(call -> call.head(200, "application/json")
                .send("{\"choices\":[{\"message\":{\"content\":\"Hel")
                .end());
        host.asking("openrouter-chat-action?model=a/b").start();

        assertThat(failure().getStatus()).isEqualTo(502);
        assertThat(failure().getCode()).isEqualTo("truncated");
    }

    @Test
    void saysWhichPropertyIsMissing() throws Exception {
        host.asking("openrouter-chat-action").start();

        assertThat(failure())
                .hasMessage("No call to OpenRouter was made: refused with status 400: "
                        + "No model is named: set the Kamelet property model, or model in the request.");
        assertThat(upstream.callCount()).isZero();
    }

    @Test
    void refusesAnEmptyBody() throws Exception {
        host.asking("openrouter-chat-action?model=a/b").start();

        assertThat(host.ask(null).getException()).hasMessageContaining("The message body is empty");
        assertThat(host.ask("").getException()).hasMessageContaining("The message body is empty");
    }

    @Test
    void reachesTheRoutesOwnOnException() throws Exception {
        host.with(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:ask")
                                .onException(OpenRouterCallException.class)
                                .handled(true)
                                .setBody(simple("${exception.status} ${body}"))
                                .end()
                                .to(KAMELET)
                                .setBody(constant("never"));
                    }
                })
                .start();

        assertThat(host.answer("Hello")).isEqualTo("429 Hello");
        assertThat(upstream.callCount()).isEqualTo(1);
    }

    @Test
    void isRedeliveredAsOftenAsTheHostSays() throws Exception {
        host.with(new RouteBuilder() {
                    @Override
                    public void configure() {
                        onException(OpenRouterCallException.class)
                                .maximumRedeliveries(2)
                                .redeliveryDelay(0)
                                .handled(true)
                                .setBody(simple("${exception.code} ${body}"));
                        from("direct:ask").to(KAMELET).setBody(constant("never"));
                    }
                })
                .start();

        assertThat(host.answer("Hello")).isEqualTo("429 Hello");
        assertThat(upstream.callCount()).isEqualTo(3);
    }

    @Test
    void goesToTheHostsDeadLetterChannel() throws Exception {
        host.with(new RouteBuilder() {
                    @Override
                    public void configure() {
                        errorHandler(deadLetterChannel("direct:dead")
                                .maximumRedeliveries(1)
                                .redeliveryDelay(0)
                                .useOriginalMessage());
                        from("direct:ask").to(KAMELET).setBody(constant("never"));
                        from("direct:dead").process(dead::add);
                    }
                })
                .start();

        host.ask("Hello");

        assertThat(dead).singleElement().satisfies(letter -> {
            assertThat(letter.getMessage().getBody(String.class)).isEqualTo("Hello");
            assertThat(letter.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class))
                    .isInstanceOf(OpenRouterCallException.class);
        });
        assertThat(upstream.callCount()).isEqualTo(2);
    }

    @Test
    void reachesARouteConfiguration() throws Exception {
        host.context.addRoutesConfigurations(new RouteConfigurationBuilder() {
            @Override
            public void configuration() {
                routeConfiguration("host")
                        .onException(OpenRouterCallException.class)
                        .handled(true)
                        .setBody(constant("handled"));
            }
        });
        host.with(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:ask")
                                .routeConfigurationId("host")
                                .to(KAMELET)
                                .setBody(constant("never"));
                    }
                })
                .start();

        assertThat(host.answer("Hello")).isEqualTo("handled");
    }

    @Test
    void isCaughtByDoTry() throws Exception {
        host.with(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:ask")
                                .doTry()
                                .to(KAMELET)
                                .doCatch(OpenRouterCallException.class)
                                .setBody(simple("${exception.message}"))
                                .end();
                    }
                })
                .start();

        assertThat(host.answer("Hello")).asString().contains("Too many requests");
    }

    private OpenRouterCallException failure() {
        Exception failure = host.ask("Hello").getException();
        assertThat(failure).isInstanceOf(OpenRouterCallException.class);
        return (OpenRouterCallException) failure;
    }
}
