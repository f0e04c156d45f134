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
import static org.awaitility.Awaitility.await;

import io.github.camelopenrouter.standalone.Arguments;
import io.github.camelopenrouter.testing.GatewayProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Starting and ending the standalone gateway as somebody does who has just built it: what is said, and the exit code. */
@Timeout(60)
class StartUpTest {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String KEY = "sk-or-v1-canary-0123456789";
    private static final String CHAT =
            "{\"model\":\"openrouter/openai/gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";

    private static final String TEAM_A = """
            - templatedRoute:
                routeTemplateRef: openrouter-door-chat-completions
                routeId: team-a-chat-completions
                parameters:
                  - name: path
                    value: /team-a/v1/chat/completions
            """;

    @TempDir
    private Path directory;

    @Test
    void asksForTheKey() throws Exception {
        assertRefusal(gateway().run(), "OPENROUTER_API_KEY is not set", "--sandbox");
    }

    @Test
    void treatsAnEmptyKeyAsNone() throws Exception {
        assertRefusal(gateway().with("OPENROUTER_API_KEY", "").run(), "OPENROUTER_API_KEY is not set");
    }

    /** As compose leaves a variable that nobody has set: what the file says of who may call must not be lost by it. */
    @Test
    void refusesAnEmptyVariableInPlaceOfWhoMayCall() throws Exception {
        Files.writeString(
                directory.resolve("application.properties"), "openrouter.auth.keys=kim=" + "a".repeat(64) + "\n");

        assertRefusal(
                gateway().with("OPENROUTER_AUTH_KEYS", "").run("--sandbox"),
                "OPENROUTER_AUTH_KEYS is set and empty",
                "unset the variable, or give it a value");
    }

    /** Camel shows the value, or what it had put together until then, and a stack trace would show it, too. */
    @ParameterizedTest
    @CsvSource({
        "a}}canary, {{my.password}}, A setting cannot be used: , lacks {{",
        "canary, {{my.password}}@{{my.host}}, camel.main.name cannot be used: , 'Property with key [my.host] not found'"
    })
    void saysWithoutTheValueThatAPlaceholderCannotBeRead(String password, String name, String which, String sentence)
            throws Exception {
        Files.writeString(
                directory.resolve("application.properties"),
                "my.password=" + password + "\ncamel.main.name=" + name + "\n");

        String said = assertRefusal(gateway().run("--sandbox"), which, sentence);

        assertThat(said).doesNotContain("canary");
    }

    @Test
    void saysWhichPortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String port = String.valueOf(taken.getLocalPort());

