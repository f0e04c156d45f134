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
import io.github.camelopenrouter.store.BudgetTables;
import io.github.camelopenrouter.store.Postgres;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two gateways of one PostgreSQL count the budgets of their policy together. */
@Timeout(120)
class BudgetsOfMachinesOverHttpTest {

    private static final String POLICY = """
            organisation: { budgets: [{ usd: "1000", period: total }] }
            teams: { t: {} }
            keys:
              many: { team: t, sha256: %s, budgets: [{ usd: "0.20", period: day, when-spent: warn }, { usd: "0.50", period: day }] }
            """.formatted(Sha256.hex("k-many"));

    private static final String MODELS = """
            {"data":[{"id":"openai/flat","context_length":8000,
              "pricing":{"prompt":"0","completion":"0","request":"0.01"}}]}""";

    private final AtomicInteger chats = new AtomicInteger();

    @TempDir
    private Path home;

    @Test
    void ofManyAtOnceAsManyPassAsTheBudgetPays() throws Exception {
        String url = Postgres.newDatabase();
        try (ScriptedUpstream openRouter = ScriptedUpstream.start(this::answer);
                TestGateway one = gateway("one", url, openRouter);
                TestGateway other = gateway("other", url, openRouter);
                BudgetTables tables = BudgetTables.in(url, home)) {
            HttpTest.await(60)
                    .ignoreExceptions()
                    .until(() -> standing(one).spent().signum() == 0);
            HttpTest.await(60)
                    .ignoreExceptions()
                    .until(() -> standing(other).spent().signum() == 0);

            List<Integer> statuses = atOnce(120, one.port(), other.port());

            assertThat(statuses).containsOnly(200, 402);
            assertThat(statuses).filteredOn(status -> status == 200).hasSize(50);
            assertThat(chats).hasValue(50);
            HttpTest.await(20)
                    .untilAsserted(() -> assertThat(standing(one).spent()).isEqualByComparingTo("0.50"));
            assertThat(standing(other).spent()).isEqualByComparingTo("0.50");
            assertThat(standing(other).held()).isEqualByComparingTo("0");
            assertThat(tables.contradictions()).isEmpty();
        }
    }

    private TestGateway gateway(String name, String url, ScriptedUpstream openRouter) throws IOException {
        Path data = Files.createDirectories(home.resolve(name));
        return TestGateway.start(
                openRouter.baseUrl(),
                "policy.file=" + Files.writeString(data.resolve("policy.yaml"), POLICY),
                "max-concurrent-requests=400",
                "store.url=" + url,
                "data-dir=" + data.resolve("data"));
    }

    private void answer(ScriptedUpstream.Call call) throws IOException {
        if (call.requestLine().contains("/models")) {
            call.answer(200, HttpTest.JSON, MODELS);
        } else {
            chats.incrementAndGet();
            call.answer(
                    200,
                    HttpTest.JSON,
                    "{\"id\":\"gen-1\",\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":5,\"cost\":0.01}}",
                    "X-Generation-Id: gen-1");
        }
    }

    /** Of the stricter budget: both count the same. */
    private static Standing standing(TestGateway gateway) throws IOException {
        return gateway.context()
                .getRegistry()
                .lookupByNameAndType(BudgetReport.BEAN, BudgetReport.class)
                .standings("key", "many")
                .get(0);
    }

    private static List<Integer> atOnce(int calls, int... ports) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(32);
        try {
            List<Future<Integer>> running = new ArrayList<>();
            for (int n = 0; n < calls; n++) {
                int port = ports[n % ports.length];
                running.add(threads.submit(() -> new OneRequest(port)
                        .post(
                                "/v1/chat/completions",
                                "{\"model\":\"openai/flat\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}",
                                "Authorization: Bearer k-many")
                        .status()));
            }
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> one : running) {
                statuses.add(one.get());
            }
            return statuses;
        } finally {
            threads.shutdownNow();
        }
    }
}
