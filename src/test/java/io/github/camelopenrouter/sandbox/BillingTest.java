/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in the ledger after each way in which a call can end. */
@Timeout(60)
class BillingTest extends SandboxFixture {

    private static final Pattern COST = Pattern.compile("\"cost\":([-+.0-9eE]+)");
    private static final Pattern ID = Pattern.compile("gen-(?:emb-)?\\d+-\\w{20}");

    private int before;
    private BigDecimal totalBefore = BigDecimal.ZERO;

    @BeforeEach
    void nothingIsLate() {
        eventually(() -> sandbox.openCalls() == 0);
        sandbox.generationDelay(Duration.ZERO);
        before = sandbox.billed().size();
        totalBefore = sandbox.billedTotal();
    }

    private List<BilledCall> billedSince() {
        List<BilledCall> billed = sandbox.billed();
        return billed.subList(before, billed.size());
    }

    private BilledCall billedCall() {
        eventually(() -> billedSince().size() == 1);
        return billedSince().get(0);
    }

    /** The last cost that an answer tells. */
    private static BigDecimal cost(String answer) {
        BigDecimal cost = BigDecimal.ONE.negate();
        for (Matcher found = COST.matcher(answer); found.find(); ) {
            cost = new BigDecimal(found.group(1));
        }
        return cost;
    }

    private static JsonNode generation(String id) throws Exception {
        return json(get("/v1/generation?id=" + id)).path("data");
    }

    @ParameterizedTest
    @CsvSource({
        CHAT + ",false",
        CHAT + ",true",
        COMPLETIONS + ",false",
        COMPLETIONS + ",true",
        RESPONSES + ",false",
        RESPONSES + ",true",
        MESSAGES + ",false",
        MESSAGES + ",true",
        EMBEDDINGS + ",false"
    })
    void aWholeAnswerIsBilledAsItSays(String path, boolean stream) throws Exception {
        String answer = post(path, body(path, "sandbox/fast", stream)).body();

        BilledCall call = billedCall();
        assertThat(call.state()).isEqualTo("complete");
        assertThat(call.cost()).isPositive().isEqualByComparingTo(cost(answer));
        assertThat(answer).contains(call.generationId());
        assertThat(sandbox.billedTotal()).isEqualByComparingTo(totalBefore.add(call.cost()));
        JsonNode generation = generation(call.generationId());
        assertThat(generation.path("total_cost").decimalValue()).isEqualByComparingTo(call.cost());
        assertThat(generation.path("usage").decimalValue()).isEqualByComparingTo(call.cost());
        assertThat(generation.path("streamed").asBoolean()).isEqualTo(stream);
        assertThat(generation.path("finish_reason").asText()).isEqualTo("stop");
    }

