/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.cost;

import static io.github.camelopenrouter.policy.cost.PricedModels.quoted;
import static io.github.camelopenrouter.policy.cost.PricedModels.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.models.ModelCatalogue;
import io.github.camelopenrouter.models.ModelSource;
import io.github.camelopenrouter.sandbox.Sandbox;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the sandbox bills for random requests is never more than what was held for them, by its own list of models. */
class HoldCoversBillTest {

    private static final int CALLS = 300;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    /** Mostly as long as English words are; of the longer ones a tokenizer makes fewer tokens than the sandbox does. */
    private static final List<String> WORDS =
            List.of(("the budget of a team is held before its request goes to the model and what it has cost is booked"
                            + " when the answer ends for the administration of several departments")
                    .split(" "));

    private static final List<Operation> OPERATIONS =
            List.of(Operation.CHAT_COMPLETIONS, Operation.RESPONSES, Operation.MESSAGES);

    private static final Map<Operation, String> INPUTS = Map.of(
            Operation.CHAT_COMPLETIONS, "'messages':[{'role':'user','content':[%s]}]",
            Operation.RESPONSES, "'input':[{'role':'user','content':[%s]}]",
            Operation.MESSAGES, "'messages':[{'role':'user','content':[%s]}]");

    private static final List<String> MODELS = List.of(
            "sandbox/fast",
            "sandbox/long",
            "sandbox/tiny-cost",
            "openai/gpt-4o-mini",
            "openai/gpt-5.6-sol",
            "anthropic/claude-sonnet-4",
            "google/gemini-2.5-flash",
            "perplexity/sonar-pro",
            "meta-llama/llama-3.2-3b-instruct:free",
            "openai/gpt-4o:floor");

    private static Sandbox sandbox;
    private static CostEstimate estimate;

    /** What was sent and what came back. */
    private record Call(Operation operation, String request, JsonNode answer) {}

    @BeforeAll
    static void start() {
        sandbox = Sandbox.start(0);
        ModelCatalogue models =
                new ModelCatalogue(HoldCoversBillTest::list, Clock.systemUTC(), Runnable::run, Map.of());
        estimate = new CostEstimate(models::price, models::limits, EstimateDefaults.NONE_SAID);
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    private static ModelSource.Answer list(String query) throws IOException, InterruptedException {
        HttpRequest get = HttpRequest.newBuilder(URI.create(sandbox.baseUrl() + "/v1/models?" + query))
                .build();
        return new ModelSource.Answer(
                200, CLIENT.send(get, HttpResponse.BodyHandlers.ofByteArray()).body(), "max-age=300");
    }

    @Test
    void ofRandomRequests() {
        Random random = new Random(23);
        List<CompletableFuture<Call>> calls = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            calls.add(call(random));
        }
        BigDecimal held = BigDecimal.ZERO;
        for (CompletableFuture<Call> call : calls) {
            held = held.add(covered(call.join()));
        }
        assertThat(sandbox.billedTotal()).isPositive().isLessThanOrEqualTo(held);
    }

    private static BigDecimal covered(Call call) {
        CallCost held = estimate.of(call.operation(), request(call.request()), List.of());
        BigDecimal cost = call.answer().at("/usage/cost").decimalValue();

        assertThat(held.unknown()).isNull();
        assertThat(cost).as(call.request()).isLessThanOrEqualTo(held.amount());
        assertThat(cost.signum() > 0).as(call.request()).isNotEqualTo(held.isFree());
        return held.amount();
    }

    private static CompletableFuture<Call> call(Random random) {
        Operation operation = OPERATIONS.get(random.nextInt(OPERATIONS.size()));
        String request = json(operation, random);
        HttpRequest post = HttpRequest.newBuilder(URI.create(sandbox.baseUrl() + operation.path()))
                .header("Authorization", "Bearer sk-or-v1-test")
                .POST(HttpRequest.BodyPublishers.ofString(quoted(request)))
                .build();
        return CLIENT.sendAsync(post, HttpResponse.BodyHandlers.ofString())
                .thenApply(answer -> new Call(operation, request, read(answer)));
    }

    private static JsonNode read(HttpResponse<String> answer) {
        try {
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new AssertionError(answer.body(), e);
        }
    }

    private static String json(Operation operation, Random random) {
        StringBuilder parts = new StringBuilder();
        for (int i = random.nextInt(3); i >= 0; i--) {
            parts.append(parts.isEmpty() ? "" : ",").append(part(operation, random));
        }
        String limit = operation == Operation.RESPONSES ? "'max_output_tokens'" : "'max_tokens'";
        String model = MODELS.get(random.nextInt(MODELS.size()));
        boolean limited = model.equals("sandbox/long") || random.nextBoolean();
        return "{'model':'" + model + "'," + INPUTS.get(operation).formatted(parts)
                + (limited ? "," + limit + ":" + (1 + random.nextInt(20)) : "")
                + (random.nextInt(4) == 0 ? ",'reasoning':{'effort':'low'}" : "")
                + (random.nextInt(4) == 0 ? ",'cache_control':{'type':'ephemeral'}" : "") + "}";
    }

    private static String part(Operation operation, Random random) {
        String mark = random.nextInt(3) == 0 ? ",'cache_control':{'type':'ephemeral','ttl':'1h'}" : "";
        String text = String.join(
                " ",
                random.ints(1 + random.nextInt(80), 0, WORDS.size())
                        .mapToObj(WORDS::get)
                        .toList());
        String type = operation == Operation.RESPONSES ? "input_text" : "text";
        if (random.nextInt(4) > 0) {
            return "{'type':'" + type + "','text':'" + text + "'" + mark + "}";
        }
        return switch (operation) {
            case RESPONSES -> "{'type':'input_image','image_url':'https://example.org/a.png'}";
            case MESSAGES -> "{'type':'image','source':{'type':'url','url':'https://example.org/a.png'}" + mark + "}";
            default -> "{'type':'image_url','image_url':{'url':'https://example.org/a.png'}" + mark + "}";
        };
    }
}
