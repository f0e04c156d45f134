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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.kamelet.TextTable.Kind;
import io.github.camelopenrouter.kamelet.TextTable.Way;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.util.ObjectHelper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A text is sent as it was written, whichever way a Kamelet is given it: what the documents say of each way is true. */
@Timeout(60)
class GivenTextTest {

    private static final String KAMELET = "openrouter-chat-action";
    private static final String MODEL = "openai/gpt-4o-mini";
    private static final String PROPERTY = "camel.kamelet." + KAMELET + ".";

    private static ScriptedUpstream upstream;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() {
        upstream = ScriptedUpstream.start(
                call -> call.answer(200, "application/json", "{\"choices\":[{\"message\":{\"content\":\"Hi\"}}]}"));
    }

    @AfterAll
    static void stop() throws IOException {
        upstream.close();
    }

    @BeforeEach
    void forgetEarlierTests() {
        upstream.forget();
    }

    static Stream<Arguments> texts() {
        return Arrays.stream(Way.values())
                .flatMap(way -> Arrays.stream(Kind.values()).map(kind -> Arguments.of(way, kind)));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void arrivesAsTheTableSays(Way way, Kind kind) throws Exception {
        assertThat(kind.text.equals(sent(way, kind.text))).isEqualTo(way.keeps(kind));
    }

    /** The model beside it proves that Camel has encoded them both. */
    @ParameterizedTest
    @ValueSource(strings = {"C++", "a%2Fb", "+", "100%", "A+B"})
    void literalThatLooksEncodedSurvivesInAPipe(String text) throws Exception {
        assertThat(sent(Way.PIPE, text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"C++", "a%2Fb", "Be+brief", "%7B%7D"})
    void literalThatLooksEncodedIsTakenAsItIsElsewhere(String text) throws Exception {
        for (Way way : new Way[] {Way.URI, Way.URI_RAW, Way.PARAMETERS, Way.PROPERTY, Way.RESOURCE}) {
            assertThat(sent(way, text)).as(way.name()).isEqualTo(text);
        }
    }

    @Test
    void valueThatIsNoneOfThePipesIsNotDecodedWithThem() throws Exception {
        try (KameletHost host = host(PROPERTY + "systemPrompt=C++").withYaml(pipe("model: " + MODEL))) {
            assertThat(systemPrompt(host)).isEqualTo("C++");
        }
    }

    @Test
    void everyPropertyOfAPipeArrives() throws Exception {
        try (KameletHost host = host().withYaml(pipe("""
                model: "~acme/x:free@1"
                      fallbacks: "c/d, e/f"
                      responseFormat: '{"type":"object","properties":{"a":{"type":"object"}}}'
                      baseUrl: "%s"
                      apiKey: k-1
                      temperature: 0.5
                      maxTokens: 7""".formatted(upstream.baseUrl())))) {
            host.start().answer("Hello");

            ScriptedUpstream.Call call = upstream.awaitCall();
            JsonNode request = new JsonMapper().readTree(call.text());
            assertThat(call.headers()).containsEntry("Authorization", "Bearer k-1");
            assertThat(request.path("model").asText()).isEqualTo("~acme/x:free@1");
            assertThat(request.path("models").toString()).isEqualTo("[\"~acme/x:free@1\",\"c/d\",\"e/f\"]");
            assertThat(request.at("/response_format/json_schema/schema/properties/a/type")
                            .asText())
                    .isEqualTo("object");
            assertThat(request.path("temperature").asDouble()).isEqualTo(0.5);
            assertThat(request.path("max_tokens").asInt()).isEqualTo(7);
        }
    }

    /** Words alone and escapes: an encoder's output has both. */
    @ParameterizedTest
    @ValueSource(strings = {"Answer", "Answer in one sentence. ", "Know 100% of it. "})
    void promptOfSomePagesArrivesFromAPipe(String part) throws Exception {
        String text = part.repeat(10_000 / part.length()) + ".";
        assertThat(sent(Way.PIPE, text)).isEqualTo(text);
    }

    /** Nobody writes a blank into a key. */
    @ParameterizedTest
    @ValueSource(strings = {"k+/=&1", "RAW(k+1==)"})
    void keyOfAPipeKeepsItsPlus(String key) throws Exception {
        try (KameletHost host = host().withYaml(pipe("model: " + MODEL + "\n      apiKey: " + quoted(key)))) {
            host.start().answer("Hello");

            assertThat(upstream.awaitCall().headers())
                    .containsEntry("Authorization", "Bearer " + key.replaceAll("RAW\\(|\\)", ""));
        }
    }

    /** A Camel that has this mended puts a Pipe's values into the URI as they are, where the Kamelet EIP has them too. */
    @Test
    void pipeIsReadByAMendedCamelToo() throws Exception {
        assertThat(sent(Way.EIP, "Know C++ at 100%")).isEqualTo("Know C++ at 100%");
        assertThat(sent(Way.URI_RAW, "Know C++ & more")).isEqualTo("Know C++ & more");
    }

    @ParameterizedTest
    @ValueSource(strings = {"systemPrompt", "responseFormat"})
    void readsItFromTheClassPath(String property) throws Exception {
        String there = "resource:classpath:kamelet-text.json";
        for (KameletHost each : new KameletHost[] {
            host().asking(KAMELET + "?model=" + MODEL + "&" + property + "=" + there),
            host(PROPERTY + property + "=" + there).asking(KAMELET + "?model=" + MODEL),
            host().withYaml(pipe("model: " + MODEL + "\n      " + property + ": " + there))
        }) {
            try (KameletHost host = each) {
                host.start().answer("Hello");
                assertThat(upstream.awaitCall().text()).contains("one of a kind");
            }
        }
    }

    @Test
    void refusesAResourceThatThereIsNot() throws Exception {
        try (KameletHost host = host().asking(KAMELET + "?model=a/b&systemPrompt=resource:classpath:none.txt")) {
            assertThatThrownBy(host::start)
                    .hasStackTraceContaining(
                            "The Kamelet property systemPrompt is \"resource:classpath:none.txt\", which cannot be read.");
        }
    }

    @Test
    void resolvesThePlaceholdersOfAProperty() throws Exception {
        try (KameletHost host = host(
                "company=Acme & Sons",
                PROPERTY + "model={{best}}",
                "best=a/b",
                PROPERTY + "systemPrompt=You work for {{company}}, say }}")) {
            assertThat(systemPrompt(host.asking(KAMELET))).isEqualTo("You work for Acme & Sons, say }}");
        }
    }

    /** As Camel's users write their passwords. */
    @ParameterizedTest
    @ValueSource(strings = {"RAW({{team.key}})", "{{team.raw}}", "{{{{which}}}}", "{{?team.key}}", "{{none:k+1}}"})
    void resolvesAPlaceholderWhereverItStands(String key) throws Exception {
        try (KameletHost host =
                host("team.key=k+1", "team.raw=RAW({{team.key}})", "which=team.key", PROPERTY + "api-key=" + key)) {
            host.asking(KAMELET + "?model=a/b").start().answer("Hello");

            assertThat(upstream.awaitCall().headers()).containsEntry("Authorization", "Bearer k+1");
        }
    }

    /** Camel itself resolves those that stand in a dynamic URI as they are; encoded ones are no way around it. */
    @ParameterizedTest
    @ValueSource(strings = {"model=a%2Fb&systemPrompt=${body}", "systemPrompt=${body}&model=a/b"})
    void resolvesNoPlaceholderThatAClientHasEncoded(String parameters) throws Exception {
        try (KameletHost host = host().with(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask").toD("kamelet:" + KAMELET + "?" + parameters);
            }
        })) {
            host.start().ask("%7B%7Bopenrouter.api-key%7D%7D");

            assertThat(upstream.awaitCall().text())
                    .contains("openrouter.api-key")
                    .doesNotContain(KameletHost.KEY);
        }
    }

