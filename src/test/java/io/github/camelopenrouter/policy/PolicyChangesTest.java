/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.api.Sha256;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.LogRecorder;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.RawClient;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A policy file that changes while calls run. */
@Timeout(60)
class PolicyChangesTest {

    private static final String CHAT =
            "{\"model\":\"openai/gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    private static final String STREAM = CHAT.replace("\"model\"", "\"stream\":true,\"model\"");
    private static final String EVENT = "data: {\"id\":\"gen-1\",\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n";

    @TempDir
    private Path directory;

    private ScriptedUpstream upstream;
    private TestGateway gateway;

    @BeforeEach
    void start() throws IOException {
        upstream = ScriptedUpstream.start(
                call -> call.answer(200, HttpTest.JSON, "{\"id\":\"gen-1\",\"choices\":[]}", "X-Generation-Id: gen-1"));
        write("team: a, sha256: " + Sha256.hex("k-1"), "openai/*");
        gateway = TestGateway.start(upstream.baseUrl(), "policy.file=" + directory.resolve("policy.yaml"));
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
        upstream.close();
    }

    @Test
    void aChangedFileHoldsAndNoCallIsLost() throws Exception {
        AtomicBoolean changed = new AtomicBoolean();
        ExecutorService clients = Executors.newFixedThreadPool(4);
        List<Future<List<Integer>>> running = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            running.add(clients.submit(() -> {
                List<Integer> statuses = new ArrayList<>();
                while (!changed.get()) {
                    statuses.add(chat());
                }
                return statuses;
            }));
        }
        write("team: a, sha256: " + Sha256.hex("k-1"), "mistralai/*");
        HttpTest.await(20).until(() -> chat() == 403);
        changed.set(true);
        for (Future<List<Integer>> client : running) {
            assertThat(client.get()).isNotEmpty().allMatch(status -> status == 200 || status == 403);
        }
        clients.shutdown();
    }

    @Test
    void anEmptyFileLocksNobodyOut() throws Exception {
        try (LogRecorder log = LogRecorder.record()) {
            Files.writeString(directory.resolve("policy.yaml"), "");
            HttpTest.await(20)
                    .until(() -> log.lines().stream().anyMatch(line -> line.contains("there is nothing in it")));
        }
        assertThat(chat()).isEqualTo(200);
    }

    /** Else each call would be refused for want of a count, until somebody starts it again. */
    @Test
    void budgetsThatNobodyCountsHereAreRefused() throws Exception {
        assertRefused(
                "teams:\n  a: { budgets: [{ usd: '1', period: day }] }\n",
                "policy.yaml cannot hold: it has budgets, which are counted behind the journal, and there is none: set"
                        + " openrouter.data-dir");
    }

    @Test
    void aFaultyFileChangesNothingAndSaysWhere() throws Exception {
        assertRefused(
                "teams:\n  a:\n    models: [\"mistralai/*\"]\n    nonsense: true\n",
                "policy.yaml, line 4: 'nonsense' is not known here");
        assertThat(health()).contains("The policy of before holds: policy.yaml, line 4");
        Files.delete(directory.resolve("policy.yaml"));
        HttpTest.await(20).until(() -> health().contains("does not exist"));
        assertThat(chat()).isEqualTo(200);
        write("team: a, sha256: " + Sha256.hex("k-1"), "openai/*");
        HttpTest.await(20).until(() -> health().contains("holds as it stands"));
    }

    @Test
    void theStreamsOfADisabledKeyEnd() throws Exception {
        upstream.script(call -> {
            call.head(200, HttpTest.SSE, "X-Generation-Id: gen-1").send(EVENT);
            call.awaitHangUp();
        });
        try (RawClient client = RawClient.connect(gateway.port())) {
            client.post("/v1/chat/completions", STREAM, "Authorization: Bearer k-1");
            RawClient.Answer answer = client.answer();
            assertThat(answer.next(10)).startsWith("data: ");
            write("team: a, disabled: true, sha256: " + Sha256.hex("k-1"), "openai/*");
            assertThat(answer.text()).contains("The API key is good no more.").contains("authentication_error");
        }
        HttpTest.await(20).until(() -> upstream.hangUps() == 1);
        assertThat(chat()).isEqualTo(401);
    }

    @Test
    void theStreamsOfATextThatHasBeenReplacedEnd() throws Exception {
        upstream.script(call -> {
            call.head(200, HttpTest.SSE, "X-Generation-Id: gen-1").send(EVENT);
            call.awaitHangUp();
        });
        try (RawClient client = RawClient.connect(gateway.port())) {
            client.post("/v1/chat/completions", STREAM, "Authorization: Bearer k-1");
            RawClient.Answer answer = client.answer();
            assertThat(answer.next(10)).startsWith("data: ");
            write("team: a, sha256: " + Sha256.hex("k-2"), "openai/*");
            assertThat(answer.text()).contains("The API key is good no more.");
        }
    }

    @Test
    void theStreamsOfAKeyThatHasGoneFromTheFileEnd() throws Exception {
        upstream.script(call -> {
            call.head(200, HttpTest.SSE, "X-Generation-Id: gen-1").send(EVENT);
            call.awaitHangUp();
        });
        try (RawClient client = RawClient.connect(gateway.port())) {
            client.post("/v1/chat/completions", STREAM, "Authorization: Bearer k-1");
            RawClient.Answer answer = client.answer();
            assertThat(answer.next(10)).startsWith("data: ");
            put("teams: { a: {} }\n");
            assertThat(answer.text()).contains("The API key is good no more.");
        }
    }

    @Test
    void aHostsCallInTheNameOfAKeyThatHasGoneIsNobodysAnyMore() throws Exception {
        assertThat(direct("bot")).isEqualTo(200);
        put("teams: { a: {} }\n");
        HttpTest.await(20).until(() -> direct("bot") == 401);
    }

    /** The log says why, and the policy of before holds. */
    private void assertRefused(String policy, String why) throws Exception {
        try (LogRecorder log = LogRecorder.record()) {
            put(policy);
            HttpTest.await(20).until(() -> log.lines().stream().anyMatch(line -> line.contains(why)));
        }
        assertThat(chat()).isEqualTo(200);
    }

    private int direct(String label) throws IOException {
        try (ProducerTemplate calls = gateway.context().createProducerTemplate()) {
            return calls.request("direct:openrouter-chat-completions", exchange -> {
                        exchange.setProperty(OpenRouterConstants.CLIENT_LABEL, label);
                        exchange.getMessage().setBody(CHAT);
                    })
                    .getMessage()
                    .getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        }
    }

    private String health() {
        return gateway.context()
                .getRegistry()
                .lookupByNameAndType("openrouter-policy", HealthCheck.class)
                .call()
                .getMessage()
                .orElseThrow();
    }

    private int chat() throws IOException {
        return new OneRequest(gateway.port())
                .post("/v1/chat/completions", CHAT, "Authorization: Bearer k-1")
                .status();
    }

    private void write(String key, String models) throws IOException {
        put("teams:\n  a: { models: [\"" + models + "\"] }\nkeys:\n  bot: { " + key + " }\n");
    }

    /** As editors do it: whoever reads it sees one or the other. */
    private void put(String policy) throws IOException {
        Path next = Files.writeString(directory.resolve("policy.next"), policy);
        Files.move(next, directory.resolve("policy.yaml"), StandardCopyOption.ATOMIC_MOVE);
    }
}
