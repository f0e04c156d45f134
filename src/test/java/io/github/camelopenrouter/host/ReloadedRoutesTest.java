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
import static org.awaitility.Awaitility.await;

import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Camel's own reload of a host's route files, as {@code camel run --dev} has it: all routes go, and those of files come back. */
@Timeout(120)
class ReloadedRoutesTest {

    private static final Duration LONGEST = Duration.ofSeconds(60);

    private ScriptedUpstream upstream;
    private MainHost host;

    @TempDir
    private Path directory;

    @TempDir
    private Path unwatched;

    private Path template;

    @BeforeEach
    void start() throws IOException {
        upstream = ScriptedUpstream.start(call -> call.answer(
                200,
                "application/json",
                "{\"choices\":[{\"message\":{\"content\":\"Hello!\"},\"finish_reason\":\"stop\"}]}"));
        write("own.camel.yaml", ask("openrouter-chat-action?model=a/one", "ask"));
        write("named.camel.yaml", ask("openrouter-chat-action?model=a/one&instance=b", "named"));
        write("team.camel.yaml", door("/team-a/v1/chat/completions"));
        template = Files.writeString(unwatched.resolve("template.camel.yaml"), """
                - routeTemplate:
                    id: openrouter-door-own
                    from:
                      uri: direct:own
                      steps:
                        - log: own
                """);
        host = MainHost.with(
                        "camel.main.routesIncludePattern=classpath:openrouter/routes/*.camel.yaml,file:" + directory
                                + "/*.yaml,file:" + template,
                        "camel.main.routesReloadEnabled=true",
                        "camel.main.routesReloadDirectory=" + directory,
                        "openrouter.routes.enabled=true",
                        "openrouter.api-key=any",
                        "openrouter.base-url=" + upstream.baseUrl(),
                        "openrouter.b.routes.enabled=true",
                        "openrouter.b.api-key=other",
                        "openrouter.b.base-url=" + upstream.baseUrl())
                .start();
    }

    @AfterEach
    void stop() throws IOException {
        host.close();
        upstream.close();
    }

    @Test
    void leavesDoorsAndOperationsWhereTheyWere() throws Exception {
        reload();

        awaitDoors();
        assertThat(post(Door.MESSAGES.path(), "{}").text()).contains("invalid_request_error");
    }

    /** Each reload, not the first alone. */
    @Test
    void leavesKameletsTheirGateway() throws Exception {
        reload();
        write("own.camel.yaml", ask("openrouter-chat-action?model=a/three", "again"));
        awaitText("/again", "Hello!");
        awaitText("/named", "Hello!"); // its file is read behind the other

        assertThat(post("/again", "Hi").text()).isEqualTo("Hello!");
    }

    @Test
    void readsAFileOfDoorsAloneAnew() throws Exception {
        write("team.camel.yaml", door("/team-b/v1/chat/completions"));

        eventually()
                .until(() ->
                        post("/team-b/v1/chat/completions", Door.CHAT.plain()).status() == 200);

        assertThat(post("/team-a/v1/chat/completions", Door.CHAT.plain()).status())
                .isEqualTo(404);
    }

    /** One of steps, and one of doors: Camel has removed all by the time it reads them. */
    @ParameterizedTest
    @ValueSource(strings = {"own.camel.yaml", "team.camel.yaml"})
    void fileThatCannotBeReadLeavesTheOthersTheirDoors(String file) throws Exception {
        Object before = guard();

        write(file, "- route: [");

        eventually().until(() -> guard() != before);
        awaitDoors();
    }

    /** The broken one was changed while nothing was watching it, and Camel does not read it again. */
    @Test
    void fileOfTemplatesThatCannotBeReadKeepsNoOthersAway() throws Exception {
        Files.writeString(template, "- routeTemplate: [");

        write("own.camel.yaml", ask("openrouter-chat-action?model=a/two", "asked"));

        awaitText("/asked", "Hello!");
        awaitDoors();
        awaitTeam();
    }

    /** Camel reads again with the corrected file what it has read when the mistake was made, and what is there by then. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "nosuch:openrouter-chat-action?model=a/two",
                "kamelet:openrouter-chat-action?model=a/two&maxTokns=5",
                "kamelet:nosuch",
                "kamelet:openrouter-chat-action?model=a/two&temperature=warm"
            })
    void mistakeThatIsCorrectedLeavesNothingBehind(String mistake) throws Exception {
        for (String path : List.of("once", "twice")) {
            Object before = guard();
            write("own.camel.yaml", step(mistake, "ask"));
            eventually().until(() -> guard() != before);
            awaitDoors();
            awaitHealth();

            write("own.camel.yaml", ask("openrouter-chat-action?model=a/two", path));

            awaitText("/" + path, "Hello!");
            awaitText("/named", "Hello!");
            awaitDoors();
            awaitTeam();
            awaitHealth();
        }
    }

    /** A call that a reload meets may wait for a route that is just gone until its client gives up. */
    private static ConditionFactory eventually() {
        return await().ignoreExceptions().atMost(LONGEST);
    }

    private void awaitHealth() {
        eventually().until(() -> new OneRequest(host.port()).get("/health").status() == 200);
    }

    private Object guard() {
        return host.context().getRegistry().lookupByName("openrouter-guard");
    }

    private void awaitDoors() {
        eventually()
                .untilAsserted(() -> assertThat(Door.values())
                        .allSatisfy(door -> assertThat(
                                        post(door.path(), door.plain()).status())
                                .isEqualTo(200)));
    }

    private void awaitTeam() {
        eventually()
                .until(() ->
                        post("/team-a/v1/chat/completions", Door.CHAT.plain()).status() == 200);
    }

    private void reload() throws Exception {
        write("own.camel.yaml", ask("openrouter-chat-action?model=a/two", "asked"));
        awaitText("/asked", "Hello!");
        awaitTeam();
    }

    private void awaitText(String path, String text) {
        eventually().until(() -> post(path, "Hi").text().equals(text));
    }

    private OneRequest.Answer post(String path, String body) throws Exception {
        return new OneRequest(host.port()).post(path, body);
    }

    /** At once, as editors do: two changes may be two reloads. */
    private void write(String file, String text) throws IOException {
        Path written = Files.writeString(unwatched.resolve(file), text);
        Files.move(written, directory.resolve(file), StandardCopyOption.ATOMIC_MOVE);
    }

    private static String ask(String kamelet, String path) {
        return step("kamelet:" + kamelet, path);
    }

    private static String step(String uri, String path) {
        return """
                - route:
                    id: %2$s
                    from:
                      uri: platform-http:/%2$s
                      steps:
                        - to: %1$s
                """.formatted(uri, path);
    }

    private static String door(String path) {
        return """
                - templatedRoute:
                    routeTemplateRef: openrouter-door-chat-completions
                    routeId: team
                    parameters:
                      - name: path
                        value: %s
                """.formatted(path);
    }
}
