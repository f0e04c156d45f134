/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.budgets;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.api.Sha256;
import io.github.camelopenrouter.spi.BudgetReport;
import io.github.camelopenrouter.spi.BudgetReport.Standing;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.RawClient;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a stream has come to hold beyond its first hold is not forgotten, whatever becomes of its process. */
@Timeout(120)
class RaisedHoldsTest {

    private static final String MODELS = """
            {"data":[{"id":"openai/words","context_length":100000,"pricing":{"prompt":"0","completion":"0.001"}}]}""";

    private static final String WORD =
            "data: {\"id\":\"gen-1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"word\"}}]}\n\n";

    private final CountDownLatch end = new CountDownLatch(1);

    @Test
    void whoComesAfterAKillCountsAllThatAStreamHeld(@TempDir Path home) throws Exception {
        Path policy = Files.writeString(
                home.resolve("policy.yaml"),
                "keys: { k: { sha256: " + Sha256.hex("k") + ", budgets: [{ usd: '1', period: total }] } }");
        Path data = home.resolve("data");
        Path asAfterAKill = home.resolve("copy");
        try (ScriptedUpstream upstream = ScriptedUpstream.start(this::answer)) {
            try (TestGateway gateway = start(upstream, policy, data);
                    RawClient client = RawClient.connect(gateway.port())) {
                client.post(
                        "/v1/chat/completions",
                        "{\"model\":\"openai/words\",\"stream\":true,\"max_tokens\":20,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}",
                        "Authorization: Bearer k");
                assertThat(client.answer().next(5)).isEqualTo("data:");
                HttpTest.await(20)
                        .untilAsserted(
                                () -> assertThat(standing(gateway).held()).isEqualByComparingTo("0.07"));
                HttpTest.await(20).until(() -> begun(data).anyMatch(line -> line.contains("\"estimate\":\"0.070\"")));
                copy(data, asAfterAKill);
            }
            try (TestGateway next = start(upstream, policy, asAfterAKill)) {
                assertThat(standing(next).pending()).isEqualByComparingTo("0.07");
                assertThat(standing(next).held()).isEqualByComparingTo("0");
            }
        } finally {
            end.countDown();
        }
    }

    private void answer(ScriptedUpstream.Call call) throws IOException, InterruptedException {
        if (call.requestLine().contains("/models")) {
            call.answer(200, HttpTest.JSON, MODELS);
        } else if (call.requestLine().contains("/generation")) {
            call.answer(404, HttpTest.JSON, "{}");
        } else {
            call.head(200, HttpTest.SSE, "X-Generation-Id: gen-1");
            for (int words = 0; words < 65; words++) {
                call.send(WORD);
            }
            end.await();
        }
    }

    private static TestGateway start(ScriptedUpstream upstream, Path policy, Path data) throws IOException {
        return TestGateway.start(upstream.baseUrl(), "policy.file=" + policy, "budget.step=10", "data-dir=" + data);
    }

    private static Standing standing(TestGateway gateway) throws IOException {
        return gateway.context()
                .getRegistry()
                .lookupByNameAndType(BudgetReport.BEAN, BudgetReport.class)
                .standings("key", "k")
                .get(0);
    }

    private static Stream<String> begun(Path data) throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("usage"))) {
            Path only = files.filter(file -> file.toString().endsWith(".jsonl"))
                    .findFirst()
                    .orElseThrow();
            return Files.readAllLines(only).stream();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path one : (Iterable<Path>) all::iterator) {
                Files.copy(one, to.resolve(from.relativize(one).toString()));
            }
        }
    }
}
