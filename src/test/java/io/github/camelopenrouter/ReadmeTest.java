/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelopenrouter.api.Operation.Api;
import io.github.camelopenrouter.error.ErrorEnvelope;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.kamelet.TokenStream;
import io.github.camelopenrouter.sandbox.Sandbox;
import io.github.camelopenrouter.testing.GatewayProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** README and its pages say what is true of the code: their tables, doors, keys, versions and routes. */
@Timeout(60)
class ReadmeTest {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String SERVER = "http://localhost:8080";
    private static final Pattern ERROR_ROW = Pattern.compile("(?m)^\\| (\\d{3}) \\| `(\\w+)` \\| `(\\w+)` \\|");
    private static final Pattern CLIENT_KEYS = Pattern.compile("OPENROUTER_AUTH_KEYS=(\\w+=(\\w+))");
    private static final Pattern ASKED = Pattern.compile("uri: direct:(?:ask|tell)\\n");
    private static final Pattern FIGURE = Pattern.compile("\\d+[.,]\\d+");
    private static final Pattern VERSION =
            Pattern.compile("(?s)<artifactId>camel-openrouter</artifactId>\\s*<version>(.*?)<");

    private static Documents documents;
    private static TestGateway gateway;

    @BeforeAll
    static void start() throws IOException {
        documents = Documents.read();
        gateway = TestGateway.sandbox();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void holdsTheSettingsAndExamplesThatTheCodeHas() throws IOException {
        for (Page page : documents.pages()) {
            String updated = page.updated().text();
            if (Boolean.getBoolean("readme.write")) {
                Files.writeString(page.file(), updated);
            } else {
                assertThat(page.text())
                        .as(page.file() + "; to write it anew: mvn test -Dtest=ReadmeTest -Dreadme.write=true")
                        .isEqualTo(updated);
            }
        }
    }

    @Test
    void namesEveryDoor() {
        List<String> doors =
                gateway.context().getComponent("platform-http", PlatformHttpComponent.class).getHttpEndpoints().stream()
                        .map(door -> "/" + door.getUri().replaceFirst("^/+", "").replaceFirst("/$", "/<id>"))
                        .toList();

        assertThat(doors)
                .hasSizeGreaterThan(10)
                .allSatisfy(door ->
                        assertThat(documents.text()).containsPattern("`(GET|POST) " + Pattern.quote(door) + "`"));
    }

    @Test
    void typesErrorsAsTheEnvelopesDo() {
        List<MatchResult> rows = ERROR_ROW.matcher(documents.text()).results().toList();

        assertThat(rows).hasSizeGreaterThan(8).allSatisfy(row -> {
            OpenRouterException error = error(Integer.parseInt(row.group(1)));
            assertThat(type(Api.OPENAI, error)).isEqualTo(row.group(2));
            assertThat(type(Api.ANTHROPIC, error)).isEqualTo(row.group(3));
        });
    }

    @Test
    void letsInWhoShowsTheKeyOfItsExample() throws Exception {
        MatchResult keys =
                CLIENT_KEYS.matcher(documents.text()).results().findFirst().orElseThrow();
        byte[] hash = MessageDigest.getInstance("SHA-256").digest("my-client-key".getBytes(StandardCharsets.UTF_8));
        assertThat(keys.group(2)).isEqualTo(HexFormat.of().formatHex(hash));

        try (TestGateway guarded = TestGateway.sandbox("auth.keys=" + keys.group(1))) {
            HttpRequest.Builder models = HttpRequest.newBuilder(guarded.uri("/v1/models"));
            assertThat(send(models.build()).statusCode()).isEqualTo(401);
            assertThat(send(models.header("Authorization", "Bearer my-client-key")
                                    .build())
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void addsAPathByAFileMoreInRoutes(@TempDir Path directory) throws Exception {
        Path routes = Files.createDirectory(directory.resolve("routes"));
        try (Stream<Path> shipped = Files.list(Path.of("routes"))) {
            for (Path file : shipped.toList()) {
                Files.copy(file, routes.resolve(file.getFileName()));
            }
        }
        Files.writeString(
                routes.resolve("team-a.camel.yaml"),
                documents.block("yaml", "team-a-chat-completions").text());

        try (GatewayProcess process = GatewayProcess.in(directory).run("--sandbox")) {
            HttpRequest chat =
                    CurlCommand.parse(documents.readme().blocks("bash").get(0).text(), SERVER, process.awaitAddress());
            URI added = chat.uri().resolve("/team-a" + chat.uri().getPath());
            assertThat(send(chat).statusCode()).isEqualTo(200);
            assertThat(send(HttpRequest.newBuilder(chat, (name, value) -> true)
                                    .uri(added)
                                    .build())
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void asksAModelFromItsYamlRoutes() throws Exception {
        List<Page.Block> routes = documents.blocks("yaml").stream()
                .filter(block -> block.text().contains("kamelet:openrouter-chat-action"))
                .filter(block -> ASKED.matcher(block.text()).find())
                .toList();
        assertThat(routes).hasSize(2);
        try (Sandbox sandbox = Sandbox.start(0)) {
            CamelContext context = sandboxHost(sandbox);
            for (Page.Block route : routes) {
                PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("route.yaml", route.text()));
            }
            context.start();

            ProducerTemplate template = context.createProducerTemplate();
            assertThat(template.requestBody("direct:ask", "Hello", String.class))
                    .startsWith("Hello! This is the sandbox, standing in for openai/gpt-4o-mini.");
            Exchange told =
                    template.request("direct:tell", call -> call.getMessage().setBody("Hello"));
            assertThat(told.getException()).isNull();
            assertThat(told.getMessage().getBody(TokenStream.class).getCost()).isPositive();
            context.stop();
        }
    }

    @Test
    void givesTheVersionAndTheTestCommandOfTheBuild() throws IOException {
        List<String> versions = Stream.of(Files.readString(Path.of("pom.xml")), documents.text())
                .flatMap(text -> VERSION.matcher(text).results())
                .map(version -> version.group(1))
                .toList();
        assertThat(versions).hasSizeGreaterThan(1);
        assertThat(versions).containsOnly(versions.get(0));
        assertThat(documents.text())
                .contains("`mvn:io.github.camelopenrouter:camel-openrouter:" + versions.get(0) + "`");

        String tests = documents.readme().blocks("sh").get(1).text();
        assertThat(Files.readString(Path.of(".ci/run")).replace(" -Pit,release ", " "))
                .contains("\n" + tests);
    }

    @Test
    void givesFiguresOfTheBenchmarkInReadme() {
        String page = documents.section("Speed");

        assertThat(FIGURE.matcher(documents.readme().findSection("Speed").orElseThrow())
                        .results()
                        .map(MatchResult::group))
                .hasSizeGreaterThan(3)
                .allSatisfy(figure -> assertThat(page).contains(" " + figure + " "));
    }

    private static CamelContext sandboxHost(Sandbox sandbox) {
        CamelContext context = new DefaultCamelContext();
        Properties settings = new Properties();
        settings.put("openrouter.base-url", sandbox.baseUrl());
        settings.put("openrouter.api-key", "any");
        context.getPropertiesComponent().setInitialProperties(settings);
        return context;
    }

    private static OpenRouterException error(int status) {
        return switch (status) {
            case 500 -> OpenRouterException.internal();
            case 503 -> OpenRouterException.overloaded("", null, 1);
            default -> OpenRouterException.of(status, "", null, null);
        };
    }

    private static String type(Api api, OpenRouterException error) throws IOException {
        JsonNode envelope = new JsonMapper().readTree(ErrorEnvelope.render(api, error, "req_1"));
        return envelope.at("/error/type").textValue();
    }

    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
