/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.body.RequestBody;
import io.github.camelopenrouter.models.ModelCatalogue;
import io.github.camelopenrouter.models.ModelSource;
import io.github.camelopenrouter.policy.cost.CallCost;
import io.github.camelopenrouter.policy.cost.CostEstimate;
import io.github.camelopenrouter.policy.cost.EstimateDefaults;
import io.github.camelopenrouter.policy.cost.OutputCap;
import io.github.camelopenrouter.tokens.PromptTokens;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it takes to say what a chat request may cost at most, beside the count of its tokens; by size. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class CostBenchmark {

    private static final String LIST = "{\"data\":[{\"id\":\"openai/gpt-4o\",\"context_length\":128000,"
            + "\"pricing\":{\"prompt\":\"0.0000025\",\"completion\":\"0.00001\",\"input_cache_read\":\"0.00000125\"},"
            + "\"top_provider\":{\"max_completion_tokens\":16384}}]}";

    @Param({"1kB", "20kB"})
    private String size;

    private CostEstimate estimate;
    private ObjectNode request;
    private long tokens;

    @Setup
    public void start() {
        ModelSource source =
                query -> new ModelSource.Answer(200, LIST.getBytes(StandardCharsets.UTF_8), "max-age=86400");
        ModelCatalogue models = new ModelCatalogue(source, Clock.systemUTC(), Runnable::run, Map.of());
        estimate = new CostEstimate(models::price, models::limits, EstimateDefaults.NONE_SAID);
        request = RequestBody.verbatim(Bodies.request(size)).tree();
        request.put("model", "openai/gpt-4o");
        tokens = PromptTokens.of(request);
        CallCost cost = estimate.of(Operation.CHAT_COMPLETIONS, request, List.of(), tokens);
        if (cost.unknown() != null || cost.isFree()) {
            throw new IllegalStateException(cost.toString());
        }
    }

    @Benchmark
    public CallCost cost() {
        return estimate.of(Operation.CHAT_COMPLETIONS, request, List.of(), tokens);
    }

    @Benchmark
    public boolean stop() {
        return OutputCap.lacksStop(request, EstimateDefaults.NONE_SAID.toolsUsd());
    }

    @Benchmark
    public long promptTokens() {
        return PromptTokens.of(request);
    }
}
