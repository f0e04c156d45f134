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
import io.github.camelopenrouter.rules.SystemPrompt;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An operator's rules for the requests of a named gateway know that gateway's limit, and no other one's settings. */
@Timeout(60)
class RulesOfNamedGatewaysTest {

    private static final String ROUTES = """
            - beans:
                - name: not-listed
                  type: io.github.camelopenrouter.rules.ModelNotAllowed
                  properties:
                    models: openai/*
                - name: prompt
                  type: io.github.camelopenrouter.rules.SystemPrompt
                  properties:
                    text: Be brief.
                - name: masking
                  type: io.github.camelopenrouter.rules.TextReplacement
                  properties:
                    pattern: secret
            - route:
                id: rule
                errorHandler:
                  noErrorHandler: {}
                from:
                  uri: kamelet:openrouter-gateway-source?operation=chat-completions&instance=b
                  steps:
                    - %s
                    - to: kamelet:openrouter-upstream-sink?instance=b
            """;
    private static final String LIST = "filter: {ref: not-listed, steps: [throwException: {message: Not listed.,"
            + " exceptionType: io.github.camelopenrouter.error.ForbiddenException}]}";
    private static final String PROMPT = "process: {ref: prompt}";
    private static final String MASKING = "process: {ref: masking}";

    @TempDir
    private Path directory;

    private ScriptedUpstream upstream;

    @BeforeEach
    void start() {
        upstream = ScriptedUpstream.start(call -> call.answer(200, "application/json", "{\"choices\":[]}"));
    }

