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
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.seda.SedaEndpoint;
import org.apache.camel.console.DevConsole;
import org.apache.camel.console.DevConsoleRegistry;
import org.apache.camel.management.mbean.ManagedBrowsableEndpoint;
import org.apache.camel.spi.BacklogDebugger;
import org.apache.camel.spi.BacklogTracer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A stream shows itself to whoever looks on as what it is: not read; and where it has been read for somebody, as its text. */
@Timeout(120)
class WhatOnlookersSeeTest {

    private static final String OPERATION = "direct:openrouter-chat-completions";
    private static final String NOT_READ = "[OpenRouter stream, not read]";
    private static final String TEXT = "data: {\"choices\":[{\"delta\":{\"content\":\"canary\"}}]}\n\ndata: [DONE]\n\n";

    private ScriptedUpstream upstream;
    private SeenLines seen;

    @BeforeEach
    void start() {
        upstream = ScriptedUpstream.start(call -> call.answer(200, "text/event-stream", TEXT));
        seen = SeenLines.record();
    }

    @AfterEach
    void stop() throws IOException {
        seen.close();
        upstream.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"TRACER", "LOG", "LOG_OF_EVERYTHING", "LOG_OF_STREAMS"})
    void logsShowThatItIsNotRead(Onlooker onlooker) throws Exception {
        try (MainHost host = host(onlooker)) {
            assertThat(ask(host, "direct:ask").getMessage().getBody(String.class))
                    .isEqualTo(TEXT);

            assertThat(seen.lines()).anyMatch(line -> line.contains(NOT_READ)).noneMatch(WhatOnlookersSeeTest::isText);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LOG_OF_STREAMS_AND_FILES", "LOG_OF_THE_TEXT"})
    void whoAsksForTheTextGetsIt(Onlooker onlooker) throws Exception {
        try (MainHost host = host(onlooker)) {
            assertThat(ask(host, "direct:ask").getMessage().getBody(String.class))
                    .isEqualTo(TEXT);

            assertThat(seen.lines()).anyMatch(WhatOnlookersSeeTest::isText).noneMatch(line -> line.contains(NOT_READ));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"BACKLOG_TRACER", "DEVELOPER", "BACKLOG_TRACER_OF_THE_GATEWAY_THAT_ASKS_FOR_STREAMS"})
    void backlogOfATracerHoldsNothingOfIt(Onlooker onlooker) throws Exception {
        try (MainHost host = host(onlooker)) {
            assertThat(ask(host, "direct:ask").getMessage().getBody(String.class))
                    .isEqualTo(TEXT);

            String backlog = host.context()
                    .getCamelContextExtension()
                    .getContextPlugin(BacklogTracer.class)
                    .dumpAllTracedMessagesAsXml();
            assertThat(backlog)
                    .contains("openrouter-attempt-response", "openrouter-chat-completions-response-head")
                    .doesNotContain("canary")
                    .containsAnyOf(NOT_READ, "[Body is instance of java.io.InputStream]");
        }
    }

    @Test
    void debuggerHoldsAnExchangeAndReadsNothing() throws Exception {
        Onlooker none = Onlooker.NOBODY;
        try (MainHost host = host(
                none,
                "camel.debug.enabled=true",
                "camel.debug.breakpoints=openrouter-attempt-close-on-failure,ask-end")) {
            CompletableFuture<Exchange> answer = CompletableFuture.supplyAsync(() -> ask(host, "direct:ask"));
            BacklogDebugger debugger = host.context().hasService(BacklogDebugger.class);
            for (String node : List.of("openrouter-attempt-close-on-failure", "ask-end")) {
                Awaitility.await()
                        .atMost(Duration.ofSeconds(20))
                        .until(() -> debugger.getSuspendedBreakpointNodeIds().contains(node));
                assertThat(debugger.dumpTracedMessagesAsXml(node))
                        .contains("<body")
                        .doesNotContain("canary");
                debugger.resumeBreakpoint(node);
            }
            assertThat(answer.get(20, TimeUnit.SECONDS).getMessage().getBody(String.class))
                    .isEqualTo(TEXT);
        }
    }

    /** Who browses a queue asks for the text; the message stays whole. */
    @Test
    void queueIsBrowsedAndReadAfterwards() throws Exception {
        try (MainHost host = host(Onlooker.NOBODY, "camel.main.devConsoleEnabled=true")) {
            ask(host, "direct:queued");
            SedaEndpoint queue = host.context().getEndpoint("seda:queue", SedaEndpoint.class);
            ManagedBrowsableEndpoint managed = new ManagedBrowsableEndpoint(queue);
            assertThat(managed.browseMessageAsXml(0, true)).doesNotContain("canary");
            assertThat(managed.browseMessageAsJSon(0, true)).doesNotContain("canary");

            DevConsole browser = host.context()
                    .getCamelContextExtension()
                    .getContextPlugin(DevConsoleRegistry.class)
                    .resolveById("browse");
            Stream.of(
                            String.valueOf(browser.call(DevConsole.MediaType.TEXT, Map.of("dump", "true"))),
                            managed.browseMessageBody(0))
                    .forEach(shown -> assertThat(shown).contains("canary"));
            assertThat(host.context().createConsumerTemplate().receiveBody("seda:queue", 20_000, String.class))
                    .isEqualTo(TEXT);
        }
    }

    private static boolean isText(String line) {
        return line.contains("canary");
    }

    private static Exchange ask(MainHost host, String route) {
        CamelContext context = host.context();
        return context.createProducerTemplate()
                .request(route, call -> call.getMessage().setBody(Door.CHAT.streaming()));
    }

    private MainHost host(Onlooker onlooker, String... more) {
        String[] own = {"openrouter.api-key=any", "openrouter.base-url=" + upstream.baseUrl()};
        String[] all =
                Stream.of(own, onlooker.settings(), more).flatMap(Stream::of).toArray(String[]::new);
        return MainHost.with(all).start(onlooker.steps(), new Asking(), new OpenRouterRoutes());
    }

    private static final class Asking extends RouteBuilder {
        @Override
        public void configure() {
            from("direct:ask").to(OPERATION).setHeader("end", constant(true)).id("ask-end");
            from("direct:queued").to(OPERATION).to("seda:queue?waitForTaskToComplete=Never");
        }
    }
}