    /** Who may have had a word in a dynamic URI must not have a file of the host's read to a model. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "model=a/b&systemPrompt=${body}",
                "model=a/b&systemPrompt=RAW(${body})",
                "systemPrompt=${body}&model=a/b",
                "model=a/b&responseFormat=${body}",
                "model=a/b&parentProcessorId=${exchangeProperty.step}&systemPrompt=${body}",
                "model=a/b&parent-processor-id=${exchangeProperty.step}&systemPrompt=${body}"
            })
    void readsNoResourceThatAClientHasNamed(String parameters) throws Exception {
        Path secret = Files.writeString(directory.resolve("secret.txt"), "{\"a\":\"canary\"}");
        try (KameletHost host = host().with(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask")
                        .setProperty("step", constant("first"))
                        .id("first")
                        .toD("kamelet:" + KAMELET + "?" + parameters);
            }
        })) {
            Exchange failed = host.start().ask("resource:file:" + secret);

            assertThat(ObjectHelper.getException(SettingException.class, failed.getException()))
                    .hasMessageContaining("a message may have had a word")
                    .hasMessageNotContaining("secret.txt");
            assertThat(upstream.callCount()).isZero();
        }
    }

    /** A Kamelet of the host's hands on to ours what it is given. */
    @Test
    void readsNoResourceThatAClientHasNamedThroughAnotherKamelet() throws Exception {
        Path secret = Files.writeString(directory.resolve("secret.txt"), "canary");
        Path prompt = Files.writeString(directory.resolve("prompt.txt"), "from the file");
        try (KameletHost host = host().with(new RouteBuilder() {
            @Override
            public void configure() {
                routeTemplate("own-action")
                        .templateParameter("prompt")
                        .from("kamelet:source")
                        .to("kamelet:" + KAMELET + "?model=a/b&systemPrompt={{prompt}}");
                from("direct:ask").toD("kamelet:own-action?prompt=${body}");
                from("direct:static").to("kamelet:own-action?prompt=resource:file:" + prompt);
            }
        })) {
            Exchange failed = host.start().ask("resource:file:" + secret);

            assertThat(failed.getException()).hasStackTraceContaining("a message may have had a word");
            assertThat(host.ask("direct:static", "Hello").getException()).isNull();
            assertThat(upstream.awaitCall().text()).contains("from the file");
            assertThat(upstream.callCount()).isOne();
        }
    }

