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
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each host application does what its README says, started by the command that stands there. */
@Timeout(240)
class HostApplicationsIT {

    private static final Path APPLICATIONS = Path.of("src/it");
    private static final Duration LONGEST = Duration.ofSeconds(120);
    private static final String SERVER = "http://localhost:8080";
    private static final Pattern OURS =
            Pattern.compile("(?s)<artifactId>camel-openrouter</artifactId>\\s*<version>(.*?)<");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"camel-main-java", "camel-main-yaml", "spring-boot", "camel-quarkus"})
    void answersByHttpAsItsReadmeShows(String application) throws Exception {
        assumeThat(HostProcess.isBuilt(application))
                .as("the invoker has skipped " + application + ", whose artifacts are not to be had here")
                .isTrue();
        Page readme = readme(application);
        List<Page.Block> calls = readme.blocks("bash");
        assertThat(calls).isNotEmpty();

        try (HostProcess host = HostProcess.start(readme.blocks("sh").get(0).text(), directory)) {
            URI address = host.awaitAddress();
            for (Page.Block call : calls) {
                HttpResponse<String> answer = send(CurlCommand.parse(call.text(), SERVER, address));
                assertThat(answer.body().strip())
                        .as(() -> call.text() + "\n" + host.console())
                        .matches(Page.pattern(call.answer().orElseThrow()));
            }
        }
    }

    @Test
    void answersByFilesAsItsReadmeShows() throws Exception {
        Page.Block start = readme("esb-flow").blocks("sh").get(0);
        Page.Block use = readme("esb-flow").blocks("sh").get(1);
        String[] words = use.text().strip().split("\"");
        Path inbox = Files.createDirectory(directory.resolve("inbox"));
        assertThat(words[2]).isEqualTo(" > flow/inbox/camels.txt");

        try (HostProcess host = HostProcess.start(start.text(), directory)) {
            Files.writeString(inbox.resolve("camels.txt"), words[1]);
            Path output = directory.resolve("outbox/camels.json");
            await().atMost(LONGEST)
                    .untilAsserted(() -> assertThat(output).as(host::console).exists());
            assertThat(Files.readString(output).strip())
                    .matches(Page.pattern(use.answer().orElseThrow()));
        }
    }

    @Test
    void dependsOnNothingOfOursButTheJarOfThisVersion() throws IOException {
        String version = version(Path.of("pom.xml"));
        try (Stream<Path> all = Files.list(APPLICATIONS)) {
            List<Path> poms = all.map(host -> host.resolve("pom.xml"))
                    .filter(Files::exists)
                    .toList();

            assertThat(poms).hasSizeGreaterThanOrEqualTo(5).allSatisfy(pom -> {
                assertThat(version(pom)).isEqualTo(version);
                assertThat(Files.readString(pom)).containsOnlyOnce("<groupId>io.github.camelopenrouter</groupId>");
            });
        }
    }

    /** Spring Boot listens a moment before Camel's routes are there, and answers 404 until then. */
    private HttpResponse<String> send(HttpRequest request) {
        return await().atMost(LONGEST)
                .until(
                        () -> client.send(request, HttpResponse.BodyHandlers.ofString()),
                        answer -> answer.statusCode() != 404);
    }

    @Test
    void startByTheCommandsOfTheDocuments() throws IOException {
        String documents = Documents.read().text();

        for (String application :
                List.of("camel-main-java", "camel-main-yaml", "spring-boot", "esb-flow", "camel-quarkus")) {
            String command = readme(application).blocks("sh").get(0).text().strip();
            assertThat(documents).contains("(../it/" + application + ") | `" + command + "` |");
        }
    }

    private static String version(Path pom) throws IOException {
        return OURS.matcher(Files.readString(pom))
                .results()
                .map(match -> match.group(1))
                .findFirst()
                .orElseThrow(() -> new AssertionError(pom + " does not name the jar"));
    }

    private static Page readme(String application) throws IOException {
        return Page.read(APPLICATIONS.resolve(application).resolve("README.md"));
    }
}
