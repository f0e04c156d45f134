/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.GatewayProcess;
import io.github.camelopenrouter.testing.OneRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A file in {@code routes/} that takes what is another's is refused, whichever of the two Camel reads first. */
@Timeout(120)
class RouteFilesTest {

    private static final String CHAT = "routes/chat-completions.camel.yaml";

    private static final String ROUTE = """
            - route:
                id: %s
                from:
                  uri: %s
                  steps:
                    - setBody:
                        constant: mine
            """;

    private static final String TEMPLATED_ROUTE = """
            - templatedRoute:
                routeTemplateRef: openrouter-door-chat-completions
                routeId: %s
                parameters:
                  - name: path
                    value: %s
            """;

    private static final String TEMPLATE = """
            - routeTemplate:
                id: %s
                parameters:
                  - name: path
                from:
                  uri: platform-http:{{path}}
                  steps:
                    - setBody:
                        constant: mine
            """;

    @TempDir
    private Path directory;

    @BeforeEach
    void copyTheDoors() throws IOException {
        Files.createDirectory(directory.resolve("routes"));
        try (Stream<Path> doors = Files.list(Path.of("routes"))) {
            for (Path door : doors.toList()) {
                Files.copy(door, directory.resolve("routes").resolve(door.getFileName()));
            }
        }
    }

