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

import io.github.camelopenrouter.testing.GatewayProcess;
import io.github.camelopenrouter.testing.OneRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code --dev}: a route follows its file, and a wrong file leaves the route as it was. */
@Timeout(180)
class DevReloadTest {

    private static final String ROUTE = """
            - route:
                id: mine
                from:
                  uri: platform-http:/mine
                  steps:
                    - setBody:
                        constant: %s
            """;

    private static final String GATEWAY_SOURCE = """
            - route:
                id: team
                from:
                  uri: kamelet:openrouter-gateway-source?operation=chat-completions&path=/%s
                  steps:
                    - %s
            """;

    private static final String STEP = """
            - route:
                id: %s
                from:
                  uri: platform-http:/%s
                  steps:
                    - setBody: {constant: Hi}
                    - %s
            """;

    private static final String TEMPLATE = """
            - routeTemplate:
                id: mine
                parameters:
                  - name: path
                from:
                  uri: platform-http:{{path}}
                  steps:
                    - setBody:
                        constant: %s
            """;

    private static final String TEMPLATED_ROUTE = """
            - templatedRoute:
                routeTemplateRef: mine
                parameters:
                  - name: path
                    value: /team
            """;

    private static final String LIST = """
            - beans:
                - name: on-the-list
                  type: io.github.camelopenrouter.rules.ModelNotAllowed
                  properties:
                    models: "%s"
            - route:
                id: list
                errorHandler:
                  noErrorHandler: {}
                from:
                  uri: kamelet:openrouter-gateway-source?operation=chat-completions&path=/list
                  steps:
                    - filter:
                        ref: on-the-list
                        steps:
                          - throwException:
                              exceptionType: io.github.camelopenrouter.error.ForbiddenException
                              message: Not on the list.
                    - to: kamelet:openrouter-upstream-sink
            """;

    private static final String CHAT =
            "{\"model\":\"openai/gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

    @TempDir
    Path directory;

    private GatewayProcess gateway;
    private OneRequest client;

    @BeforeEach
    void start() throws IOException {
        Files.createDirectory(directory.resolve("routes"));
        Files.copy(
                Path.of("routes/chat-completions.camel.yaml"), directory.resolve("routes/chat-completions.camel.yaml"));
        write(ROUTE.formatted("first"));
        gateway = GatewayProcess.in(directory).withData().run("--sandbox", "--dev");
        client = new OneRequest(gateway.awaitAddress().getPort());
        assertThat(body()).isEqualTo("first");
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
    }

    @Test
    void routeFollowsItsFileAndTheOthersStay() throws IOException {
        write(ROUTE.formatted("second"));
        await(() -> body().equals("second"));
        assertThat(chatStatus()).isEqualTo(200);
        await(() -> audit().contains("\"action\":\"reload\",\"target\":\"routes/mine.camel.yaml\""));
        assertThat(audit()).contains("\"outcome\":\"done\"").contains("/mine");
    }

