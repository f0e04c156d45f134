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

import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The limits of a policy for the routes of a host, and the library that it may lack. */
@Timeout(120)
class LimitsInHostTest {

    private static final String EVENT = "data: {\"id\":\"gen-1\",\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n";

    @TempDir
    private Path directory;

    @Test
    void withoutTheLibraryAPolicyThatHasSomeStopsTheStart() throws Exception {
        try (ClassPathWithout library = ClassPathWithout.libraries("bucket4j")) {
            assertThat(library.has("io.github.bucket4j.Bucket")).isFalse();
            assertThat(start(library, policy("requests: 1/min")))
                    .isEqualTo("The policy has limits, which need Bucket4j, which is not on the class path: add"
                            + " com.bucket4j:bucket4j_jdk17-core.");
            assertThat(start(library, policy(""))).isEqualTo("started");
        }
    }

    private static String start(ClassPathWithout library, Path policy) throws Exception {
        return library.call(HostStart.class, "with", policy.toString());
    }

    /** Runs on a class path of its own. */
    public static final class HostStart {

        private HostStart() {}

        /** What came of it. */
        public static String with(String policy) {
            return ClassPathWithout.outcomeOf(HostApplication.on(
                    HostStart.class.getClassLoader(),
                    "openrouter.routes.enabled=true",
                    "openrouter.api-key=any",
                    "openrouter.policy.file=" + policy));
        }
    }

    @Test
    void aStreamIsUnderWayUntilItsReceiverIsDoneWithIt() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(call -> {
                    call.head(200, HttpTest.SSE, "X-Generation-Id: gen-1").send(EVENT);
                    call.awaitHangUp();
                });
                HostApplication host = host(upstream, "concurrent: 1").start();
                ProducerTemplate calls = host.context().createProducerTemplate()) {
            Exchange first = ask(calls, "direct:openrouter-chat-completions", Door.CHAT.streaming());
            assertThat(status(first)).isEqualTo(200);
            assertThat(status(ask(calls, "direct:openrouter-chat-completions", Door.CHAT.streaming())))
                    .isEqualTo(429);
            try (InputStream open = first.getMessage().getBody(InputStream.class)) {
                assertThat(open.read()).isEqualTo('d');
            }
            assertThat(status(ask(calls, "direct:openrouter-chat-completions", Door.CHAT.streaming())))
                    .isEqualTo(200);
        }
    }

    @Test
    void theCallsOfKameletsAreCountedToo() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(call -> call.answer(
                        200,
                        HttpTest.JSON,
                        "{\"id\":\"gen-1\",\"choices\":[{\"finish_reason\":\"stop\",\"message\":{\"content\":\"Hello\"}}]}",
                        "X-Generation-Id: gen-1"));
                HostApplication host = host(upstream, "requests: 2/day").start();
                ProducerTemplate calls = host.context().createProducerTemplate()) {
            String kamelet = "kamelet:openrouter-chat-action?model=openai/gpt-4o";
            assertThat(ask(calls, kamelet, "Hi").getMessage().getBody(String.class))
                    .isEqualTo("Hello");
            assertThat(status(ask(calls, "direct:openrouter-chat-completions", Door.CHAT.plain())))
                    .isEqualTo(200);
            assertThat(ask(calls, kamelet, "Hi").getException())
                    .hasMessageContaining("2 requests a day of team 'a'")
                    .extracting("status")
                    .isEqualTo(429);
            assertThat(upstream.callCount()).isEqualTo(2);
        }
    }

    @Test
    void whereThereAreNoneNothingStandsInTheWay() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(
                        call -> call.answer(200, HttpTest.JSON, "{\"choices\":[]}", "x-ratelimit-remaining: 7"));
                HostApplication host = host(upstream, "").start();
                HostApplication other =
                        host(upstream, "", "openrouter.policy.file=").start();
                ProducerTemplate calls = host.context().createProducerTemplate()) {
            Exchange answer = ask(calls, "direct:openrouter-chat-completions", Door.CHAT.plain());
            assertThat(answer.getProperties().keySet()).noneMatch(name -> name.contains("Limited"));
            assertThat(answer.getMessage().getHeader("x-ratelimit-remaining")).isEqualTo("7");
            assertThat(nodes(host)).contains("openrouter-chat-completions-limits");
            assertThat(nodes(other))
                    .contains("openrouter-chat-completions-decode")
                    .noneMatch(id -> id.endsWith("-limits"));
        }
    }

    private static List<String> nodes(HostApplication host) {
        return ((ModelCamelContext) host.context())
                .getRouteDefinition("openrouter-chat-completions").getOutputs().stream()
                        .map(ProcessorDefinition::getId)
                        .filter(Objects::nonNull)
                        .toList();
    }

    private static Exchange ask(ProducerTemplate calls, String endpoint, String body) {
        return calls.request(endpoint, exchange -> {
            exchange.setProperty(OpenRouterConstants.TEAM, "a");
            exchange.getMessage().setBody(body);
        });
    }

    private static Integer status(Exchange answer) {
        return answer.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
    }

    /** @param more settings, which go before the others */
    private HostApplication host(ScriptedUpstream upstream, String limits, String... more) throws IOException {
        List<String> settings = new ArrayList<>(List.of(
                "openrouter.routes.enabled=true",
                "openrouter.api-key=any",
                "openrouter.base-url=" + upstream.baseUrl(),
                "openrouter.policy.file=" + policy(limits)));
        settings.addAll(List.of(more));
        return HostApplication.with(settings.toArray(String[]::new));
    }

    private Path policy(String limits) throws IOException {
        return Files.writeString(directory.resolve("policy.yaml"), "teams:\n  a: { limits: { " + limits + " } }\n");
    }
}
