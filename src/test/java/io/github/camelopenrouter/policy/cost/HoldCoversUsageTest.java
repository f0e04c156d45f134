/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.cost;

import static io.github.camelopenrouter.policy.cost.PricedModels.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.api.TokenUsage;
import io.github.camelopenrouter.models.ModelPrice;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever answers use within what a request lets them, it costs no more than what was held. */
class HoldCoversUsageTest {

    private static final List<Operation> OPERATIONS =
            List.of(Operation.CHAT_COMPLETIONS, Operation.COMPLETIONS, Operation.RESPONSES, Operation.MESSAGES);

    private static final List<String> MODELS = List.of(
            "a/plain",
            "a/plain:extended",
            "a/dear",
            "a/free:free",
            "a/request",
            "a/cache",
            "openai/cache",
            "a/stored",
            "a/long",
            "a/media");

    private static final List<String> FIELDS = List.of(
            "'max_tokens':%d",
            "'max_completion_tokens':%d",
            "'max_output_tokens':%d",
            "'n':%d",
            "'best_of':%d",
            "'cache_control':{'type':'ephemeral'}",
            "'system':[{'type':'text','text':'x','cache_control':{'type':'ephemeral','ttl':'1h'}}]",
            "'messages':[{'content':[{'type':'image_url','image_url':{'url':'u'}}]}]",
            "'modalities':['text','image']",
            "'tools':[{'type':'openrouter:web_search'}]",
            "'service_tier':'flex'");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void ofRandomRequests(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            String json = json(random);
            long prompt = 1 + random.nextInt(400);
            boolean strict = random.nextBoolean();
            CostEstimate estimate = PricedModels.estimate(1 + random.nextInt(5000), "0.10");
            CallCost held = (strict ? estimate.strict() : estimate)
                    .of(OPERATIONS.get(random.nextInt(OPERATIONS.size())), request(json), List.of(), prompt, prompt);
            if (held.unknown() == null) {
                assertThat(held.amount())
                        .as("%s %d", json, prompt)
                        .isGreaterThanOrEqualTo(used(json, prompt, held, random));
            }
        }
    }

    private static String json(Random random) {
        StringBuilder json = new StringBuilder("{'model':'" + MODELS.get(random.nextInt(MODELS.size())) + "'");
        for (String field : FIELDS) {
            if (random.nextInt(3) == 0) {
                json.append(',').append(field.formatted(1 + random.nextInt(field.contains("tokens") ? 3000 : 4)));
            }
        }
        return json.append('}').toString();
    }

    /** Any part of the prompt may come from the cache, and what is marked may be put into it; all answers may be whole. */
    private static BigDecimal used(String json, long prompt, CallCost held, Random random) {
        ModelPrice price = PricedModels.price(request(json).path("model").asText());
        boolean marked = json.contains("cache_control") || json.contains("openai/");
        long cached = random.nextInt((int) prompt + 1);
        long written = marked ? random.nextInt((int) (prompt - cached) + 1) : 0;
        long answers = RequestedOutput.answers(request(json));
        long completion = held.outputTokens() * answers;
        return price.of(new TokenUsage(prompt, cached, written, completion, null, null, null, null, null));
    }
}
