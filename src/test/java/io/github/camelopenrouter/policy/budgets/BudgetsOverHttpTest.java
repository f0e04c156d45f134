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
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.OneRequest.Answer;
import io.github.camelopenrouter.testing.RawClient;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What clients see of the budgets of a policy. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BudgetsOverHttpTest {

    private static final String MODELS = """
            {"data":[
              {"id":"openai/flat","context_length":8000,"pricing":{"prompt":"0","completion":"0","request":"0.01"}},
              {"id":"openai/words","context_length":100000,"pricing":{"prompt":"0","completion":"0.001"}},
              {"id":"openai/free","pricing":{"prompt":"0","completion":"0"}},
              {"id":"openai/secret","pricing":{"prompt":"-1","completion":"-1"}}]}""";

    private final AtomicInteger chats = new AtomicInteger();
    private ScriptedUpstream upstream;
    private TestGateway gateway;
    private Path policy;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        upstream = ScriptedUpstream.start(call -> answer(call, "0.01"));
        policy = Files.writeString(
                directory.resolve("policy.yaml"),
                "organisation: { budgets: [{ usd: \"1000\", period: total }] }\nteams: { t: {} }\nkeys:\n"
                        + key("many", "{ usd: '1.00', period: day }")
                        + key("once", "{ usd: '0.015', period: month }")
                        + key("free", "{ usd: '0', period: day }")
                        + key("retry", "{ usd: '0.015', period: day }")
                        + key("twice", "{ usd: '0.02', period: day }")
                        + key("streams", "{ usd: '0.30', period: day }")
                        + key("letters", "{ usd: '0.015', period: day }")
                        + key("nowhere", "{ usd: '0', period: day, when-spent: { model: openai/nowhere } }")
                        + key("zones", "{ usd: '1', period: day }, { usd: '2', period: day, zone: Pacific/Kiritimati }")
                        + key("aborts", "{ usd: '1', period: day }")
                        + key("lowered", "{ usd: '90', period: day }")
                        + key("warned", "{ usd: '0.01', period: day, when-spent: warn }")
                        + key("cheaper", "{ usd: '0.01', period: day, when-spent: { model: openai/free } }")
                        + key("words", "{ usd: '0.5', period: day }"));
        gateway = TestGateway.start(
                upstream.baseUrl(),
                "policy.file=" + policy,
                "max-concurrent-requests=400",
                "retry.attempts=1",
                "budget.step=10",
                "data-dir=" + directory.resolve("data"));
        assertThat(new OneRequest(gateway.port())
                        .get("/v1/models", "Authorization: Bearer k-many")
                        .status())
                .isEqualTo(200); // from here on the prices are known, however slow the machine
    }

    private static String key(String name, String budget) {
        return "  " + name + ": { team: t, sha256: " + Sha256.hex("k-" + name) + ", budgets: [" + budget + "] }\n";
    }

    private void answer(ScriptedUpstream.Call call, String cost) throws IOException {
        if (call.requestLine().contains("/models")) {
            call.answer(200, HttpTest.JSON, MODELS);
        } else {
            chats.incrementAndGet();
            call.answer(
                    200,
                    HttpTest.JSON,
                    "{\"id\":\"gen-1\",\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":5,\"cost\":"
                            + cost + "}}",
                    "X-Generation-Id: gen-1");
        }
    }

    private ScriptedUpstream.Script beside(ScriptedUpstream.Script chat) {
        return call -> {
            if (call.requestLine().contains("/chat/completions")) {
                chats.addAndGet(call.text().contains("4711") ? 1 : 0);
                chat.answer(call);
            } else {
                answer(call, "0");
            }
        };
    }

    @BeforeEach
    void forget() {
        upstream.script(call -> answer(call, "0.01"));
        upstream.forget();
    }

    @AfterAll
    void stop() throws IOException {
        gateway.close();
        upstream.close();
    }

    private Answer chat(String key, String model, String more) throws IOException {
        return new OneRequest(gateway.port())
                .post(
                        "/v1/chat/completions",
                        "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]" + more
                                + "}",
                        "Authorization: Bearer k-" + key);
    }

    private Standing standing(String key) throws IOException {
        return report().standings("key", key).get(0);
    }

    private BudgetReport report() {
        return gateway.context().getRegistry().lookupByNameAndType(BudgetReport.BEAN, BudgetReport.class);
    }

    @Test
    void ofManyAtOnceAsManyPassAsTheBudgetPays() throws Exception {
        List<Answer> answers = atOnce(300, () -> chat("many", "openai/flat", ""));
        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(100);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 200)
                .allSatisfy(refused -> assertThat(refused.status()).isEqualTo(402));
        assertThat(standing("many").spent()).isEqualByComparingTo("1.00");
        assertThat(standing("many").held()).isEqualByComparingTo("0");
    }

    @Test
    void aRefusalSaysWhoseBudgetItIsAndWhenItRenews() throws Exception {
        assertThat(chat("once", "openai/flat", "").status()).isEqualTo(200);
        Answer refused = chat("once", "openai/flat", "");
        assertThat(refused.status()).isEqualTo(402);
        LocalDate next = LocalDate.now(ZoneOffset.UTC).withDayOfMonth(1).plusMonths(1);
        assertThat(refused.text())
                .contains("\"code\":\"budget_exceeded\"", "\"type\":\"insufficient_quota\"")
                .contains("The budget of key 'once' for this month, 0.015 USD, is not enough: 0.01 are spent, 0 held")
                .contains("this call may cost 0.01 USD", "It renews on " + next);
        Answer messages = new OneRequest(gateway.port())
                .post(
                        "/anthropic/v1/messages",
                        "{\"model\":\"openai/flat\",\"max_tokens\":5,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}",
                        "x-api-key: k-once");
        assertThat(messages.status()).isEqualTo(402);
        assertThat(messages.text()).contains("\"billing_error\"");
    }

    @Test
    void aRefusalSaysHowMuchWouldHaveFitted() throws Exception {
        Answer refused = chat("words", "openai/words", ",\"max_tokens\":600");
        assertThat(refused.text())
                .contains("this call may cost 0.6 USD. It would fit into this budget with max_tokens of 500.");
        assertThat(chat("words", "openai/words", ",\"max_tokens\":500").status())
                .isEqualTo(200);
    }

    @Test
    void whatIsFreePassesASpentBudgetAndWhatMayCostDoesNot() throws Exception {
        assertThat(chat("free", "openai/free", "").status()).isEqualTo(200);
        chats.set(0);
        Answer fallback = chat("free", "openai/free", ",\"models\":[\"openai/flat\"]");
        assertThat(fallback.status()).isEqualTo(402);
        Answer unknown = chat("free", "openai/secret", "");
        assertThat(unknown.status()).isEqualTo(402);
        assertThat(unknown.text()).contains("\"code\":\"price_unknown\"", "openai/secret");
        assertThat(chats).hasValue(0);
    }

    @Test
    void anAttemptThatMayBeBilledIsPaidForBesideTheNext() throws Exception {
        chats.set(0);
        upstream.script(beside(call -> call.answer(502, HttpTest.JSON, "{}", "X-Generation-Id: gen-x")));
        Answer refused = chat("twice", "openai/flat", ",\"seed\":4711");
        assertThat(refused.status()).isEqualTo(502);
        assertThat(chats).hasValue(2);
        assertThat(standing("twice").pending()).isEqualByComparingTo("0.02");
    }

    @Test
    void noAttemptFollowsOneThatMayBeBilledWhereThereIsNoMore() throws Exception {
        chats.set(0);
        upstream.script(beside(call -> call.answer(502, HttpTest.JSON, "{}", "X-Generation-Id: gen-x")));
        Answer refused = chat("retry", "openai/flat", ",\"seed\":4711");
        assertThat(refused.status()).isEqualTo(402);
        assertThat(refused.text()).contains("budget_exceeded", "this call needs more than was held for it");
        assertThat(chats).hasValue(1);
        assertThat(standing("retry").pending()).isEqualByComparingTo("0.01");
    }

    @Test
    void whatAClientThatLeavesHasNotPaidForStaysPending() throws Exception {
        upstream.script(beside(call -> {
            call.head(200, HttpTest.SSE, "X-Generation-Id: gen-1");
            call.send("data: {\"id\":\"gen-1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"word\"}}]}\n\n");
            call.awaitHangUp();
        }));
        String body =
                "{\"model\":\"openai/words\",\"stream\":true,\"max_tokens\":100,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
        try (RawClient client = RawClient.connect(gateway.port())) {
            client.post("/v1/chat/completions", body, "Authorization: Bearer k-aborts");
            assertThat(client.answer().next(5)).isEqualTo("data:");
            assertThat(standing("aborts").held()).isEqualByComparingTo("0.1");
            client.hangUp();
        }
        HttpTest.await(20)
                .untilAsserted(() -> assertThat(standing("aborts").held()).isEqualByComparingTo("0"));
        assertThat(standing("aborts").pending()).isEqualByComparingTo("0.1");
    }

    @Test
    void aStreamThatIsLongerThanWasHeldForEndsWithItsBudget() throws Exception {
        upstream.script(beside(call -> {
            call.head(200, HttpTest.SSE, "X-Generation-Id: gen-1");
            for (int i = 0; i < 1000 && !call.hasHungUpWithin(Duration.ofMillis(1)); i++) {
                call.send("data: {\"id\":\"gen-1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"word\"}}]}\n\n");
            }
        }));
        Answer answer = chat("streams", "openai/words", ",\"stream\":true,\"max_tokens\":200");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).contains("\"code\":402", "\"error_type\":\"budget_exceeded\"");
        int words = answer.text().split("\"word\"", -1).length - 1;
        assertThat(words).isBetween(290, 340);
        assertThat(standing("streams").pending()).isEqualByComparingTo("0.30");
        assertThat(standing("streams").held()).isEqualByComparingTo("0");
    }

    /** What passes is counted by letters, which may be more than there are tokens. */
    @Test
    void aStreamThatKeepsTheLimitItWasHeldForIsNotCut() throws Exception {
        upstream.script(beside(call -> {
            call.head(200, HttpTest.SSE, "X-Generation-Id: gen-1");
            for (int i = 0; i < 15; i++) {
                call.send(
                        "data: {\"id\":\"gen-1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"letter\"}}]}\n\n");
            }
            call.send("data: {\"id\":\"gen-1\",\"choices\":[],\"usage\":{\"completion_tokens\":15,\"cost\":0.015}}\n\n"
                            + "data: [DONE]\n\n")
                    .end();
        }));
        Answer answer = chat("letters", "openai/words", ",\"stream\":true,\"max_tokens\":15");
        assertThat(answer.text()).endsWith("data: [DONE]\n\n").doesNotContain("error");
        HttpTest.await(20)
                .untilAsserted(() -> assertThat(standing("letters").spent()).isEqualByComparingTo("0.015"));
    }

    @Test
    void aModelWithoutAPriceThatIsToServeInsteadIsTheOperatorsFault() throws Exception {
        Answer refused = chat("nowhere", "openai/flat", "");
        assertThat(refused.status()).isEqualTo(402);
        assertThat(refused.text())
                .contains("\"code\":\"price_unknown\"", "the model 'openai/nowhere', which the policy names")
                .doesNotContain("openai/flat");
    }

    @Test
    void aLimitThatIsLoweredEndsAStreamThatRuns() throws Exception {
        CountDownLatch lowered = new CountDownLatch(1);
        upstream.script(beside(call -> {
            call.head(200, HttpTest.SSE, "X-Generation-Id: gen-1");
            String word = "data: {\"id\":\"gen-1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"word\"}}]}\n\n";
            call.send(word);
            lowered.await();
            for (int i = 0; i < 1000 && !call.hasHungUpWithin(Duration.ofMillis(1)); i++) {
                call.send(word);
            }
        }));
        try (RawClient client = RawClient.connect(gateway.port())) {
            client.post(
                    "/v1/chat/completions",
                    "{\"model\":\"openai/words\",\"stream\":true,\"max_tokens\":20,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}",
                    "Authorization: Bearer k-lowered");
            RawClient.Answer answer = client.answer();
            assertThat(answer.next(5)).isEqualTo("data:");
            Files.writeString(policy, Files.readString(policy).replace("usd: '90'", "usd: '0.02'"));
            HttpTest.await(20).until(() -> standing("lowered").limit().compareTo(new BigDecimal("0.02")) == 0);
            lowered.countDown();
            assertThat(answer.text()).contains("The budget of key 'lowered' for this day, 0.02 USD");
        }
    }

    @Test
    void ofTwoWindowsOfOnePeriodOneCanBeAdjusted() throws Exception {
        Standing there = report().standings("key", "zones").get(1);
        Standing adjusted = report().adjust(there, new BigDecimal("0.5"));
        assertThat(adjusted).isNotNull();
        assertThat(adjusted.limit()).isEqualByComparingTo("2");
        assertThat(report().standings("key", "zones"))
                .extracting(budget -> budget.spent().toPlainString())
                .containsExactly("0", "0.5");
    }

    @Test
    void aSpentBudgetCanWarn() throws Exception {
        assertThat(chat("warned", "openai/flat", "").header("x-gateway-budget")).isNull();
        Answer over = chat("warned", "openai/flat", "");
        assertThat(over.status()).isEqualTo(200);
        assertThat(over.header("x-gateway-budget")).isEqualTo("spent");
        assertThat(standing("warned").spent()).isEqualByComparingTo("0.02");
    }

    @Test
    void aSpentBudgetCanHaveAnotherModelServe() throws Exception {
        assertThat(chat("cheaper", "openai/flat", "").status()).isEqualTo(200);
        upstream.forget();
        Answer over = chat("cheaper", "openai/flat", ",\"models\":[\"openai/words\"]");
        assertThat(over.status()).isEqualTo(200);
        assertThat(over.header("x-gateway-budget")).isEqualTo("spent");
        assertThat(upstream.awaitCall().text()).contains("\"openai/free\"").doesNotContain("flat", "words");
    }

    private static <T> List<T> atOnce(int count, Callable<T> task) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(64);
        try {
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                running.add(threads.submit(task));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> one : running) {
                results.add(one.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