    /** Each step of a route that is loaded anew is the integrator's, as it was at the start. */
    @Test
    void readsTheResourcesOfARouteThatIsAddedLater() throws Exception {
        Path prompt = Files.writeString(directory.resolve("prompt.txt"), "from the file");
        try (KameletHost host = host().start().with(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask")
                        .to("kamelet:" + KAMELET + "?model=a/b&systemPrompt=resource:file:" + prompt)
                        .choice()
                        .when(body().isNotNull())
                        .to("kamelet:" + KAMELET + "?model=c/d&systemPrompt=resource:file:" + prompt)
                        .end();
            }
        })) {
            assertThat(host.answer("Hello")).isEqualTo("Hi");
            assertThat(upstream.awaitCall().text()).contains("from the file", "a/b");
            assertThat(upstream.awaitCall().text()).contains("from the file", "c/d");
        }
    }

    /** A dynamic URI says the rest; what the properties say is nobody's but the integrator's. */
    @Test
    void readsTheResourceOfAPropertyForADynamicUri() throws Exception {
        Path prompt = Files.writeString(directory.resolve("prompt.txt"), "from the file");
        try (KameletHost host = host(PROPERTY + "systemPrompt=resource:file:" + prompt)
                .with(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:ask").toD("kamelet:" + KAMELET + "?model=${body}");
                    }
                })) {
            assertThat(host.start().answer("a/b")).isEqualTo("Hi");
            assertThat(upstream.awaitCall().text()).contains("from the file");
        }
    }

    /** A model's name with more behind it would send the host's key wherever its writer likes. */
    @ParameterizedTest
    @CsvSource({
        "'', model=${body}",
        "camel.kamelet.openrouter-chat-action.api-key=canary, model=${body}",
        "'', baseUrl=RAW(${body})&model=a/b"
    })
    void sendsNoKeyOfTheHostsWhereAClientWantsIt(String property, String parameters) throws Exception {
        String body = parameters.startsWith("model") ? "a/b&baseUrl=" + upstream.baseUrl() : upstream.baseUrl();
        try (KameletHost host = KameletHost.of(
                        "http://127.0.0.1:1/api", property.isEmpty() ? new String[0] : new String[] {property})
                .with(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:ask").toD("kamelet:" + KAMELET + "?" + parameters);
                    }
                })) {
            Exchange failed = host.start().ask(body);

            assertThat(ObjectHelper.getException(SettingException.class, failed.getException()))
                    .hasMessageContaining("The Kamelet property baseUrl");
            assertThat(upstream.callCount()).isZero();
        }
    }

    @Test
    void dynamicUriMayNameAnAddressWithItsKey() throws Exception {
        try (KameletHost host = KameletHost.of("http://127.0.0.1:1/api").with(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask")
                        .setProperty("address", constant(upstream.baseUrl()))
                        .toD("kamelet:" + KAMELET + "?apiKey=k-1&baseUrl=${exchangeProperty.address}&model=a/b");
            }
        })) {
            assertThat(host.start().answer("Hello")).isEqualTo("Hi");
            assertThat(upstream.awaitCall().headers()).containsEntry("Authorization", "Bearer k-1");
        }
    }

    /** Nobody has to start anew for a property of a step that is added later. */
    @Test
    void resolvesThePlaceholdersOfAPropertyForARouteThatIsAddedLater() throws Exception {
        try (KameletHost host = host("company=Acme", PROPERTY + "systemPrompt=You work for {{company}}")) {
            host.start();

            assertThat(systemPrompt(host.asking(KAMELET + "?model=a/b"))).isEqualTo("You work for Acme");
        }
    }

    /** An integrator's own property, or a variable of the system, means something else. */
    @Test
    void hostsPropertiesOfTheSameNameAreNotTheKamelets() throws Exception {
        try (KameletHost host =
                host("model=x/y", "temperature=warm", "systemPrompt=No", "output=json", "instance=b", "maxTokens=7")) {
            host.asking(KAMELET + "?model=a/b").start();

            assertThat(host.answer("Hello")).isEqualTo("Hi");
            assertThat(upstream.awaitCall().text())
                    .isEqualTo(
                            "{\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}],\"model\":\"a/b\",\"stream\":false}");
        }
    }

    private String sent(Way way, String text) throws Exception {
        String written = way.written(text);
        try (KameletHost host =
                way.name().startsWith("PROPERTY") ? host(PROPERTY + "systemPrompt=" + written) : host()) {
            give(host, way, written);
            return systemPrompt(host);
        } catch (Exception e) {
            return "refused: " + e.getMessage();
        }
    }

    private void give(KameletHost host, Way way, String text) throws Exception {
        String uri = KAMELET + "?model=" + MODEL + "&systemPrompt=" + text;
        switch (way) {
            case URI, URI_RAW -> host.asking(uri);
            case PROPERTY, PROPERTY_RAW -> host.asking(KAMELET + "?model=" + MODEL);
            case PARAMETERS, PARAMETERS_RAW -> host.withYaml("""
                    - from:
                        uri: direct:ask
                        steps:
                          - to:
                              uri: kamelet:%s
                              parameters:
                                model: %s
                                systemPrompt: %s
                    """.formatted(KAMELET, MODEL, quoted(text)));
            case PIPE, PIPE_RAW -> host.withYaml(pipe("model: " + MODEL + "\n      systemPrompt: " + quoted(text)));
            case RESOURCE -> {
                Path file = Files.writeString(directory.resolve("prompt.txt"), text + "\n");
                host.asking(KAMELET + "?model=" + MODEL + "&systemPrompt=resource:file:" + file);
            }
            case EIP ->
                host.with(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:ask").kamelet(uri);
                    }
                });
            case DYNAMIC, DYNAMIC_RAW ->
                host.with(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:ask")
                                .setProperty("wanted", constant(MODEL))
                                .toD("kamelet:" + KAMELET + "?systemPrompt=" + text
                                        + "&model=${exchangeProperty.wanted}");
                    }
                });
        }
    }

    private static KameletHost host(String... properties) {
        return KameletHost.of(upstream.baseUrl(), properties);
    }

    private static String systemPrompt(KameletHost host) throws Exception {
        Exchange exchange = host.start().ask("Hello");
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
        JsonNode request = new JsonMapper().readTree(upstream.awaitCall().text());
        assertThat(request.at("/messages/1/content").asText()).isEqualTo("Hello");
        return request.at("/messages/0/content").asText();
    }

    private static String pipe(String properties) {
        return """
                apiVersion: camel.apache.org/v1
                kind: Pipe
                metadata:
                  name: asking
                spec:
                  source:
                    uri: direct:ask
                  steps:
                  - ref:
                      kind: Kamelet
                      apiVersion: camel.apache.org/v1
                      name: %s
                    properties:
                      %s
                  sink:
                    uri: log:end
                """.formatted(KAMELET, properties);
    }

    private static String quoted(String text) throws JsonProcessingException {
        return new JsonMapper().writeValueAsString(text);
    }
}
