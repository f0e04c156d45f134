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
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The files and commands of the page about the Camel CLI, with the real one. They are fenced as {@code yml} and {@code shell}:
 * what is fenced as {@code yaml} and {@code bash} is run with the standalone gateway.
 */
@Timeout(300)
class CamelCliIT {

    private static final Duration LONGEST = Duration.ofSeconds(120);
    private static final String SERVER = "http://localhost:8080";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Page page;

    @TempDir
    private Path directory;

    @BeforeAll
    static void install() throws Exception {
        assumeThat(CamelCli.install())
                .as("the jars of the Camel CLI are not to be had here")
                .isEmpty();
    }

    @BeforeEach
    void writeTheFiles() throws IOException {
        page = Page.read(Path.of("src/docs/camel-cli.md"));
        for (Page.Block file : page.blocks("yml")) {
            Files.writeString(
                    directory.resolve(file.text().substring(2, file.text().indexOf(':'))), file.text());
        }
        writeProperties(page.blocks("properties").get(0).text());
    }

    /** Traced, and after a file has been read again. */
    @Test
    void answersInItsDevelopmentProfile() throws Exception {
        try (CamelCli cli = CamelCli.start(command("camel run ask", 0) + " --dev --backlog-trace", directory)) {
            URI address = cli.awaitAddress();
            assertAnswers(address, cli);
            Path ask = directory.resolve("ask.camel.yaml");
            Files.writeString(ask, Files.readString(ask).replace("id: ask", "id: asked"));
            await().atMost(LONGEST).until(() -> cli.console().contains("Started asked "));
            await().atMost(LONGEST)
                    .untilAsserted(() -> assertAnswers(address, cli)); // one door after the other is back
        }
    }

    @Test
    void answersInItsProductionProfile() throws Exception {
        try (CamelCli cli = CamelCli.start(command("camel run ask", 1), directory)) {
            URI address = cli.awaitAddress();
            assertThat(cli.console()).contains("profile: prod");
            assertAnswers(address, cli);
            assertThat(models(address).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void opensTheDoorsOfAFileWithNothingElse() throws Exception {
        Files.delete(directory.resolve("ask.camel.yaml"));
        try (CamelCli cli = CamelCli.start("camel run team-a.camel.yaml application.properties", directory)) {
            assertAnswers(List.of(page.blocks("shell").get(1)), cli.awaitAddress(), cli);
        }
    }

    /** The library is what the Kamelet names, and nothing else in the application. */
    @Test
    void takesKameletsFromADirectory() throws Exception {
        Files.delete(directory.resolve("team-a.camel.yaml"));
        writeProperties(page.blocks("properties")
                .get(0)
                .text()
                .replaceAll("(?m)^camel\\.(jbang\\.dependencies|main\\.routesIncludePattern)=.*\\n", ""));
        String command = command("camel run ask", 2)
                .replace("=kamelets", "=" + Path.of("kamelets").toAbsolutePath());
        assertThat(command).contains("--local-kamelet-dir=/");
        try (CamelCli cli = CamelCli.start(command, directory)) {
            assertAnswers(List.of(page.blocks("shell").get(0)), cli.awaitAddress(), cli);
        }
    }

    @Test
    void exportsWithoutWhatIsNotSetHere() throws Exception {
        writeProperties(page.blocks("properties")
                .get(0)
                .text()
                .replace("openrouter.sandbox=true", "openrouter.api-key={{env:NOT_SET_ON_THIS_MACHINE}}"));
        try (CamelCli cli = CamelCli.start(command("camel export", 0), directory)) {
            assertThat(cli.awaitExit()).as(cli.console()).isZero();
            assertThat(cli.console()).contains("export successful").doesNotContain("Exception");
        }
        assertThat(directory.resolve("asks/pom.xml")).content().contains("<artifactId>camel-openrouter</artifactId>");
        assertThat(directory.resolve("asks/src/main/resources/application.properties"))
                .content()
                .contains("{{env:NOT_SET_ON_THIS_MACHINE}}");
        assertThat(directory.resolve("asks/src/main/resources/team-a.camel.yaml"))
                .exists();
    }

    @Test
    void answersAsTheApplicationThatItExports() throws Exception {
        try (CamelCli cli = CamelCli.start(command("camel export", 0), directory)) {
            assertThat(cli.awaitExit()).as(cli.console()).isZero();
        }
        Path project = directory.resolve("asks");
        Path properties = project.resolve("src/main/resources/application.properties");
        Files.writeString(
                properties,
                Files.readString(properties) + page.blocks("properties").get(1).text());

        try (CamelCli application = CamelCli.startExported(project, version())) {
            assertAnswers(application.awaitAddress(), application);
        }
    }

    private String version() {
        String first =
                page.blocks("properties").get(0).text().lines().findFirst().orElseThrow();
        return first.substring(first.lastIndexOf(':') + 1);
    }

    private void assertAnswers(URI address, CamelCli cli) throws Exception {
        assertAnswers(page.blocks("shell"), address, cli);
    }

    private void assertAnswers(List<Page.Block> calls, URI address, CamelCli cli) throws Exception {
        assertThat(calls).isNotEmpty();
        for (Page.Block call : calls) {
            HttpRequest request = CurlCommand.parse(call.text(), SERVER, address);
            assertThat(client.send(request, HttpResponse.BodyHandlers.ofString())
                            .body()
                            .strip())
                    .as(() -> call.text() + "\n" + cli.console())
                    .matches(Page.pattern(call.answer().orElseThrow()));
        }
    }

    private HttpResponse<String> models(URI address) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(address.resolve("/v1/models")).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** The page's command that begins with these words, counted from 0. */
    private String command(String words, int index) {
        return page.blocks("sh").stream()
                .map(block -> block.text().strip())
                .filter(text -> text.startsWith(words))
                .toList()
                .get(index);
    }

    private void writeProperties(String text) throws IOException {
        Files.writeString(directory.resolve("application.properties"), text);
    }
}
