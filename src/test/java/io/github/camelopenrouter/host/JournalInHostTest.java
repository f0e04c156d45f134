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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelopenrouter.operation.OpenRouterRoutes;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A host that Camel Main runs, with two gateways: one property has all of its calls recorded, and without it there is nothing. */
@Timeout(120)
class JournalInHostTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CHAT = "direct:openrouter-chat-completions";
    private static final String CHAT_B = "direct:openrouter-b-chat-completions";
    private static final String JOURNAL_THREAD = "openrouter-journal";

    @TempDir
    private Path home;

    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private ScriptedUpstream upstream;
    private ScriptedUpstream upstreamOfB;
    private MainHost host;

    @BeforeEach
    void listen() {
        upstream = ScriptedUpstream.start(call -> answer(call, "a", "0.25"));
        upstreamOfB = ScriptedUpstream.start(call -> answer(call, "b", "0.5"));
    }

    @AfterEach
    void stop() throws Exception {
        host.close();
        upstream.close();
        upstreamOfB.close();
    }

    /** What it has generated costs is only told when asked for. */
    private void answer(ScriptedUpstream.Call call, String name, String cost) throws IOException {
        if (call.requestLine().contains("/generation?")) {
            asked.add(name + " " + call.requestLine().split("[ =]")[2] + " "
                    + call.headers().get("Authorization"));
            call.answer(200, "application/json", "{\"data\":{\"usage\":" + cost + "}}");
        } else {
            call.answer(
                    200,
                    "application/json",
                    "{\"choices\":[{\"message\":{\"content\":\"Hi\"}}]}",
                    "X-Generation-Id: gen-" + name);
        }
    }

    @Test
    void recordsEveryWayInAndEveryGatewayInOneJournal() throws Exception {
        start("openrouter.data-dir=" + home.resolve("data"));
        send(CHAT, Door.CHAT.plain());
        send(CHAT_B, Door.CHAT.plain());
        send("kamelet:openrouter-chat-action?model=a/b", "Hello");
        assertThat(new OneRequest(host.port()).post("/ask", Door.CHAT.plain()).status())
                .isEqualTo(200);

        assertThat(records())
                .extracting(record -> record.path("gateway").asText() + " "
                        + record.path("door").asText())
                .containsExactly(" direct", "b direct", " kamelet:openrouter-chat-action", " /ask");
        assertThat(records()).extracting(record -> record.path("id").asText()).doesNotHaveDuplicates();
    }

    @Test
    void asksTheGatewayThatMadeTheCallForItsCostWithTheKeyOfThat() throws Exception {
        start("openrouter.data-dir=" + home.resolve("data"));
        send(CHAT, Door.CHAT.plain());
        send(CHAT_B, Door.CHAT.plain());
        await().atMost(Duration.ofSeconds(60)).until(() -> records().size() == 4);

        assertThat(asked).containsExactlyInAnyOrder("a gen-a Bearer key-of-a", "b gen-b Bearer key-of-b");
        assertThat(records().subList(2, 4))
                .extracting(record -> record.path("gateway").asText() + " "
                        + record.path("rev").asInt() + " " + record.path("cost").asText())
                .containsExactlyInAnyOrder(" 1 0.25", "b 1 0.5");
    }

    @Test
    void withoutThePropertyThereIsNothing() throws Exception {
        Path working = Path.of("data");
        boolean before = Files.exists(working);
        start();
        send(CHAT, Door.CHAT.plain());
        send(CHAT_B, Door.CHAT.plain());

        assertThat(Files.exists(working)).isEqualTo(before);
        assertThat(home).isEmptyDirectory();
        assertThat(threads()).noneMatch(name -> name.contains(JOURNAL_THREAD));
        assertThat(host.context().getRoute("openrouter-generation")).isNull();
        assertThat(host.context().getRoute("openrouter-b-generation")).isNull();
        assertThat(host.context().getRegistry().lookupByName("openrouter-journal"))
                .isNull();
    }

    /** The looks of the test above see what there is. */
    @Test
    void withThePropertyThereIsAThreadAndARouteForEachGateway() throws Exception {
        start("openrouter.data-dir=" + home.resolve("data"));
        assertThat(threads()).anyMatch(name -> name.contains(JOURNAL_THREAD));
        assertThat(host.context().getRoute("openrouter-generation")).isNotNull();
        assertThat(host.context().getRoute("openrouter-b-generation")).isNotNull();
        assertThat(home.resolve("data/usage")).isDirectory();
    }

    private void start(String... more) {
        List<String> settings = new ArrayList<>(List.of(
                "openrouter.api-key=key-of-a",
                "openrouter.base-url=" + upstream.baseUrl(),
                "openrouter.b.api-key=key-of-b",
                "openrouter.b.base-url=" + upstreamOfB.baseUrl()));
        settings.addAll(List.of(more));
        host = MainHost.with(settings.toArray(String[]::new))
                .start(new OpenRouterRoutes(), new OpenRouterRoutes("b"), new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("platform-http:/ask?httpMethodRestrict=POST&platformHttpEngine=#openrouter-engine")
                                .process("openrouter-guard")
                                .to(CHAT);
                    }
                });
    }

    private void send(String endpoint, String body) {
        String answer = host.context().createProducerTemplate().requestBody(endpoint, body, String.class);
        assertThat(answer).contains("Hi");
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
    }

    private List<JsonNode> records() throws IOException {
        List<JsonNode> records = new ArrayList<>();
        try (Stream<Path> files = Files.list(home.resolve("data/usage"))) {
            for (Path file : files.toList()) {
                for (String line : Files.readAllLines(file)) {
                    if (line.startsWith("{\"schema\":\"camel-openrouter/usage/1\"")) {
                        records.add(JSON.readTree(line));
                    }
                }
            }
        }
        return records;
    }
}