    @AfterEach
    void stop() throws IOException {
        upstream.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {LIST, PROMPT, MASKING})
    void requestWithinTheLimitOfItsGatewayPasses(String rule) throws Exception {
        try (MainHost host = host("1KB", "20MB", rule).start()) {
            assertThat(post(host, Door.CHAT.plain(), Door.CHAT.path()).status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {LIST, PROMPT, MASKING})
    void requestBeyondTheLimitOfItsGatewayComesToNoRule(String rule) throws Exception {
        try (MainHost host = host("20MB", "1KB", rule).start()) {
            OneRequest.Answer refused = post(host, Door.CHAT.plain().replace("openai/", "unlisted/"), Door.CHAT.path());

            assertThat(refused.status()).isEqualTo(413);
            assertThat(refused.text()).contains("larger than 1024 bytes");
            assertThat(upstream.callCount()).isZero();
        }
    }

    /** The server reads before anybody knows whose the request is, and one that is as large as it looks is no other. */
    @Test
    void requestThatIsNotCompressedMeetsTheSameLimit() throws Exception {
        String large = " ".repeat(5_000) + Door.CHAT.plain();
        try (MainHost host = host("1KB", "20MB", PROMPT).start()) {
            assertThat(new OneRequest(host.port())
                            .send("POST " + Door.CHAT.path(), large.getBytes(StandardCharsets.UTF_8))
                            .status())
                    .isEqualTo(200);
        }
        try (MainHost host = host("20MB", "1KB", PROMPT).start()) {
            assertThat(new OneRequest(host.port())
                            .send("POST " + Door.CHAT.path(), large.getBytes(StandardCharsets.UTF_8))
                            .status())
                    .isEqualTo(413);
        }
    }

    @Test
    void limitIsItsOwnAfterACallOfAnotherGatewayToo() throws Exception {
        try (MainHost host = host("1KB", "20MB", MASKING).start(new AnotherCallFirst())) {
            assertThat(post(host, Door.CHAT.plain(), "/twice").status()).isEqualTo(200);
            assertThat(upstream.awaitCall().requestLine()).contains("/embeddings");
            assertThat(upstream.awaitCall().text()).contains("Be brief.");
        }
    }

    private static final class AnotherCallFirst extends RouteBuilder {
        @Override
        public void configure() {
            from("kamelet:openrouter-gateway-source?operation=chat-completions&instance=b&path=/twice")
                    .setProperty("asked", body())
                    .removeHeader(Exchange.CONTENT_ENCODING)
                    .setBody(constant(Door.EMBEDDINGS.plain()))
                    .to("kamelet:openrouter-upstream-sink?operation=embeddings")
                    .setBody(exchangeProperty("asked"))
                    .setHeader(Exchange.CONTENT_ENCODING, constant("gzip"))
                    .process(prompt())
                    .to("kamelet:openrouter-upstream-sink?instance=b");
        }
    }

    /** A host's own engine hands on streams, and reads no setting of ours. */
    @Test
    void mistakeInTheUnnamedGatewaysSettingsDoesNotConcernIt() throws Exception {
        try (HostApplication host = HostApplication.with(
                "openrouter.max-request-bytes=lots",
                "openrouter.b.auth=none",
                "openrouter.b.api-key=any",
                "openrouter.b.base-url=" + upstream.baseUrl())) {
            host.context().getRegistry().bind("platform-http-engine", new HostOnOtherEngine.Doors());
            Resource routes = ResourceHelper.fromString("rules.camel.yaml", ROUTES.formatted(PROMPT));
            PluginHelper.getRoutesLoader(host.context()).loadRoutes(routes);
            host.start();

            Exchange exchange = new DefaultExchange(host.context());
            exchange.getMessage().setBody(stream(Door.CHAT.plain()));
            door(host).getProcessor().process(exchange);

            assertThat(exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE))
                    .isEqualTo(200);
            assertThat(upstream.awaitCall().text()).contains("Be brief.");
        }
    }

    /** Behind the conversions, too, where a step of the operator's has left a stream. */
    @Test
    void mistakeDoesNotConcernACallOfTheHostsEither() throws Exception {
        RouteConfigurationBuilder steps = new RouteConfigurationBuilder() {
            @Override
            public void configuration() {
                routeConfiguration("openrouter-b-upstream-own")
                        .interceptFrom("*")
                        .process(call -> call.getMessage().setBody(stream(Door.CHAT.plain())))
                        .process(prompt());
            }
        };
        try (HostApplication host = HostApplication.with(
                "openrouter.max-request-bytes=lots",
                "openrouter.b.auth=none",
                "openrouter.b.api-key=any",
                "openrouter.b.base-url=" + upstream.baseUrl())) {
            host.context().addRoutesConfigurations(steps);
            host.add(new OpenRouterRoutes("b")).start();

            Exchange answer = host.ask("direct:openrouter-b-chat-completions");

            assertThat(answer.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE))
                    .isEqualTo(200);
        }
    }

    private MainHost host(String limit, String limitOfB, String rule) throws IOException {
        Path routes = Files.writeString(directory.resolve("rules.camel.yaml"), ROUTES.formatted(rule));
        return MainHost.with(
                "camel.main.routesIncludePattern=file:" + routes,
                "openrouter.api-key=any",
                "openrouter.base-url=" + upstream.baseUrl(),
                "openrouter.max-request-bytes=" + limit,
                "openrouter.b.api-key=any",
                "openrouter.b.base-url=" + upstream.baseUrl(),
                "openrouter.b.max-request-bytes=" + limitOfB);
    }

    private static SystemPrompt prompt() {
        SystemPrompt prompt = new SystemPrompt();
        prompt.setText("Be brief.");
        return prompt;
    }

    private static Route door(HostApplication host) {
        return host.context().getRoutes().stream()
                .filter(route -> route.getEndpoint() instanceof PlatformHttpEndpoint)
                .findFirst()
                .orElseThrow();
    }

    /** 5 kB, compressed to less than any limit: the server, whose own limit is the unnamed gateway's, lets it in. */
    private static OneRequest.Answer post(MainHost host, String json, String path) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write((" ".repeat(5_000) + json).getBytes(StandardCharsets.UTF_8));
        }
        return new OneRequest(host.port())
                .send("POST " + path, bytes.toByteArray(), "Content-Type: application/json", "Content-Encoding: gzip");
    }

    private static ByteArrayInputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
