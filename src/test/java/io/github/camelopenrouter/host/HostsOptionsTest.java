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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelopenrouter.operation.OpenRouterRoutes;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.resilience4j.ResilienceProcessor;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.Resilience4jConfigurationDefinition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a host sets for its own calls, breakers, threads and routes does not reach ours: the same bytes go up and down,
 * whatever Camel's own lists of options have in them.
 */
@Timeout(60)
class HostsOptionsTest {

    private static final String MAIN = "META-INF/camel-main-configuration-metadata.json";
    private static final String HTTP = "META-INF/org/apache/camel/component/http/http.json";
    private static final String EVENTS = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"}}]}\n\n"
            + "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
    private static final String ANSWER =
            "{\"choices\":[{\"finish_reason\":\"stop\",\"message\":{\"content\":\"Hi\"}}]}";

    /** For whole groups: each of their options is of no concern to us. */
    private static final List<String> GROUPS =
            List.of("camel.resilience4j.", "camel.faulttolerance.", "camel.threadpool.");

    /** Of {@code camel.main} those that change how a context runs its routes, not which it has or whether it starts. */
    private static final List<String> OF_MAIN = List.of(
            "allowUseOriginalMessage",
            "autowiredEnabled",
            "camelEventsTimestampEnabled",
            "caseInsensitiveHeaders",
            "consumerTemplateCacheSize",
            "devConsoleEnabled",
            "endpointBridgeErrorHandler",
            "endpointLazyStartProducer",
            "endpointRuntimeStatisticsEnabled",
            "exchangeFactoryCapacity",
            "exchangeFactoryStatisticsEnabled",
            "inflightRepositoryBrowseEnabled",
            "loadStatisticsEnabled",
            "loadTypeConverters",
            "logMask",
            "messageHistory",
            "producerTemplateCacheSize",
            "sourceLocationEnabled",
            "streamCachingAnySpoolRules",
            "streamCachingBufferSize",
            "streamCachingEnabled",
            "streamCachingSpoolEnabled",
            "streamCachingSpoolThreshold",
            "streamCachingStatisticsEnabled",
            "tracing",
            "tracingStandby",
            "tracingTemplates",
            "typeConverterStatisticsEnabled",
            "useBreadcrumb",
            "useDataType",
            "useMdcLogging");

    private static ScriptedUpstream upstream;
    private static List<String> usual;

    @BeforeAll
    static void start() throws Exception {
        upstream = ScriptedUpstream.start(HostsOptionsTest::answer);
        usual = seen();
    }

    @AfterAll
    static void stop() throws IOException {
        upstream.close();
    }

    private static void answer(ScriptedUpstream.Call call) throws IOException {
        if (call.requestLine().startsWith("GET")) {
            call.answer(200, "application/json", "{\"data\":[{\"id\":\"openai/gpt-4o\",\"name\":\"One\"}]}");
        } else if (call.text().contains("breaks")) {
            call.reset();
        } else if (call.text().contains("fails")) {
            call.answer(500, "application/json", "{\"error\":{\"code\":500,\"message\":\"No\"}}");
        } else if (call.text().contains("\"stream\":true")) {
            call.head(200, "text/event-stream").send(EVENTS).end();
        } else {
            call.answer(200, "application/json", ANSWER, "Set-Cookie: a=b");
        }
    }

    static Stream<List<String>> options() throws IOException {
        List<String> main = new ArrayList<>();
        List<List<String>> together = new ArrayList<>();
        for (String group : GROUPS) {
            List<String> ofGroup = changed(MAIN, "properties", group, List.of());
            main.addAll(ofGroup);
            together.add(ofGroup);
        }
        main.addAll(changed(MAIN, "properties", "camel.main.", OF_MAIN));
        List<String> http = changed(HTTP, "componentProperties", "", List.of()).stream()
                .map(option -> "camel.component.http." + option)
                .toList();
        together.add(http);
        assertThat(main).hasSizeGreaterThan(50);
        assertThat(http).hasSizeGreaterThan(25);
        together.add(List.of("camel.main.exchangeFactory=pooled"));
        together.add(List.of("camel.main.uuidGenerator=off"));
        return Stream.concat(Stream.concat(main.stream(), http.stream()).map(List::of), together.stream());
    }

