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
import java.util.concurrent.Callable;
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
        gateway = GatewayProcess.in(directory).run("--sandbox", "--dev");
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
    }

    @Test
    void fileThatIsNoYamlIsNamedAndTheRouteStays() throws IOException {
        write(ROUTE.formatted("second") + "  nonsense: [");
        await(() -> gateway.out().contains("mine.camel.yaml"));
        await(() -> body().equals("first"));
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

    private String body() throws IOException {
        return client.get("/mine").text();
    }

    private int chatStatus() throws IOException {
        return status("/v1/chat/completions");
    }

    private int status(String path) throws IOException {
        return client.post(path, "{\"model\":\"openai/gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}")
                .status();
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(100))
                .until(condition);
    }
}
