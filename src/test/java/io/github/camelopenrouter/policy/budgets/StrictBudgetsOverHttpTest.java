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
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.OneRequest.Answer;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nobody spends more than was held, whatever a model may write. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StrictBudgetsOverHttpTest {

    /** One answer may have 100,000 tokens, for ten dollars. */
    private static final String MODELS = """
            {"data":[{"id":"openai/long","context_length":200000,"top_provider":{"max_completion_tokens":100000},
              "pricing":{"prompt":"0","completion":"0.0001"}}]}""";

    private ScriptedUpstream upstream;
    private TestGateway gateway;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        upstream = ScriptedUpstream.start(StrictBudgetsOverHttpTest::answer);
        Path policy = Files.writeString(
                directory.resolve("policy.yaml"),
                "teams: { t: { budgets: [{ usd: '15', period: day }] } }\nkeys:\n  all: { team: t, sha256: "
                        + Sha256.hex("k-all") + " }\n  five: { sha256: " + Sha256.hex("k-five")
                        + ", budgets: [{ usd: '0.05', period: day }] }\n  n: { sha256: " + Sha256.hex("k-n")
                        + ", budgets: [{ usd: '0.05', period: day }] }\n  capped: { sha256: " + Sha256.hex("k-capped")
                        + ", caps: { output-tokens: 500 }, budgets: [{ usd: '0.05', period: day }] }\n");
        gateway = TestGateway.start(
                upstream.baseUrl(),
                "policy.file=" + policy,
                "budget.enforce=strict",
                "budget.cap-output=true",
                "data-dir=" + directory.resolve("data"));
        assertThat(new OneRequest(gateway.port())
                        .get("/v1/models", "Authorization: Bearer k-all")
                        .status())
                .isEqualTo(200); // from here on the prices are known, however slow the machine
    }

    @AfterAll
    void stop() throws IOException {
        gateway.close();
        upstream.close();
    }

    private static void answer(ScriptedUpstream.Call call) throws Exception {
        if (call.requestLine().contains("/models")) {
            call.answer(200, HttpTest.JSON, MODELS);
        } else {
            call.answer(
                    200,
                    HttpTest.JSON,
                    "{\"id\":\"gen-1\",\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":10,\"cost\":0.001}}",
                    "X-Generation-Id: gen-1");
        }
    }

    private Answer chat(String key, String more) throws IOException {
        return new OneRequest(gateway.port())
                .post(
                        "/v1/chat/completions",
                        "{\"model\":\"openai/long\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]" + more + "}",
                        "Authorization: Bearer k-" + key);
    }

    private String nextChat() throws InterruptedException {
        ScriptedUpstream.Call call = upstream.awaitCall();
        while (!call.requestLine().contains("/chat/completions")) {
            call = upstream.awaitCall();
        }
        return call.text();
    }

    @Test
    void ofTenAtOnceOnePassesThatMayWriteAsMuchAsItCan() throws Exception {
        chat("n", ",\"max_tokens\":1"); // has the prices
        upstream.forget();
        CountDownLatch allOthers = new CountDownLatch(1);
        upstream.script(call -> {
            allOthers.await();
            answer(call);
        });
        ExecutorService threads = Executors.newFixedThreadPool(10);
        try {
            List<Future<Integer>> calls = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                calls.add(threads.submit(() -> chat("all", "").status()));
            }
            HttpTest.await(60).until(() -> calls.stream().filter(Future::isDone).count() == 9);
            allOthers.countDown();
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> call : calls) {
                statuses.add(call.get());
            }
            assertThat(statuses).filteredOn(status -> status == 200).hasSize(1);
            assertThat(statuses).filteredOn(status -> status == 402).hasSize(9);
            assertThat(nextChat()).contains("\"max_tokens\":100000");
        } finally {
            threads.shutdownNow();
            upstream.script(StrictBudgetsOverHttpTest::answer);
        }
    }

    @Test
    void eachOfSeveralAnswersIsHeldFor() throws Exception {
        assertThat(chat("five", ",\"max_tokens\":100,\"n\":5").status()).isEqualTo(200);
        Answer refused = chat("five", ",\"max_tokens\":100,\"n\":6");
        assertThat(refused.status()).isEqualTo(402);
        assertThat(refused.text()).contains("this call may cost 0.06 USD");
    }

    @Test
    void aCapIsWhatIsHeldAndWrittenDown() throws Exception {
        upstream.forget();
        assertThat(chat("capped", "").status()).isEqualTo(200);
        assertThat(nextChat()).contains("\"max_tokens\":500");
    }

    /** 999,999,999 tokens are no more than the model writes: what cannot be paid is refused, and holds nothing. */
    @Test
    void whoAsksForTooMuchStarvesNobody() throws Exception {
        assertThat(chat("n", ",\"max_tokens\":999999999").text()).contains("this call may cost 10 USD");
        for (int i = 0; i < 20; i++) {
            assertThat(chat("n", ",\"max_tokens\":10").status()).isEqualTo(200);
        }
    }
}