    static List<Arguments> takers() {
        String v1Chat = "openrouter-door-v1-chat-completions";
        return List.of(
                taker("a copy", null, "template id openrouter-door-chat-completions", CHAT),
                taker(
                        "an id of ours",
                        ROUTE.formatted("openrouter-attempt", "direct:x"),
                        "route id openrouter-attempt",
                        null),
                taker("a door's id", ROUTE.formatted(v1Chat, "direct:x"), "route id " + v1Chat, CHAT),
                taker("a door's id again", TEMPLATED_ROUTE.formatted(v1Chat, "/x"), "route id " + v1Chat, CHAT),
                taker("a path", ROUTE.formatted("mine", "platform-http:/v1/chat/completions"), "/v1/chat", CHAT),
                taker("a path again", TEMPLATED_ROUTE.formatted("mine", "/v1/chat/completions"), "/v1/chat", CHAT),
                taker(
                        "a path by a property",
                        ROUTE.formatted("mine", "platform-http:{{env:NO:/v1}}/chat/completions"),
                        "/v1/chat",
                        CHAT),
                taker("all paths", ROUTE.formatted("mine", "platform-http:/?matchOnUriPrefix=true"), "by its /*", null),
                taker(
                        "health",
                        ROUTE.formatted("mine", "platform-http:/health"),
                        "/health",
                        "routes/health.camel.yaml"),
                taker(
                        "a template",
                        TEMPLATE.formatted("openrouter-door-models"),
                        "template id openrouter-door-models",
                        "routes/models.camel.yaml"),
                taker(
                        "a Kamelet",
                        TEMPLATE.formatted("openrouter-chat-action"),
                        "template id openrouter-chat-action",
                        null),
                taker(
                        "a gateway source",
                        ROUTE.formatted("mine", "kamelet:openrouter-gateway-source?operation=models"),
                        "path /v1/models",
                        "routes/models.camel.yaml"),
                taker(
                        "an operation",
                        ROUTE.formatted("mine", "direct:openrouter-messages"),
                        "direct:openrouter-messages",
                        null));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("takers")
    void thatTakesWhatIsAnothersStopsTheStart(String name, String yaml, String what, String owner) throws Exception {
        String file = name.endsWith("again") ? "routes/zz.camel.yaml" : "routes/a.camel.yaml";
        write(file, yaml != null ? yaml : Files.readString(Path.of(CHAT)));

        try (GatewayProcess gateway = GatewayProcess.in(directory).run("--sandbox")) {
            assertThat(gateway.awaitExit()).isEqualTo(1);
            assertThat(gateway.out()).isEmpty();
            assertThat(gateway.err())
                    .matches("[^\\r\\n]+\\.\\R")
                    .startsWith(file + " takes the ")
                    .contains(what, owner == null ? "" : " from " + owner);
        }
    }

    /** Another guard, or another handling of what it refuses, would let everybody in. */
    @ParameterizedTest
    @CsvSource({
        "bean openrouter-guard, '- beans: [{name: openrouter-guard, type: java.lang.Object}]'",
        "bean openrouter-guard, '- beans: [{name: mine, name: openrouter-guard, type: java.lang.Object}]'",
        "route configuration openrouter-errors, '- routeConfiguration: {id: openrouter-errors}'",
        "route configuration openrouter-retry, '- routeConfiguration: {id: openrouter-retry}'",
        "route configuration openrouter-b-retry, '- routeConfiguration: {id: openrouter-b-retry}'"
    })
    void doNotTakeNamesOfTheGatewaysOwn(String what, String yaml) throws Exception {
        write("routes/a.camel.yaml", yaml);

        try (GatewayProcess gateway = GatewayProcess.in(directory).run("--sandbox")) {
            assertThat(gateway.awaitExit()).isEqualTo(1);
            assertThat(gateway.err())
                    .isEqualToIgnoringNewLines("routes/a.camel.yaml defines the " + what
                            + ": that name is the gateway's own; give it another.");
        }
    }

    /** Camel would take it for the gateway's routes as well, and there would be no retries and other answers to errors. */
    @ParameterizedTest
    @CsvSource({
        "errorHandler, '- errorHandler: {noErrorHandler: {}}'",
        "errorHandler, '- errorHandler: {deadLetterChannel: {deadLetterUri: \"log:dead\"}}'",
        "interceptSendToEndpoint, '- interceptSendToEndpoint: {uri: \"http*\", steps: [{log: \"seen\"}]}'"
    })
    void saysNothingForAllRoutesThatThereAre(String part, String yaml) throws Exception {
        write("routes/a.camel.yaml", yaml + "\n" + ROUTE.formatted("mine", "direct:mine"));

        try (GatewayProcess gateway = GatewayProcess.in(directory).run("--sandbox")) {
            assertThat(gateway.awaitExit()).isEqualTo(1);
            assertThat(gateway.err())
                    .matches("[^\\r\\n]+\\.\\R")
                    .startsWith("routes/a.camel.yaml has an " + part
                            + " beside its routes, which Camel takes for those of the gateway, too: ");
        }
    }

    /** Camel would let the list of one team rule for the other. */
    @Test
    void doNotTakeNamesOfOneAnothersBeans() throws Exception {
        String yaml = "- beans: [{name: allowed, type: java.lang.Object}]";
        write("routes/a.camel.yaml", yaml);
        write("routes/b.camel.yaml", yaml);

        try (GatewayProcess gateway = GatewayProcess.in(directory).run("--sandbox")) {
            assertThat(gateway.awaitExit()).isEqualTo(1);
            assertThat(gateway.err())
                    .matches("routes/[ab].camel.yaml takes the bean allowed from routes/[ab].camel.yaml:"
                            + " give it one of its own, or make your change in that file\\.\\R");
        }
    }

    @Test
    void doNotDefineARouteConfigurationTwice() throws Exception {
        String yaml = "- routeConfiguration: {id: openrouter-upstream-log}";
        write("routes/a.camel.yaml", yaml);
        write("routes/b.camel.yaml", yaml);

        try (GatewayProcess gateway = GatewayProcess.in(directory).run("--sandbox")) {
            assertThat(gateway.awaitExit()).isEqualTo(1);
            assertThat(gateway.err())
                    .isEqualToIgnoringNewLines("routes/a.camel.yaml cannot be used: another file or the gateway itself"
                            + " has the route configuration openrouter-upstream-log, too: give each an id of its own.");
        }
    }

    @Test
    void ofAnOperatorDoNotTakeFromEachOther() throws Exception {
        write("routes/a.camel.yaml", ROUTE.formatted("mine", "platform-http:/mine"));
        write("routes/b.camel.yaml", ROUTE.formatted("yours", "platform-http:/mine?httpMethodRestrict=POST"));

        try (GatewayProcess gateway = GatewayProcess.in(directory).run("--sandbox")) {
            assertThat(gateway.awaitExit()).isEqualTo(1);
            assertThat(gateway.err()).startsWith("routes/a.camel.yaml takes the path /mine from routes/b.camel.yaml:");
        }
    }

    @Test
    void doNotHaveAnIdTwice() throws Exception {
        write("routes/a.camel.yaml", TEMPLATED_ROUTE.formatted("mine", "/a") + TEMPLATED_ROUTE.formatted("mine", "/b"));

        try (GatewayProcess gateway = GatewayProcess.in(directory).run("--sandbox")) {
            assertThat(gateway.awaitExit()).isEqualTo(1);
            assertThat(gateway.err()).startsWith("routes/a.camel.yaml has the route id mine twice:");
        }
    }

    /** An operator may change the doors, add paths and methods, and take the place of a door that is closed. */
    @Test
    void thatTakeNothingAreRead() throws Exception {
        Path chat = directory.resolve(CHAT);
        write(CHAT, Files.readString(chat).replace("/openai/v1/chat/completions", "/moved/chat/completions"));
        Files.move(directory.resolve("routes/embeddings.camel.yaml"), directory.resolve("routes/vectors.camel.yaml"));
        write("routes/embeddings.camel.yaml", "# see vectors.camel.yaml");
        write("routes/responses.camel.yaml", "[]");
        write("routes/a.camel.yaml", TEMPLATED_ROUTE.formatted("team-a", "/team-a/v1/chat/completions"));
        write("routes/b.camel.yaml", ROUTE.formatted("b", "platform-http:/v1/chat/completions?httpMethodRestrict=PUT"));
        write("routes/c.camel.yaml", ROUTE.formatted("c", "platform-http:/v1/responses"));
        write("routes/d.camel.yaml", ROUTE.formatted("d", "platform-http:/v1/models/mine"));
        write("routes/old.xml", "<routes/>");
        write("routes/mine.yml", "- nonsense");
        Files.createDirectories(directory.resolve("routes/admin/deeper"));
        write("routes/admin/mine.java", "class Mine {}");
        Files.createDirectory(directory.resolve("routes/team-a"));
        Files.createDirectory(directory.resolve("routes/..data")); // Kubernetes' own

        try (GatewayProcess gateway = GatewayProcess.in(directory).run("--sandbox")) {
            OneRequest client = new OneRequest(gateway.awaitAddress().getPort());
            for (String path :
                    List.of("/v1/chat/completions", "/moved/chat/completions", "/team-a/v1/chat/completions")) {
                assertThat(client.post(path, Door.CHAT.plain()).text()).contains("chat.completion");
            }
            assertThat(client.post("/v1/embeddings", Door.EMBEDDINGS.plain()).status())
                    .isEqualTo(200);
            assertThat(client.send("PUT /v1/chat/completions", new byte[0]).text())
                    .isEqualTo("mine");
            assertThat(client.post("/v1/responses", "").text()).isEqualTo("mine");
            assertThat(client.get("/v1/models/mine").text()).isEqualTo("mine");
            assertThat(client.get("/v1/models").text()).contains("openai/gpt-4o");
            assertThat(gateway.out().lines())
                    .filteredOn(line -> line.contains("WARN"))
                    .singleElement()
                    .asString()
                    .endsWith(
                            "Only files that end in .yaml are read in routes/, and not admin/deeper/, admin/mine.java,"
                                    + " mine.yml, old.xml, team-a/");
        }
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(directory.resolve(file), text);
    }

    private static Arguments taker(String name, String yaml, String what, String owner) {
        return Arguments.of(name, yaml, what, owner);
    }
}
