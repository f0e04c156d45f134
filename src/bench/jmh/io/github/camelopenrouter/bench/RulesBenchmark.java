/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.bench;

import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.body.RequestDecoder;
import io.github.camelopenrouter.body.RequestEncoder;
import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.request.ModelGroups;
import io.github.camelopenrouter.request.RequestSettings;
import io.github.camelopenrouter.request.RequestSteps;
import io.github.camelopenrouter.rules.ModelNotAllowed;
import io.github.camelopenrouter.rules.SystemPrompt;
import io.github.camelopenrouter.rules.TextReplacement;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What an operator's rules add to decoding and encoding: an allow-list, a system prompt, a replacement that finds nothing. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class RulesBenchmark {

    private static final long LIMIT = 32L * 1024 * 1024;

    private static final ModelGroups NO_GROUPS = new ModelGroups(Map.of(), weights -> {
        throw new IllegalStateException("Without groups nothing is balanced");
    });

    @Param({"1kB", "20kB", "1MB"})
    private String size;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Processor decoder = new RequestDecoder(LIMIT);
    private final Processor encoder = new RequestEncoder();
    private final ModelNotAllowed list = new ModelNotAllowed();
    private final SystemPrompt prompt = new SystemPrompt();
    private final TextReplacement replacement = new TextReplacement();
    private Processor check;
    private byte[] json;

    @Setup
    public void start() {
        context.start();
        list.setModels("openai/*");
        prompt.setText("Be brief.");
        replacement.setPattern("\\bproject bluebird\\b");
        check = new RequestSteps(
                        RequestSettings.of(Settings.load(context, "")), NO_GROUPS, (vendor, bareName) -> bareName)
                .replacedRequest(LIMIT);
        json = Bodies.request(size);
    }

    @TearDown
    public void stop() {
        context.stop();
    }

    @Benchmark
    public Object none() throws Exception {
        Exchange exchange = exchange();
        decoder.process(exchange);
        encoder.process(exchange);
        return exchange.getMessage().getBody();
    }

    @Benchmark
    public Object threeRules() throws Exception {
        Exchange exchange = exchange();
        decoder.process(exchange);
        list.matches(exchange);
        prompt.process(exchange);
        replacement.process(exchange);
        check.process(exchange);
        encoder.process(exchange);
        return exchange.getMessage().getBody();
    }

    private Exchange exchange() {
        Exchange exchange = new DefaultExchange(context);
        exchange.setProperty(OpenRouterConstants.OPERATION, Operation.CHAT_COMPLETIONS);
        exchange.setProperty(OpenRouterConstants.SENT_MODEL, "openrouter/openai/gpt-4o");
        exchange.getMessage().setBody(json);
        return exchange;
    }
}
