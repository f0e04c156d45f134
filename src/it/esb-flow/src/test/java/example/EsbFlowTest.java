/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import example.WatchedSandbox.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every file that goes in comes out once, whatever happens to the process in between. */
@Timeout(120)
class EsbFlowTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> NAMES = List.of("a", "b", "c", "d", "e");

    @TempDir
    Path directory;

    private WatchedSandbox upstream;

    @BeforeEach
    void start() throws IOException {
        upstream = new WatchedSandbox();
        for (String name : List.of("inbox", "outbox", "archive", "refused")) {
            Files.createDirectory(directory.resolve(name));
        }
    }

    @AfterEach
    void stop() {
        upstream.close();
    }

    @Test
    void summarisesAFileAndAddsAVector() throws Exception {
        drop("a");
        try (FlowProcess flow = flow()) {
            awaitAnswered(List.of("a"));
        }

        JsonNode answer = new ObjectMapper().readTree(output("a").toFile());
        assertThat(answer.path("title").isTextual()).isTrue();
        assertThat(answer.path("summary").isTextual()).isTrue();
        assertThat(answer.path("topics").isArray()).isTrue();
        assertThat(answer.path("vector")).hasSizeGreaterThan(10).allMatch(JsonNode::isNumber);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/chat/completions", "/embeddings"})
    void losesNoFileAndAnswersNoneTwiceWhenItIsKilled(String duringThisCall) throws Exception {
        CountDownLatch midCall = upstream.hold(call -> call.path().endsWith(duringThisCall) && isThird(duringThisCall));
        for (String name : NAMES) {
            drop(name);
        }
        try (FlowProcess flow = flow()) {
            assertThat(midCall.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            flow.kill();
        }
        List<String> before = files("outbox");
        List<Object> identities = identities(before);
        assertThat(before).hasSize(2);

        upstream.release();
        try (FlowProcess flow = flow()) {
            awaitAnswered(NAMES);
        }

        assertThat(identities(before)).as("what was answered before the kill").isEqualTo(identities);
        assertThat(upstream.calls(Call::isChat))
                .as("one call for each and one for the file in flight")
                .isEqualTo(6);
        assertThat(Files.readAllLines(directory.resolve("answered.txt")))
                .containsExactlyInAnyOrder("a.txt", "b.txt", "c.txt", "d.txt", "e.txt");
    }

    @Test
    void keepsTheAnswerOfAFileThatWasNotNotedBeforeTheKill() throws Exception {
        answerOne();
        Object identity = identity(output("a"));
        Files.delete(directory.resolve("answered.txt"));
        backIntoTheInbox("a");

        try (FlowProcess flow = flow()) {
            awaitAnswered(List.of("a"));
        }

        assertThat(identity(output("a"))).isEqualTo(identity);
    }

    @Test
    void asksNobodyAboutAFileThatWasNotedButNotMovedBeforeTheKill() throws Exception {
        answerOne();
        Files.delete(output("a"));
        long calls = upstream.calls(call -> true);
        backIntoTheInbox("a");

        try (FlowProcess flow = flow()) {
            await().atMost(PATIENCE).until(() -> files("inbox").isEmpty());
        }

        assertThat(upstream.calls(call -> true)).isEqualTo(calls);
        assertThat(files("outbox"))
                .as("somebody has taken the answer: there is no second one")
                .isEmpty();
    }

    @Test
    void putsAsideWhatIsRefusedAndGoesOn() throws Exception {
        upstream.refuse(403, call -> call.body().contains("document b"));
        drop("a");
        drop("b");
        drop("c");

        try (FlowProcess flow = flow()) {
            await().atMost(PATIENCE).until(() -> files("inbox").isEmpty());
            assertThat(files("outbox")).containsExactly("a.json", "c.json");
            assertThat(Files.readString(directory.resolve("refused/b.txt"))).isEqualTo(text("b"));
            assertThat(Files.readString(directory.resolve("refused/b.txt.reason")))
                    .contains("403", "Not this one");

            upstream.refuse(403, call -> false);
            drop("b");
            await("asked again, it is answered").atMost(PATIENCE).until(() -> Files.exists(output("b")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"I would rather not.\"", "\"{\\\"title\\\":\\\"No more\\\"}\"", "null"})
    void putsAsideAnAnswerThatDoesNotFollowTheSchema(String content) throws Exception {
        String answer =
                "{\"id\":\"gen-1\",\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":" + content + "}}]}";
        upstream.reply(200, answer, Call::isChat);
        drop("a");

        try (FlowProcess flow = flow()) {
            await().atMost(PATIENCE).until(() -> files("refused").equals(List.of("a.txt", "a.txt.reason")));
            await().atMost(PATIENCE).until(() -> files("inbox").isEmpty());
        }
        assertThat(files("outbox")).isEmpty();
    }

    @Test
    void keepsAFileInTheInboxWhileOpenRouterIsDown() throws Exception {
        upstream.refuse(503, call -> true);
        drop("a");

        try (FlowProcess flow = flow()) {
            await().atMost(PATIENCE).until(() -> upstream.calls(call -> true) > 1);
            assertThat(files("inbox")).contains("a.txt");
            assertThat(files("refused")).isEmpty();

            upstream.refuse(503, call -> false);
            awaitAnswered(List.of("a"));
        }
    }

    private FlowProcess flow() throws IOException {
        return FlowProcess.start(directory, upstream.baseUrl());
    }

    private void answerOne() throws Exception {
        drop("a");
        try (FlowProcess flow = flow()) {
            awaitAnswered(List.of("a"));
        }
    }

    private boolean isThird(String path) {
        return upstream.calls(call -> call.path().endsWith(path)) == 3;
    }

    /** By a rename, as senders should. */
    private void drop(String name) throws IOException {
        Path file = Files.writeString(directory.resolve(name + ".part"), text(name));
        Files.move(file, directory.resolve("inbox/" + name + ".txt"), StandardCopyOption.ATOMIC_MOVE);
    }

    private void backIntoTheInbox(String name) throws IOException {
        Files.move(directory.resolve("archive/" + name + ".txt"), directory.resolve("inbox/" + name + ".txt"));
    }

    private static String text(String name) {
        return "This is document " + name + ". It has two sentences.";
    }

    private void awaitAnswered(List<String> names) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(files("outbox")).containsExactlyElementsOf(with(names, ".json"));
            assertThat(files("archive")).containsExactlyElementsOf(with(names, ".txt"));
            assertThat(files("inbox")).isEmpty();
        });
    }

    private static List<String> with(List<String> names, String ending) {
        return names.stream().map(name -> name + ending).toList();
    }

    private Path output(String name) {
        return directory.resolve("outbox/" + name + ".json");
    }

    private List<String> files(String name) throws IOException {
        Predicate<String> finished = file -> !file.startsWith(".") && !file.endsWith(".camelLock");
        try (Stream<Path> files = Files.list(directory.resolve(name))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(finished)
                    .sorted()
                    .toList();
        }
    }

    private List<Object> identities(List<String> outputs) throws IOException {
        return outputs.stream()
                .map(name -> identity(directory.resolve("outbox").resolve(name)))
                .toList();
    }

    /** Tells a file from another that took its name. */
    private static Object identity(Path file) {
        try {
            return List.of(Files.getAttribute(file, "unix:ino"), Files.getLastModifiedTime(file));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