            assertRefusal(
                    gateway().with("CAMEL_SERVER_PORT", port).run("--sandbox"),
                    "cannot listen on http://127.0.0.1:" + port,
                    "CAMEL_SERVER_PORT");
        }
    }

    @Test
    void refusesAPortThatIsNone() throws Exception {
        assertRefusal(
                gateway().with("CAMEL_SERVER_PORT", "http").run("--sandbox"),
                "CAMEL_SERVER_PORT",
                "\"http\"",
                "0 to 65535");
    }

    @Test
    void refusesAHostThatNobodyKnows() throws Exception {
        assertRefusal(
                gateway()
                        .with("CAMEL_SERVER_HOST", "nowhere.invalid")
                        .with("OPENROUTER_AUTH", "none")
                        .run("--sandbox"),
                "CAMEL_SERVER_HOST",
                "\"nowhere.invalid\"");
    }

    @Test
    void refusesToServeOthersBeforeItIsDecidedWhoMayComeIn() throws Exception {
        assertRefusal(
                gateway().with("CAMEL_SERVER_HOST", "0.0.0.0").run("--sandbox"),
                "0.0.0.0",
                "openrouter.auth=keys or openrouter.auth=none");
    }

    /** Camel tells neither the file nor the line. */
    @Test
    void saysWhereTheFileOfSettingsCannotBeRead() throws Exception {
        properties("# a comment with \\u12\nmy.path=C:\\\\u\nmy.other=C:\\users");

        assertRefusal(
                gateway().run("--sandbox"),
                "application.properties has a \\u without four hexadecimal digits behind it in line 3");
    }

    @Test
    void refusesADirectoryInPlaceOfTheFileOfSettings() throws Exception {
        Files.createDirectory(directory.resolve("application.properties"));

        assertRefusal(gateway().run("--sandbox"), "application.properties is no file");
    }

    @Test
    void listsTheArgumentsWhereOneIsUnknown() throws Exception {
        assertRefusal(gateway().run("--sandbocks"), "\"--sandbocks\"", "--sandbox", "--help");
    }

    @Test
    void refusesTheSandboxBesideAnotherUpstream() throws Exception {
        assertRefusal(
                gateway()
                        .with("OPENROUTER_BASE_URL", "https://openrouter.ai/api")
                        .run("--sandbox"),
                "--sandbox",
                "OPENROUTER_BASE_URL",
                "exclude each other");
    }

    @Test
    void refusesAValueThatCannotWork() throws Exception {
        assertRefusal(
                gateway().with("OPENROUTER_MAX_REQUEST_BYTES", "lots").run("--sandbox"),
                "openrouter.max-request-bytes is \"lots\"",
                "must be");
    }

    @Test
    void namesTheNearestSettingForATypoInTheFile() throws Exception {
        properties("openrouter.api-kye=x");

        assertRefusal(
                gateway().run("--sandbox"), "Unknown setting openrouter.api-kye", "did you mean openrouter.api-key?");
    }

    @Test
    void namesASettingThatCamelDoesNotKnowWithoutItsValue() throws Exception {
        properties("camel.server.pasword=secret-canary");

        String sentence = assertRefusal(gateway().run("--sandbox"), "camel.server.pasword");
        assertThat(sentence).doesNotContain("canary");
    }

    @Test
    void refusesToServeWithoutAPort() throws Exception {
        properties("camel.server.enabled=false");

        assertRefusal(gateway().run("--sandbox"), "camel.server.enabled=false would leave the gateway without a port");
    }

    @ParameterizedTest
    @CsvSource({
        "camel.server.prot,camel.server.port",
        "camel.management.hots,camel.management.host",
        "camel.main.nmae,camel.main.name",
        "camel.health.exposurelvl,camel.health.exposureLevel"
    })
    void namesTheNearestSettingOfCamels(String key, String near) throws Exception {
        properties(key + "=1");

        assertRefusal(gateway().run("--sandbox"), key + " is no setting of Camel's: did you mean " + near + "?");
    }

    @Test
    void tellsAWrongValueOfCamelsFromAWrongName() throws Exception {
        properties("camel.server.max-body-size=lots-canary");

        String sentence = assertRefusal(gateway().run("--sandbox"), "camel.server.maxBodySize has a value");
        assertThat(sentence).doesNotContain("canary");
    }

    /** Though none of its routes has that Kamelet: it may stand in one that comes with {@code --dev}. */
    @Test
    void namesTheNearestPropertyOfAKamelet() throws Exception {
        properties("camel.kamelet.openrouter-chat-action.apiky=1");

        assertRefusal(
                gateway().run("--sandbox"),
                "camel.kamelet.openrouter-chat-action.apiky: did you mean camel.kamelet.openrouter-chat-action.apiKey?");
    }

    @Test
    void saysWhatTheNameOfAGatewayMayBe() throws Exception {
        properties("openrouter.team-b.api-key=canary");

        String sentence =
                assertRefusal(gateway().run("--sandbox"), "openrouter.team-b.api-key", "lower-case letters and digits");
        assertThat(sentence).doesNotContain("canary");
    }

    @Test
    void namesTheNearestPropertyOfAKameletInARoute() throws Exception {
        Files.createDirectory(directory.resolve("routes"));
        Files.writeString(directory.resolve("routes/mine.camel.yaml"), """
                - route:
                    from:
                      uri: direct:mine
                      steps:
                        - to:
                            uri: kamelet:openrouter-chat-action
                            parameters:
                              modell: openai/gpt-4o
                """);

        try (GatewayProcess gateway = gateway().run("--sandbox")) {
            assertThat(gateway.awaitExit()).isEqualTo(1);
            assertThat(gateway.err())
                    .matches("[^\\r\\n]+\\?\\R")
                    .contains("The Kamelet openrouter-chat-action has no property \"modell\": did you mean model?");
            assertThat(gateway.out()).doesNotContain("ERROR", "Exception");
        }
    }

    @Test
    void warnsOfSettingsOfAGatewayThatNobodyOpens() throws Exception {
        properties("openrouter.b.app-title=B");

        try (GatewayProcess gateway = gateway().run("--sandbox")) {
            gateway.awaitAddress();

            assertThat(gateway.out().lines())
                    .filteredOn(line -> line.contains("WARN"))
                    .singleElement()
                    .asString()
                    .contains("openrouter.b.*", "set openrouter.b.routes.enabled=true", "instance=b");
        }
    }

    @Test
    void saysWhereARouteFileCannotBeRead() throws Exception {
        Files.createDirectory(directory.resolve("routes"));
        Files.writeString(directory.resolve("routes/mine.camel.yaml"), """
                - route:
                    from:
                      uri: direct:mine
                      steps:
                        - too: direct:x
                """);

        assertRefusal(gateway().run("--sandbox"), "too", "routes/mine.camel.yaml", "line 5");
    }

    @Test
    void saysWhichRouteCannotBeMade() throws Exception {
        Files.createDirectory(directory.resolve("routes"));
        Files.writeString(directory.resolve("routes/mine.camel.yaml"), """
                - route:
                    id: mine
                    from:
                      uri: nonsense:mine
                      steps:
                        - to: direct:x
                """);

        assertRefusal(gateway().run("--sandbox"), "mine", "routes/mine.camel.yaml", "nonsense");
    }

    /** Camel would log it as well, some failures with a stack trace. */
    @Test
    void saysOnceWhatAKameletCannotDo() throws Exception {
        routes(
                "mine",
                "- from: {uri: \"kamelet:openrouter-gateway-source?operation=models&path=/m&instance=b\", steps: [{stop: {}}]}");

        assertRefusal(
                gateway().run("--sandbox"),
                "routes/mine.camel.yaml cannot be used: The Kamelet property instance is \"b\"",
                "there is no gateway of that name");
    }

    @Test
    void addsAFileToTheShippedDoors() throws Exception {
        routes("team-a", TEAM_A);

        try (GatewayProcess gateway = gateway().run("--sandbox")) {
            URI address = gateway.awaitAddress();

            assertThat(chat(address, "/team-a/v1/chat/completions")).isEqualTo(200);
            assertThat(chat(address, "/v1/chat/completions")).isEqualTo(200);
            assertThat(gateway.out())
                    .contains("Doors: GET,HEAD /sandbox, GET,HEAD /sandbox/billed, POST /sandbox/generation-delay;"
                            + " POST /team-a/v1/chat/completions (routes/team-a.camel.yaml)\n")
                    .contains("Doors from the jar: POST /openai/v1/chat/completions, POST /v1/chat/completions"
                            + " (routes/chat-completions.camel.yaml); ")
                    .doesNotContain("WARN", "ERROR");
        }
    }

    @Test
    void replacesAShippedFileByOneOfItsName() throws Exception {
        routes("chat-completions", TEAM_A.replace("openrouter-door-chat-completions", "mine") + """
                - routeTemplate:
                    id: mine
                    parameters:
                      - name: path
                    from:
                      uri: platform-http:{{path}}
                      steps:
                        - setBody:
                            constant: mine
                """);
        routes("responses", "# closed");
        routes("messages", "[]");

        try (GatewayProcess gateway = gateway().run("--sandbox")) {
            URI address = gateway.awaitAddress();

            assertThat(chat(address, "/team-a/v1/chat/completions")).isEqualTo(200);
            assertThat(chat(address, "/v1/chat/completions")).isEqualTo(404);
            assertThat(chat(address, "/v1/responses")).isEqualTo(404);
            assertThat(chat(address, "/anthropic/v1/messages")).isEqualTo(404);
            assertThat(get(address.resolve("/v1/models")).statusCode()).isEqualTo(200);
            assertThat(gateway.out())
                    .contains(
                            "No routes, and so no doors, in routes/messages.camel.yaml, routes/responses.camel.yaml\n");
        }
    }

    @Test
    void refusesAFileThatTakesAShippedDoorOfTheJars() throws Exception {
        routes("mine", TEAM_A.replace("/team-a/v1", "/v1"));

        assertRefusal(
                gateway().run("--sandbox"),
                "routes/mine.camel.yaml takes the path /v1/chat/completions from the jar's"
                        + " routes/chat-completions.camel.yaml: give it one of its own, or make your change in a file of"
                        + " that name.");
    }

    @Test
    void servesTheShippedDoorsBesideAnEmptyDirectory() throws Exception {
        Files.createDirectories(directory.resolve("routes/admin"));

        try (GatewayProcess gateway = gateway().run("--sandbox")) {
            assertThat(chat(gateway.awaitAddress(), "/v1/chat/completions")).isEqualTo(200);
        }
    }

    /** It may be there to close a door. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void refusesALinkThatLeadsNowhere() throws Exception {
        Path routes = Files.createDirectories(directory.resolve("routes"));
        Files.createSymbolicLink(routes.resolve("responses.camel.yaml"), Path.of("nowhere"));

        assertRefusal(gateway().run("--sandbox"), "routes/responses.camel.yaml is a link that leads nowhere");
    }

    @Test
    void saysThatThereIsNothingToWatch() throws Exception {
        try (GatewayProcess gateway = gateway().run("--sandbox", "--dev")) {
            gateway.awaitAddress();

            assertThat(gateway.out().lines())
                    .filteredOn(line -> line.contains("WARN"))
                    .singleElement()
                    .asString()
                    .endsWith("There is no directory routes/ to watch: make one, and start again.");
        }
    }

    @Test
    void printsItsUsage() throws Exception {
        try (GatewayProcess gateway = gateway().run("--help")) {
            assertThat(gateway.awaitExit()).isZero();
            assertThat(gateway.console()).isEqualTo(Arguments.USAGE);
        }
    }

    @Test
    void printsItsVersion() throws Exception {
        try (GatewayProcess gateway = gateway().run("--version")) {
            assertThat(gateway.awaitExit()).isZero();
            assertThat(gateway.console()).matches("camel-openrouter \\S+\\R");
        }
    }

    /** There is neither {@code application.properties} nor {@code routes/}: the copies in the jar have to do. */
    @Test
    void servesFromAnEmptyDirectory() throws Exception {
        try (GatewayProcess gateway = gateway().run("--sandbox")) {
            URI address = gateway.awaitAddress();

            assertThat(get(address.resolve("/health")).statusCode()).isEqualTo(200);
            assertThat(chat(address).statusCode()).isEqualTo(200);
            assertThat(gateway.out()).contains("SANDBOX").doesNotContain("WARN", "ERROR");
        }
    }

    /** Of libraries there is nothing among them. */
    @Test
    void showsWhatRoutesLog() throws Exception {
        Files.createDirectory(directory.resolve("routes"));
        Files.writeString(directory.resolve("routes/mine.camel.yaml"), """
                - route:
                    id: mine
                    from:
                      uri: platform-http:/mine
                      parameters:
                        platformHttpEngine: "#openrouter-engine"
                      steps:
                        - log: a step's line
                        - to: log:com.example.orders?showBody=false&showBodyType=false&showExchangePattern=false
                """);

        try (GatewayProcess gateway = gateway().run("--sandbox")) {
            assertThat(get(gateway.awaitAddress().resolve("/mine")).statusCode())
                    .isEqualTo(200);

            await().untilAsserted(() -> assertThat(gateway.out().lines())
                    .anyMatch(line -> line.contains(" INFO ") && line.endsWith("a step's line"))
                    .anyMatch(line -> line.contains(" INFO ") && line.contains(" orders ")));
            assertThat(gateway.out().lines())
                    .allMatch(line -> line.matches(".* (CamelOpenRouter|access|mine|mine.camel.yaml:\\d+|orders) .*"));
        }
    }

    @Test
    void servesWhereTheFileDoesNotMentionTheServer() throws Exception {
        properties("openrouter.app-title=Mine");

        try (GatewayProcess gateway = gateway().run("--sandbox")) {
            assertThat(get(gateway.awaitAddress().resolve("/health")).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void warnsOnceOfUnknownSettingsInTheEnvironment() throws Exception {
        try (GatewayProcess gateway = gateway()
                .with("OPENROUTER_API_KYE", KEY)
                .with("OPENROUTER_COLOUR", "red")
                .run("--sandbox")) {
            gateway.awaitAddress();

            assertThat(gateway.out().lines())
                    .filteredOn(line -> line.contains("WARN"))
                    .singleElement()
                    .asString()
                    .contains("OPENROUTER_API_KYE (did you mean OPENROUTER_API_KEY?)", "OPENROUTER_COLOUR");
            assertThat(gateway.console()).doesNotContain("canary");
        }
    }

    @Test
    void keepsKeysAndPromptsOutOfItsOutputEvenWhenCallsFail() throws Exception {
        try (GatewayProcess gateway = gateway()
                .with("OPENROUTER_API_KEY", KEY)
                .with("OPENROUTER_BASE_URL", "http://127.0.0.1:1/api")
                .run()) {
            URI address = gateway.awaitAddress();

            assertThat(get(address.resolve("/health")).statusCode()).isEqualTo(200);
            assertThat(chat(address).statusCode()).isEqualTo(502);
            assertThat(gateway.console()).contains("listens on " + address).doesNotContain("canary", "Hello");
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void endsWith143AfterSigterm() throws Exception {
        try (GatewayProcess gateway = gateway().run("--sandbox")) {
            gateway.awaitAddress();

            gateway.terminate();

            assertThat(gateway.awaitExit()).isEqualTo(143);
            assertThat(gateway.out()).doesNotContain("WARN", "ERROR");
        }
    }

    private GatewayProcess.Start gateway() {
        return GatewayProcess.in(directory);
    }

    private void properties(String line) throws IOException {
        Files.writeString(directory.resolve("application.properties"), line + "\n");
    }

    private void routes(String name, String yaml) throws IOException {
        Files.writeString(Files.createDirectories(directory.resolve("routes")).resolve(name + ".camel.yaml"), yaml);
    }

    /** Exit code 1, and on the whole console one sentence: returns it. */
    private static String assertRefusal(GatewayProcess started, String... words) throws Exception {
        try (GatewayProcess gateway = started) {
            assertThat(gateway.awaitExit()).isEqualTo(1);
            assertThat(gateway.out()).isEmpty();
            assertThat(gateway.err()).matches("[^\\r\\n]+[.?]\\R").contains(words);
            return gateway.err();
        }
    }

    private static HttpResponse<String> get(URI uri) throws Exception {
        return send(HttpRequest.newBuilder(uri).build());
    }

    private static HttpResponse<String> chat(URI address) throws Exception {
        return post(address.resolve("/v1/chat/completions"));
    }

    private static int chat(URI address, String path) throws Exception {
        return post(address.resolve(path)).statusCode();
    }

    private static HttpResponse<String> post(URI door) throws Exception {
        return send(HttpRequest.newBuilder(door)
                .header("Authorization", "Bearer client-canary")
                .POST(HttpRequest.BodyPublishers.ofString(CHAT))
                .build());
    }

    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
