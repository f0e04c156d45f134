/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.tenants;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.FakeBudgets;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client sees of itself on OpenRouter's account paths, and of jobs: its own, and nothing that tells of others. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OwnAccountOverHttpTest {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final String COST = "0.000000123456789012";

    private final AtomicInteger generations = new AtomicInteger();
    private ScriptedUpstream upstream;
    private TestGateway gateway;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        upstream = ScriptedUpstream.start(this::answer);
        Path policy = Files.writeString(directory.resolve("policy.yaml"), """
                teams:
                  support: { allow: { modalities: [text, video] } }
                  lab: { allow: { modalities: [text, video] } }
                  books: {}
                keys:
                  support-bot: { team: support, sha256: %s }
                  support-too: { team: support, sha256: %s }
                  lab-bot: { team: lab, sha256: %s }
                  books-bot: { team: books, sha256: %s }
                  books-too: { team: books, sha256: %s }
                """.formatted(
                        sha256("support-bot"),
                        sha256("support-too"),
                        sha256("lab-bot"),
                        sha256("books-bot"),
                        sha256("books-too")));
        gateway =
                TestGateway.start(upstream.baseUrl(), "policy.file=" + policy, "data-dir=" + directory.resolve("data"));
    }

    private void answer(ScriptedUpstream.Call call) throws IOException {
        if (call.requestLine().startsWith("POST /api/v1/videos ")) {
            call.answer(
                    202, HttpTest.JSON, "{\"id\":\"vid-1\",\"generation_id\":\"gen-vid-1\",\"status\":\"pending\"}");
        } else if (call.requestLine().startsWith("GET ")) {
            call.answer(200, HttpTest.JSON, "{\"id\":\"vid-1\",\"status\":\"completed\"}");
        } else {
            String id = "gen-" + generations.incrementAndGet();
            call.answer(
                    200,
                    HttpTest.JSON,
                    "{\"id\":\"" + id
                            + "\",\"model\":\"openai/gpt-4o\",\"provider\":\"OpenAI\",\"choices\":[{\"index\":0,\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}],"
                            + "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":5,\"total_tokens\":8,\"cost\":"
                            + COST + "}}",
                    "X-Generation-Id: " + id);
        }
    }

    @BeforeEach
    void forget() {
        upstream.script(this::answer);
        upstream.forget();
    }

    @AfterAll
    void stop() throws IOException {
        gateway.close();
        upstream.close();
    }

    @Test
    void keyCreditsAndActivityTellOfTheCallerToTheLastDigit() throws Exception {
        chat("books-bot");
        chat("books-too");
        chat("lab-bot");
        String key = get("/v1/key", "books-bot").text();
        assertThat(key)
                .contains("\"label\":\"books-bot\"", "\"usage\":" + COST + ",", "\"usage_daily\":" + COST + ",")
                .contains("\"usage_weekly\":" + COST + ",", "\"usage_monthly\":" + COST + ",", "\"limit\":null");
        assertThat(get("/v1/credits", "books-too").text())
                .isEqualTo("{\"data\":{\"total_credits\":null,\"total_usage\":0.000000246913578024}}");
        JsonNode activity =
                JSON.readTree(get("/v1/activity", "books-bot").text()).path("data");
        assertThat(activity).hasSize(1);
        JsonNode day = activity.get(0);
        assertThat(day.path("model").asText()).isEqualTo("openai/gpt-4o");
        assertThat(day.path("requests").asInt()).isEqualTo(2);
        assertThat(day.path("prompt_tokens").asInt()).isEqualTo(6);
        assertThat(get("/v1/activity?date=" + day.path("date").asText(), "books-bot")
                        .text())
                .contains("\"usage\":0.000000246913578024");
        String yesterday = LocalDate.now(ZoneOffset.UTC).minusDays(2).toString();
        assertThat(get("/v1/activity?date=" + yesterday, "books-bot").text()).isEqualTo("{\"data\":[]}");
        assertThat(get("/v1/activity?date=soon", "books-bot").status()).isEqualTo(400);
        assertThat(upstream.callCount()).isEqualTo(3);
    }

    /** The one that is reached first is the limit; what is left of the team's is the difference of its credits and its usage. */
    @Test
    void limitsAreThoseOfTheBudgetWithTheLeastLeft() throws Exception {
        FakeBudgets budgets = new FakeBudgets()
                .with("key", "lab-bot", "month", "100", "99", "0.25", "0.5")
                .with("key", "lab-bot", "day", "5", "1")
                .with("key", "support-too", "hour", "5", "6")
                .with("team", "support", "year", "100", "40", "0.5", "0")
                .with("team", "support", "week", "2000", "0")
                .with("organisation", "", "month", "1", "1")
                .bindTo(gateway.context());

        assertThat(get("/v1/key", "lab-bot").text())
                .contains("\"limit\":100,\"limit_remaining\":0.25,\"limit_reset\":\"monthly\"");
        assertThat(get("/v1/key", "support-too").text())
                .contains("\"limit\":5,\"limit_remaining\":0,\"limit_reset\":null");
        assertThat(get("/v1/key", "support-bot").text())
                .contains("\"limit\":null,\"limit_remaining\":null,\"limit_reset\":null");
        assertThat(get("/v1/credits", "lab-bot").text()).contains("\"total_credits\":null");
        JsonNode credits =
                JSON.readTree(get("/v1/credits", "support-bot").text()).path("data");
        assertThat(credits.path("total_credits")
                        .decimalValue()
                        .subtract(credits.path("total_usage").decimalValue()))
                .isEqualByComparingTo("59.5");

        budgets.down(true);
        for (String path : new String[] {"/v1/key", "/v1/credits"}) {
            OneRequest.Answer answer = get(path, "lab-bot");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.text()).contains("budget_store_down");
        }
        budgets.clear();
    }

    @Test
    void aGenerationIsKnownAtOnceAndToItsTeamAlone() throws Exception {
        String id = chat("support-bot");
        OneRequest.Answer own = get("/v1/generation?id=" + id, "support-too");
        assertThat(own.status()).isEqualTo(200);
        assertThat(own.text())
                .contains("\"id\":\"" + id + "\"", "\"total_cost\":" + COST, "\"provider_name\":\"OpenAI\"")
                .contains("\"tokens_prompt\":3", "\"finish_reason\":\"stop\"");
        same404(get("/v1/generation?id=" + id, "lab-bot"), get("/v1/generation?id=gen-unknown", "lab-bot"));
        assertThat(get("/v1/generation", "lab-bot").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/content"})
    void aJobIsItsTeamsAlone(String part) throws Exception {
        assertThat(post("/v1/videos", "{\"model\":\"google/veo\",\"prompt\":\"x\"}", "support-bot")
                        .status())
                .isEqualTo(202);
        assertThat(get("/v1/videos/vid-1" + part, "support-too").status()).isEqualTo(200);
        upstream.forget();
        OneRequest.Answer unknown = get("/v1/videos/vid-2" + part, "lab-bot");
        same404(get("/v1/videos/vid-1" + part, "lab-bot"), unknown);
        assertThat(upstream.callCount()).isZero();
        upstream.script(call -> call.answer(404, HttpTest.JSON, "{\"error\":{\"code\":404,\"message\":\"gone\"}}"));
        same404(get("/v1/videos/vid-1" + part, "support-bot"), unknown);
    }

    @Test
    void whereNothingIsRecordedNobodyIsToldZero() throws Exception {
        try (TestGateway other = TestGateway.start(upstream.baseUrl(), "auth.keys=bot=" + sha256("bot"))) {
            for (String path : new String[] {"/v1/key", "/v1/credits", "/v1/activity"}) {
                OneRequest.Answer answer = new OneRequest(other.port()).get(path, "Authorization: Bearer bot");
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.text()).contains("no_usage", "openrouter.data-dir");
            }
            assertThat(new OneRequest(other.port()).get("/v1/key").status()).isEqualTo(401);
        }
        assertThat(upstream.callCount()).isZero();
    }

    private static void same404(OneRequest.Answer one, OneRequest.Answer other) {
        assertThat(one.status()).isEqualTo(404);
        assertThat(other.status()).isEqualTo(404);
        assertThat(one.text()).isEqualTo(other.text()).contains("\"code\":404");
        assertThat(one.headers().keySet()).isEqualTo(other.headers().keySet());
    }

    private String chat(String client) throws Exception {
        OneRequest.Answer answer = post(Door.CHAT.path(), Door.CHAT.plain(), client);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return JSON.readTree(answer.text()).path("id").asText();
    }

    private OneRequest.Answer post(String path, String body, String client) throws IOException {
        return new OneRequest(gateway.port()).post(path, body, "Authorization: Bearer " + client);
    }

    private OneRequest.Answer get(String path, String client) throws IOException {
        return new OneRequest(gateway.port()).get(path, "Authorization: Bearer " + client);
    }

    private static String sha256(String key) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
    }
}
