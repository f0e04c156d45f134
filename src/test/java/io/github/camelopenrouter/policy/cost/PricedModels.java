/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.cost;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.body.RequestBody;
import io.github.camelopenrouter.models.ModelCatalogue;
import io.github.camelopenrouter.models.ModelPrice;
import io.github.camelopenrouter.models.ModelSource;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;

/** A list with one model for each kind of price, read as the gateway reads OpenRouter's; with single quotes, as requests here. */
final class PricedModels {

    static final long PROMPT = 100;

    private static final String LIST = """
            {'data':[
            {'id':'a/plain','context_length':10000,'top_provider':{'max_completion_tokens':1000},
             'pricing':{'prompt':'0.000001','completion':'0.000002'}},
            {'id':'a/plain:extended','context_length':10000,'top_provider':{'max_completion_tokens':1000},
             'pricing':{'prompt':'0.000010','completion':'0.000020'}},
            {'id':'a/dear','context_length':10000,'top_provider':{'max_completion_tokens':500},
             'pricing':{'prompt':'0.00001','completion':'0.00003'}},
            {'id':'a/free:free','context_length':10000,'top_provider':{'max_completion_tokens':null},
             'pricing':{'prompt':'0','completion':'0'}},
            {'id':'a/request','pricing':{'prompt':'0.000001','completion':'0.000002','request':'0.006'}},
            {'id':'a/cache','pricing':{'prompt':'0.000003','completion':'0','input_cache_read':'0.0000003',
             'input_cache_write':'0.00000375','input_cache_write_1h':'0.000006'}},
            {'id':'openai/cache','pricing':{'prompt':'0.000002','completion':'0','input_cache_write':'0.0000025'}},
            {'id':'~openai/latest','pricing':{'prompt':'0.000002','completion':'0','input_cache_write':'0.0000025'}},
            {'id':'a/stored','pricing':{'prompt':'0.0000003','completion':'0','input_cache_write':'0.00000008'}},
            {'id':'a/long','pricing':{'prompt':'0.000001','completion':'0.000002','input_cache_write':'0.00000125',
             'overrides':[{'min_prompt_tokens':200,'prompt':'0.000002','completion':'0.000003'}]}},
            {'id':'a/media','pricing':{'prompt':'0.000001','completion':'0.000002','image':'0.001','audio':'0.000005',
             'image_output':'0.00003','audio_output':'0.00002','internal_reasoning':'0.000004','web_search':'0.02'}},
            {'id':'a/painter','pricing':{'prompt':'0','completion':'0'}},
            {'id':'a/ranker','pricing':{'prompt':'0','completion':'0','request':'0.002'}},
            {'id':'a/embedder','context_length':8192,'pricing':{'prompt':'0.00000002','completion':'0'}},
            {'id':'a/boundless','context_length':null,'pricing':{'prompt':'0.000001','completion':'0.000002'}},
            {'id':'a/negative','pricing':{'prompt':'-1','completion':'-1'}},
            {'id':'a/words','pricing':{'prompt':'much','completion':'0'}},
            {'id':'a/empty','pricing':{'prompt':'','completion':''}},
            {'id':'a/none'}]}
            """;

    private static final ModelSource SOURCE =
            query -> new ModelSource.Answer(200, quoted(LIST).getBytes(StandardCharsets.UTF_8), "max-age=300");

    private static final ModelCatalogue CATALOGUE =
            new ModelCatalogue(SOURCE, Clock.systemUTC(), Runnable::run, Map.of());

    private PricedModels() {}

    static CostEstimate estimate() {
        return estimate(EstimateDefaults.NONE_SAID);
    }

    static CostEstimate estimate(long completionTokens, String toolsUsd) {
        return estimate(new EstimateDefaults(completionTokens, new BigDecimal(toolsUsd)));
    }

    private static CostEstimate estimate(EstimateDefaults defaults) {
        return new CostEstimate(CATALOGUE::price, CATALOGUE::limits, defaults);
    }

    static ModelPrice price(String model) {
        return Objects.requireNonNull(CATALOGUE.price(model));
    }

    /** As the gateway parses it. */
    static ObjectNode request(String json) {
        return RequestBody.read(quoted(json)).tree();
    }

    static String quoted(String json) {
        return json.replace('\'', '"');
    }
}