    private String audit() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("data"))) {
            StringBuilder lines = new StringBuilder();
            for (Path file : files.filter(path -> path.getFileName().toString().startsWith("audit-"))
                    .toList()) {
                lines.append(Files.readString(file));
            }
            return lines.toString();
        }
    }

    @Test
    void fileThatIsNoYamlIsNamedInOneSentenceAndTheRouteStays() throws IOException {
        write(ROUTE.formatted("second") + "  nonsense: [");
        await(() -> gateway.out().contains("WARN"));
        assertThat(gateway.out().lines())
                .filteredOn(line -> line.contains("WARN") || line.startsWith("\t"))
                .singleElement()
                .asString()
                .contains("WARN  CamelOpenRouter routes/mine.camel.yaml cannot be used: ")
                .endsWith(". Its routes stay as they were.");
        assertThat(body()).isEqualTo("first");
        await(() -> audit().contains("\"problem\":\"routes/mine.camel.yaml cannot be used"));
        assertFollowsAgain();
    }

    @Test
    void fileWithAnUnknownComponentIsNamedAndTheRouteStays() throws IOException {
        write(ROUTE.formatted("second") + "        - to: nonsense:there\n");
        await(() -> gateway.out().contains("mine.camel.yaml"));
        await(() -> body().equals("first"));
        assertFollowsAgain();
    }

    @Test
    void fileThatCallsNoOperationIsNamedAndTheRouteStays() throws IOException {
        write(ROUTE.formatted("second") + "        - to: direct:openrouter-chat-completion\n");
        await(
                () -> gateway.out()
                        .contains(
                                "routes/mine.camel.yaml cannot be used: it calls direct:openrouter-chat-completion, and no route of"
                                        + " that name is there: did you mean direct:openrouter-chat-completions? Its routes stay"));
        await(() -> body().equals("first"));
        assertFollowsAgain();
    }

    @Test
    void templatedRouteFollowsItsFile() throws IOException {
        Path file = directory.resolve("routes/chat-completions.camel.yaml");
        String doors = Files.readString(file);
        replace(file, doors.replace("/openai/v1/chat/completions", "/moved/chat/completions"));
        await(() -> status("/moved/chat/completions") == 200);
        assertThat(status("/openai/v1/chat/completions")).isEqualTo(404);
        assertThat(body()).isEqualTo("first");
    }

    @Test
    void templateFollowsItsFile() throws IOException {
        Path file = directory.resolve("routes/chat-completions.camel.yaml");
        String doors = Files.readString(file);
        String step = "          - setBody:\n              constant: '{}'\n";
        String call = "          - to: direct:openrouter-chat-completions\n";
        replace(file, doors.replace(call, step + call));
        await(() -> chatStatus() == 400);
    }

    @Test
    void wrongTemplateIsNamedAndItsRoutesStay() throws IOException {
        Path file = directory.resolve("routes/chat-completions.camel.yaml");
        String doors = Files.readString(file);
        replace(file, doors.replace("ref: openrouter-guard", "ref: nobody"));
        await(() -> gateway.out().contains("chat-completions.camel.yaml"));
        await(() -> chatStatus() == 200);
        assertThat(status("/openai/v1/chat/completions")).isEqualTo(200);
    }

    @Test
    void fileThatTakesADoorIsNamedAndTheDoorStays() throws IOException {
        String door = "platform-http:/v1/chat/completions";
        Path copy = directory.resolve("routes/copy.camel.yaml");
        replace(copy, ROUTE.formatted("taken").replace("id: mine", "id: taker").replace("platform-http:/mine", door));
        await(() -> gateway.out().contains("routes/copy.camel.yaml takes the path /v1/chat/completions"));
        assertThat(chatStatus()).isEqualTo(200);

        replace(copy, ROUTE.formatted("its own").replace("id: mine", "id: copy").replace("/mine", "/copy"));
        await(() -> client.get("/copy").text().equals("its own"));
        assertThat(chatStatus()).isEqualTo(200);
    }

    @Test
    void copyOfADoorsFileIsNamedAndTheDoorStays() throws IOException {
        String doors = Files.readString(directory.resolve("routes/chat-completions.camel.yaml"));
        replace(directory.resolve("routes/copy.camel.yaml"), doors);
        await(() -> gateway.out().contains("routes/copy.camel.yaml takes the template id"));
        assertThat(chatStatus()).isEqualTo(200);
        assertFollowsAgain();
    }

    @Test
    void fileThatIsRenamedKeepsWhatItHas() throws IOException {
        Files.delete(directory.resolve("routes/mine.camel.yaml"));
        replace(directory.resolve("routes/renamed.camel.yaml"), ROUTE.formatted("second"));
        await(() -> body().equals("second"));
    }

    @Test
    void gatewaySourceFollowsItsFileAndGoesWithIt() throws IOException {
        Path file = directory.resolve("routes/team.camel.yaml");
        replace(file, GATEWAY_SOURCE.formatted("team-a", "setBody: {constant: first}"));
        await(() -> text("/team-a").equals("first"));
        replace(file, GATEWAY_SOURCE.formatted("team-a", "setBody: {constant: second}"));
        await(() -> text("/team-a").equals("second"));
        replace(file, GATEWAY_SOURCE.formatted("team-b", "to: kamelet:openrouter-upstream-sink"));
        await(() -> status("/team-b") == 200);
        assertThat(status("/team-a")).isEqualTo(404);
        replace(file, GATEWAY_SOURCE.formatted("team-b", "to: kamelet:openrouter-nowhere-sink"));
        await(
                () -> gateway.out()
                        .contains(
                                "routes/team.camel.yaml cannot be used: its route team fails with there is no Kamelet openrouter-nowhere-sink. Its routes stay as they were."));
        assertThat(status("/team-b")).isEqualTo(200);

        Files.delete(file);

        await(() -> status("/team-b") == 404);
        assertThat(gateway.out()).doesNotContain("\tat ");
        assertThat(body()).isEqualTo("first");
    }

    /** Camel makes one route for all who write the same URI, and takes it for the first one's. */
    @Test
    void kameletOfTwoFilesStaysAsLongAsOneOfThemHasIt() throws IOException {
        Path one = directory.resolve("routes/one.camel.yaml");
        Path two = directory.resolve("routes/two.camel.yaml");
        String kamelet = "to: kamelet:openrouter-chat-action?model=openai/gpt-4o-mini";
        replace(one, STEP.formatted("one", "one", kamelet));
        await(() -> status("/one") == 200);
        replace(two, STEP.formatted("two", "two", kamelet));
        await(() -> status("/two") == 200);
        for (String name : List.of("one", "two")) {
            replace(
                    directory.resolve("routes/" + name + ".camel.yaml"),
                    STEP.formatted(name, name + "-moved", kamelet));
            await(() -> status("/" + name + "-moved") == 200);
        }
        assertThat(status("/one-moved")).isEqualTo(200);

        Files.delete(one);
        await(() -> status("/one-moved") == 404);
        assertThat(status("/two-moved")).isEqualTo(200);

        Files.delete(two);
        await(() -> status("/two-moved") == 404);
        replace(one, STEP.formatted("one", "one", kamelet));
        await(() -> status("/one") == 200);
        assertThat(gateway.out()).doesNotContain("WARN");
    }

    @Test
    void deletedFileClosesItsDoorsAndANewOneIsReadOnceItHasContent() throws IOException {
        Path file = directory.resolve("routes/mine.camel.yaml");
        Files.delete(file);
        await(() -> client.get("/mine").status() == 404);
        assertThat(gateway.out()).contains("routes/mine.camel.yaml is gone, and its routes with it");

        Files.createFile(file);
        replace(
                directory.resolve("routes/yours.camel.yaml"),
                ROUTE.replace("mine", "yours").formatted("yours"));
        await(() -> client.get("/yours").text().equals("yours"));
        assertThat(client.get("/mine").status()).isEqualTo(404);
        write(ROUTE.formatted("second"));

        await(() -> body().equals("second"));
        assertThat(gateway.out()).doesNotContain("WARN");
    }

    @Test
    void deletedFileGivesItsPlaceBackToTheJarsCopy() throws IOException {
        Path file = directory.resolve("routes/chat-completions.camel.yaml");
        replace(file, "# closed");
        await(() -> chatStatus() == 404);

        Files.delete(file);

        await(() -> chatStatus() == 200);
        assertThat(gateway.out()).contains("Routes read from the jar's routes/chat-completions.camel.yaml");

        replace(file, TEMPLATED_ROUTE + TEMPLATE.formatted("mine"));

        await(() -> text("/team").equals("mine"));
        assertThat(chatStatus()).isEqualTo(404);
    }

    @Test
    void routesOfATemplateFollowItInOtherFiles() throws IOException {
        Path templates = directory.resolve("routes/templates.camel.yaml");
        replace(templates, TEMPLATE.formatted("first"));
        replace(directory.resolve("routes/team.camel.yaml"), TEMPLATED_ROUTE);
        await(() -> client.get("/team").text().equals("first"));
        replace(templates, TEMPLATE.formatted("second"));
        await(() -> client.get("/team").text().equals("second"));

        Files.delete(templates);

        await(() -> gateway.out()
                .contains("team.camel.yaml has routes of a template that is gone: they stay until a restart."));
        assertThat(client.get("/team").text()).isEqualTo("second");
    }

    @Test
    void beansFollowTheirFileAndRouteConfigurationsNeedARestart() throws IOException {
        Path file = directory.resolve("routes/list.camel.yaml");
        replace(file, LIST.formatted("mistralai/*"));
        await(() -> status("/list") == 403);
        replace(file, LIST.formatted("openai/*"));
        await(() -> status("/list") == 200);
        assertThat(gateway.out()).doesNotContain("WARN");

        replace(file, LIST.formatted("openai/*") + "- routeConfiguration: {id: openrouter-door-mine}\n");

        await(() -> gateway.out()
                .contains("The route configurations of routes/list.camel.yaml have changed: that needs a restart."));
        assertThat(status("/list")).isEqualTo(200);
    }

    private void assertFollowsAgain() throws IOException {
        write(ROUTE.formatted("third"));
        await(() -> body().equals("third"));
        assertThat(chatStatus()).isEqualTo(200);
    }

    /** In one step, as editors do, so that no half of a file is ever seen. */
    private void write(String yaml) throws IOException {
        replace(directory.resolve("routes/mine.camel.yaml"), yaml);
    }

    private void replace(Path file, String yaml) throws IOException {
        Path draft = Files.writeString(directory.resolve("draft"), yaml);
        Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private String text(String path) throws IOException {
        return client.post(path, CHAT).text();
    }

    private String body() throws IOException {
        return client.get("/mine").text();
    }

    private int chatStatus() throws IOException {
        return status("/v1/chat/completions");
    }

    private int status(String path) throws IOException {
        return client.post(path, CHAT).status();
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(100))
                .until(condition);
    }
}