    @Test
    void aCallIsInTheLedgerBeforeItsUsageIsOnTheWire() throws Exception {
        try (RawCall call = new RawCall(sandbox, CHAT, body(CHAT, "openai/gpt-4o-mini", true))) {
            call.readUntil("\"usage\"");
            assertThat(billedSince()).extracting(BilledCall::state).containsExactly("complete");
        }
        eventually(() -> sandbox.openCalls() == 0);
        assertThat(billedSince()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {CHAT, COMPLETIONS, RESPONSES, MESSAGES})
    void noStreamTellsItsCostBeforeItsWordsAreOut(String path) throws Exception {
        String answer = post(path, body(path, "sandbox/fast", true)).body();

        assertThat(COST.matcher(answer).results().count()).isEqualTo(1);
        assertThat(answer.indexOf("\"cost\"")).isGreaterThan(answer.indexOf("all."));
    }

    @ParameterizedTest
    @CsvSource({
        "openai/gpt-4o-mini,cancelled", "anthropic/claude-haiku-4.5,cancelled", "x-ai/grok-4,cancelled",
        "google/gemini-2.5-flash,ran-on", "mistralai/mistral-large,ran-on", "sandbox/runs-on,ran-on"
    })
    void aStreamWhoseClientLeavesIsBilledByWhatItsVendorDoesThen(String model, String state) throws Exception {
        String whole = post(CHAT, body(CHAT, model, true)).body();
        before++;

        String begun;
        try (RawCall call = new RawCall(sandbox, CHAT, body(CHAT, model, true))) {
            begun = call.readUntil("\" This\"");
        }

        BilledCall call = billedCall();
        assertThat(call.state()).isEqualTo(state);
        assertThat(begun).contains(call.generationId());
        assertThat(call.cost()).isPositive();
        if (state.equals("ran-on")) {
            assertThat(call.cost()).isEqualByComparingTo(cost(whole));
        } else {
            assertThat(call.cost()).isLessThan(cost(whole));
        }
        JsonNode generation = generation(call.generationId());
        assertThat(generation.path("cancelled").asBoolean()).isTrue();
        assertThat(generation.path("total_cost").decimalValue()).isEqualByComparingTo(call.cost());
    }

    @ParameterizedTest
    @ValueSource(strings = {CHAT, COMPLETIONS, RESPONSES, MESSAGES})
    void aCancelledStreamCostsItsPromptAndTheWordsThatWereSent(String path) throws Exception {
        try (RawCall call = new RawCall(sandbox, path, body(path, "sandbox/hang-mid-stream", true))) {
            call.readUntil("\" of\"");
        }

        JsonNode generation = generation(billedCall().generationId());
        int prompt = generation.path("native_tokens_prompt").asInt();
        assertThat(prompt).isPositive();
        assertThat(generation.path("native_tokens_completion").asInt()).isEqualTo(3);
        assertThat(generation.path("finish_reason").isNull()).isTrue();
        assertThat(billedCall().cost())
                .isEqualByComparingTo(new BigDecimal("0.00000015")
                        .multiply(BigDecimal.valueOf(prompt))
                        .add(new BigDecimal("0.0000018")));
    }

    @Test
    void thoughtsAreBilledAsTheyAreSent() throws Exception {
        String asked = body(CHAT, "openai/gpt-5.2", true).replaceFirst("\\{", "{\"reasoning\":{},");
        try (RawCall call = new RawCall(sandbox, CHAT, asked)) {
            call.readUntil("\"reasoning\":\" user\"");
        }

        JsonNode generation = generation(billedCall().generationId());
        assertThat(generation.path("native_tokens_reasoning").asInt())
                .isPositive()
                .isEqualTo(generation.path("native_tokens_completion").asInt());
    }

    @Test
    void aStreamThatIsCancelledBeforeItsFirstWordCostsNothing() throws Exception {
        try (RawCall call = new RawCall(sandbox, CHAT, body(CHAT, "sandbox/slow", true))) {
            call.readUntil("PROCESSING");
        }
        assertThat(billedCall().state()).isEqualTo("cancelled");
        assertThat(billedCall().cost()).isZero();
        assertThat(generation(billedCall().generationId()).path("total_cost").decimalValue())
                .isZero();
    }

    @Test
    void anEndlessStreamIsBilledWordByWord() throws Exception {
        try (RawCall call = new RawCall(sandbox, CHAT, body(CHAT, "sandbox/endless", true))) {
            for (int i = 0; i < 100; i++) {
                call.readUntil(" again");
            }
        }
        assertThat(billedCall().state()).isEqualTo("cancelled");
        assertThat(billedCall().cost()).isGreaterThan(new BigDecimal("0.00006"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai/gpt-4o-mini", "google/gemini-2.5-flash", "sandbox/silent", "sandbox/slow"})
    void aPlainCallWhoseClientLeavesIsBilledInFull(String model) throws Exception {
        RawCall call = new RawCall(sandbox, MESSAGES, body(MESSAGES, model, false));
        eventually(() -> sandbox.openCalls() == 1);
        call.close();

        assertThat(billedCall().state()).isEqualTo("gone");
        JsonNode generation = generation(billedCall().generationId());
        assertThat(generation.path("finish_reason").asText()).isEqualTo("stop");
        assertThat(generation.path("total_cost").decimalValue())
                .isPositive()
                .isEqualByComparingTo(billedCall().cost());
    }

    @ParameterizedTest
    @CsvSource({
        "sandbox/billed-status-502,false,502", "sandbox/billed-status-502,true,502",
        "sandbox/billed-error-in-200,false,200", "sandbox/billed-error-in-200,true,200",
        "sandbox/billed-error-mid-stream,false,200", "sandbox/billed-error-mid-stream,true,200"
    })
    void someFailuresAreBilled(String model, boolean stream, int status) throws Exception {
        for (String path : List.of(CHAT, COMPLETIONS, RESPONSES, MESSAGES)) {
            before = sandbox.billed().size();
            HttpResponse<String> answer = post(path, body(path, model, stream));

            assertThat(answer.statusCode()).isEqualTo(status);
            assertThat(answer.body()).contains("error").doesNotContain("\"cost\"");
            assertThat(answer.headers().firstValue("X-Generation-Id"))
                    .hasValue(billedCall().generationId());
            assertThat(billedCall().state()).isEqualTo("failed");
            assertThat(billedCall().cost()).isPositive();
            assertThat(generation(billedCall().generationId())
                            .path("total_cost")
                            .decimalValue())
                    .isEqualByComparingTo(billedCall().cost());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sandbox/error-in-200",
                "sandbox/error-in-200-partial",
                "sandbox/error-first-event",
                "sandbox/error-first-chunk",
                "sandbox/error-mid-stream"
            })
    void otherFailuresAreKnownAndCostNothing(String model) throws Exception {
        for (boolean stream : new boolean[] {false, true}) {
            before = sandbox.billed().size();
            String id = post(CHAT, body(CHAT, model, stream))
                    .headers()
                    .firstValue("X-Generation-Id")
                    .orElseThrow();

            assertThat(billedCall())
                    .extracting(BilledCall::generationId, BilledCall::state)
                    .containsExactly(id, "failed");
            assertThat(billedCall().cost()).isZero();
            assertThat(generation(id).path("total_cost").decimalValue()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"sandbox/status-502", "sandbox/html", "sandbox/moderation", "sandbox/reset-before", "openai/"})
    void whatIsRefusedBeforeAModelBeginsIsNotInTheLedger(String model) throws Exception {
        try (RawCall call = new RawCall(sandbox, CHAT, body(CHAT, model, true))) {
            call.readUntil("\r\n\r\n");
        } catch (IOException reset) {
            assertThat(model).isEqualTo("sandbox/reset-before");
        }
        RawCall hanging = new RawCall(sandbox, CHAT, body(CHAT, "sandbox/hang-before", false));
        eventually(() -> sandbox.openCalls() >= 1);
        hanging.close();
        eventually(() -> sandbox.openCalls() == 0);
        assertThat(billedSince()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sandbox/truncated", "sandbox/reset-mid-stream"})
    void anAnswerThatBreaksOffIsBilled(String model) throws Exception {
        for (boolean stream : new boolean[] {false, true}) {
            before = sandbox.billed().size();
            try (RawCall call = new RawCall(sandbox, CHAT, body(CHAT, model, stream))) {
                call.readUntil("\"id\":\"gen-");
            }
            BilledCall billed = billedCall();
            assertThat(billed.state()).isEqualTo("truncated");
            assertThat(billed.cost()).isPositive();
            assertThat(generation(billed.generationId())
                            .path("native_tokens_completion")
                            .asInt())
                    .isEqualTo(stream ? 3 : 15);
        }
    }

    @Test
    void anIdThatIsToldIsKnownThoughNoModelBegan() throws Exception {
        for (String model : List.of("sandbox/reset-after-head", "sandbox/comments-only")) {
            before = sandbox.billed().size();
            String head;
            try (RawCall call = new RawCall(sandbox, CHAT, body(CHAT, model, true))) {
                head = call.readUntil("\r\n\r\n");
            }
            assertThat(billedCall().cost()).isZero();
            assertThat(head).contains(billedCall().generationId());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {CHAT, COMPLETIONS, RESPONSES, MESSAGES, EMBEDDINGS})
    void aModelMayKeepItsUsageToItself(String path) throws Exception {
        for (boolean stream : new boolean[] {false, true}) {
            before = sandbox.billed().size();
            String answer = post(path, body(path, "sandbox/no-usage", stream)).body();

            assertThat(answer).contains(billedCall().generationId()).doesNotContain("\"usage\"", "\"cost\"");
            assertThat(generation(billedCall().generationId())
                            .path("total_cost")
                            .decimalValue())
                    .isPositive()
                    .isEqualByComparingTo(billedCall().cost());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {CHAT, COMPLETIONS, RESPONSES, MESSAGES, EMBEDDINGS})
    void aKeyOfOnesOwnIsBilledAFee(String path) throws Exception {
        JsonNode usage = json(post(path, body(path, "sandbox/byok", false))).path("usage");

        BigDecimal vendor = usage.at("/cost_details/upstream_inference_cost").decimalValue();
        assertThat(usage.path("is_byok").asBoolean()).isTrue();
        assertThat(usage.path("cost").decimalValue())
                .isPositive()
                .isEqualByComparingTo(vendor.multiply(new BigDecimal("0.05")))
                .isEqualByComparingTo(billedCall().cost());
        JsonNode generation = generation(billedCall().generationId());
        assertThat(generation.path("is_byok").asBoolean()).isTrue();
        assertThat(generation.path("total_cost").decimalValue())
                .isEqualByComparingTo(billedCall().cost());
        assertThat(generation.path("upstream_inference_cost").decimalValue()).isEqualByComparingTo(vendor);
    }

    @Test
    void tinyCostsAreToldWithAnExponent() throws Exception {
        String plain = post(CHAT, body(CHAT, "sandbox/tiny-cost", false)).body();
        String stream =
                post(RESPONSES, body(RESPONSES, "sandbox/tiny-cost", true)).body();
        String embedding = post(EMBEDDINGS, quoted("{'model':'openai/text-embedding-3-small','input':'twelve chars'}"))
                .body();

        assertThat(List.of(plain, stream, embedding))
                .allSatisfy(body -> assertThat(body).contains("\"cost\":1.4e-7,"));
        assertThat(billedSince()).extracting(BilledCall::cost).containsOnly(new BigDecimal("0.00000014"));
        assertThat(get("/v1/generation?id=" + billedSince().get(0).generationId())
                        .body())
                .contains("\"total_cost\":1.4e-7,");
    }

    @Test
    void operationsThatAreNoTextAreBilledToo() throws Exception {
        List<String> answers = new ArrayList<>();
        answers.add(post("/v1/rerank", quoted("{'model':'cohere/rerank-v3.5','query':'a','documents':['a']}"))
                .body());
        answers.add(post("/v1/images", quoted("{'model':'openai/gpt-image-1','prompt':'x','n':2}"))
                .body());
        answers.add(post("/v1/images", quoted("{'model':'openai/gpt-image-1','prompt':'x','stream':true}"))
                .body());
        answers.add(
                post("/v1/audio/transcriptions", quoted("{'model':'openai/whisper-1','input_audio':{'data':'AAAA'}}"))
                        .body());
        String job = json(post("/v1/videos", quoted("{'model':'google/veo-3.1','prompt':'x'}")))
                .path("id")
                .asText();
        answers.add(get("/v1/videos/" + job).body());
        post("/v1/audio/speech", quoted("{'model':'openai/tts-1','input':'Good morning'}"));

        assertThat(billedSince()).extracting(BilledCall::state).containsOnly("complete");
        assertThat(billedSince().subList(0, 5).stream().map(BilledCall::cost).toList())
                .usingElementComparator(BigDecimal::compareTo)
                .isEqualTo(answers.stream().map(BillingTest::cost).toList());
        assertThat(billedSince().get(5).cost()).isEqualByComparingTo("0.00018");
        for (BilledCall call : billedSince()) {
            assertThat(generation(call.generationId()).path("total_cost").decimalValue())
                    .isEqualByComparingTo(call.cost());
        }
    }

    @Test
    void twoJobsOfTheSameRequestAreTwoCalls() throws Exception {
        String asked = quoted("{'model':'google/veo-3.1','prompt':'x'}");
        post("/v1/videos", asked);
        post("/v1/videos", asked);

        assertThat(billedSince())
                .extracting(BilledCall::generationId)
                .doesNotHaveDuplicates()
                .hasSize(2);
    }

    @Test
    void callsAtOnceAreBilledOnceEach() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(8);
        List<String> models = List.of(
                "sandbox/fast",
                "sandbox/byok",
                "sandbox/tiny-cost",
                "sandbox/no-usage",
                "sandbox/truncated",
                "sandbox/billed-status-502",
                "sandbox/billed-error-in-200",
                "sandbox/cached");
        try {
            List<Callable<String>> calls = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                String asked = body(CHAT, models.get(i % models.size()), i % 3 == 0);
                calls.add(() -> tell(post(CHAT, asked)));
            }
            List<String> told = new ArrayList<>();
            for (Future<String> answer : clients.invokeAll(calls)) {
                told.add(answer.get());
            }
            settle(told);
        } finally {
            clients.shutdownNow();
        }
    }

    /** Wherever a client leaves, between two words or between the last event and the end of the connection. */
    @Test
    void streamsThatAreLeftAtAnyPointAreBilledOnceEach() throws Exception {
        List<String> marks = List.of("PROCESSING", "\"Hello!\"", "\" This\"", "\"stop\"", "\"usage\"", "[DONE]");
        ExecutorService clients = Executors.newFixedThreadPool(8);
        try {
            List<Callable<String>> calls = new ArrayList<>();
            for (int i = 0; i < 120; i++) {
                String asked = body(CHAT, i % 2 == 0 ? "sandbox/fast" : "sandbox/runs-on", true);
                calls.add(leaving(asked, marks.get(i % marks.size())));
            }
            Set<String> ids = new HashSet<>();
            for (Future<String> id : clients.invokeAll(calls)) {
                ids.add(id.get());
            }
            eventually(() -> sandbox.openCalls() == 0);

            assertThat(ids).hasSize(120);
            assertThat(billedSince()).extracting(BilledCall::generationId).containsExactlyInAnyOrderElementsOf(ids);
            assertThat(billedSince().stream().map(BilledCall::cost).reduce(totalBefore, BigDecimal::add))
                    .isEqualByComparingTo(sandbox.billedTotal());
            assertThat(billedSince()).extracting(BilledCall::state).contains("complete", "ran-on");
        } finally {
            clients.shutdownNow();
        }
    }

    private static Callable<String> leaving(String asked, String mark) {
        return () -> {
            try (RawCall call = new RawCall(sandbox, CHAT, asked)) {
                Matcher id = ID.matcher(call.readUntil(mark));
                assertThat(id.find()).isTrue();
                return id.group();
            }
        };
    }

    private static String tell(HttpResponse<String> answer) {
        return answer.headers().firstValue("X-Generation-Id").orElseThrow() + " " + cost(answer.body());
    }

    /** What the answers say, and what is asked for afterwards where they say nothing, is the ledger. */
    private void settle(List<String> told) throws Exception {
        Set<String> ids = new HashSet<>();
        BigDecimal sum = BigDecimal.ZERO;
        for (String answer : told) {
            String id = answer.substring(0, answer.indexOf(' '));
            BigDecimal cost = new BigDecimal(answer.substring(id.length() + 1));
            sum = sum.add(cost.signum() < 0 ? generation(id).path("total_cost").decimalValue() : cost);
            assertThat(ids.add(id)).isTrue();
        }
        assertThat(billedSince()).extracting(BilledCall::generationId).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(billedSince().stream().map(BilledCall::cost).reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(sum);
        assertThat(sandbox.billedTotal().subtract(totalBefore)).isEqualByComparingTo(sum);
    }

    @Test
    void theListIsTheLedger() throws Exception {
        for (int i = 0; i < 205; i++) {
            post(CHAT, body(CHAT, "sandbox/tiny-cost", false));
        }
        JsonNode listed = json(get("/sandbox/billed"));

        List<String> calls = new ArrayList<>();
        listed.path("calls").forEach(call -> calls.add(call.toString()));
        assertThat(calls).hasSize(sandbox.billed().size());
        assertThat(listed.path("total").asText())
                .isEqualTo(sandbox.billedTotal().toPlainString());
        assertThat(calls.get(calls.size() - 1))
                .matches("\\{\"generation_id\":\"" + ID + "\",\"model\":\"sandbox/tiny-cost\",\"cost\":\"0.00000014\","
                        + "\"key\":\"sk-or-v1-\\w{6}\\.\\.\\.\\w{6}\",\"state\":\"complete\"}");
        assertThat(listed.toString()).doesNotContain("sk-or-v1-test");
    }

    @Test
    void noStateIsWithoutAnExplanation() throws Exception {
        JsonNode states = json(get("/sandbox")).at("/billing/states");
        for (Generation.State state : Generation.State.values()) {
            assertThat(states.path(state.word()).asText()).isNotEmpty();
        }
    }
}