    /** The options of a list that are numbers, switches or names, each with another value than it has. */
    private static List<String> changed(String list, String property, String prefix, List<String> wanted)
            throws IOException {
        Map<String, JsonNode> options = new TreeMap<>();
        try (InputStream in = HostsOptionsTest.class.getClassLoader().getResourceAsStream(list)) {
            JsonNode all = new ObjectMapper().readTree(in).get(property);
            if (all.isArray()) {
                StreamSupport.stream(all.spliterator(), false)
                        .forEach(option -> options.put(option.get("name").asText(), option));
            } else {
                all.properties().forEach(option -> options.put(option.getKey(), option.getValue()));
            }
        }
        return options.entrySet().stream()
                .filter(option -> option.getKey().startsWith(prefix))
                .filter(option -> !option.getKey().endsWith(".micrometerEnabled")) // wants a library of its own
                .filter(option ->
                        wanted.isEmpty() || wanted.contains(option.getKey().substring(prefix.length())))
                .flatMap(option ->
                        value(option.getKey(), option.getValue()).stream().map(value -> option.getKey() + "=" + value))
                .toList();
    }

    /** None for what has to be an object of the host's. */
    private static Optional<String> value(String name, JsonNode option) {
        String key = name.substring(name.lastIndexOf('.') + 1);
        if (key.equals("proxyHost") || key.equals("proxyAuthHost")) {
            return Optional.of("127.0.0.1");
        }
        if (key.equals("rejectedPolicy")) {
            return Optional.of("Abort");
        }
        return switch (option.get("type").asText()) {
            case "boolean" ->
                Optional.of(String.valueOf(!option.path("defaultValue").asBoolean()));
            case "integer", "number", "duration" -> Optional.of("1");
            default -> key.equals("userAgent") ? Optional.of("hosts-own") : Optional.empty();
        };
    }

    @ParameterizedTest
    @MethodSource("options")
    void callsAreTheSame(List<String> options) throws Exception {
        assertThat(seen(options.toArray(String[]::new))).isEqualTo(usual);
    }

    /** What a host lets its own breakers overlook. */
    @Test
    void failuresAreFailuresWhateverTheHostsBreakersIgnore() throws Exception {
        assertThat(seenBy(new RouteBuilder() {
                    @Override
                    public void configure() {
                        Resilience4jConfigurationDefinition hosts = new Resilience4jConfigurationDefinition();
                        hosts.ignoreException(Throwable.class).recordException(Error.class);
                        ((ModelCamelContext) getContext()).setResilience4jConfiguration(hosts);
                    }
                }))
                .isEqualTo(usual);
    }

    /** What went up and what came down, of a plain call, a stream, and two that fail, and what our breaker is made of. */
    private static List<String> seen(String... options) throws Exception {
        return seenBy(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        // nothing of the host's
                    }
                },
                options);
    }

    private static List<String> seenBy(RouteBuilder hosts, String... options) throws Exception {
        upstream.forgetCalls();
        List<String> seen = new ArrayList<>();
        String[] settings = Stream.concat(
                        Stream.of(
                                "camel.main.routesIncludePattern=classpath:openrouter/routes/chat-completions.camel.yaml,"
                                        + "classpath:openrouter/routes/models.camel.yaml",
                                "openrouter.auth=none",
                                "openrouter.retry.attempts=1",
                                "openrouter.retry.delay=1ms",
                                "openrouter.api-key=own=sk-or-v1-canary",
                                "openrouter.base-url=" + upstream.baseUrl()),
                        Stream.of(options))
                .toArray(String[]::new);
        try (MainHost host = MainHost.with(settings).start(hosts, new OpenRouterRoutes())) {
            ResilienceProcessor breaker =
                    host.context().getProcessor("openrouter-attempt-breaker", ResilienceProcessor.class);
            seen.add("time limit: " + breaker.isTimeoutEnabled() + ", bulkhead: " + breaker.isBulkheadEnabled());
            seen.add(new OneRequest(host.port()).get("/v1/models").text());
            upstream.awaitCall();
            for (String request : List.of(
                    Door.CHAT.plain(),
                    Door.CHAT.streaming(),
                    Door.CHAT.plain().replace("Hi", "fails"),
                    Door.CHAT.plain().replace("Hi", "breaks"))) {
                OneRequest.Answer answer =
                        new OneRequest(host.port()).post(Door.CHAT.path(), request, "x-request-id: req-1");
                seen.add(answer.status() + " " + new TreeMap<>(answer.headers()) + " " + answer.text());
                ScriptedUpstream.Call call = upstream.awaitCall();
                seen.add(call.requestLine() + " " + new TreeMap<>(call.headers()) + " " + call.text());
            }
        }
        return seen;
    }
}
