/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.bench;

import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.body.RequestBody;
import io.github.camelopenrouter.body.RequestDecoder;
import io.github.camelopenrouter.body.RequestEncoder;
import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.request.ModelGroups;
import io.github.camelopenrouter.request.RequestSettings;
import io.github.camelopenrouter.request.RequestSteps;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
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

/** What becomes of a request's body: decode, the conversion rules of chat completions, encode; by size. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class RequestBenchmark {

    private static final long LIMIT = 32L * 1024 * 1024;

    private static final ModelGroups NO_GROUPS = new ModelGroups(Map.of(), weights -> {
        throw new IllegalStateException("Without groups nothing is balanced");
    });

    @Param({"1kB", "20kB", "1MB", "10MB"})
    private String size;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Processor decoder = new RequestDecoder(LIMIT);
    private final Processor encoder = new RequestEncoder();
    private List<Processor> rules;
    private byte[] json;

    @Setup
    public void start() {
        context.start();
        RequestSteps steps = new RequestSteps(
                RequestSettings.of(Settings.load(context, "")), NO_GROUPS, (vendor, bareName) -> bareName);
        rules = List.of(
                steps.validation(Operation.CHAT_COMPLETIONS),
                steps.modelName(),
                steps.reasoning(),
                steps.cacheControl(),
                steps.parameterFilter());
        json = Bodies.request(size);
    }

    @TearDown
    public void stop() {
        context.stop();
    }

    @Benchmark
    public Object decode() throws Exception {
        Exchange exchange = exchange();
        decoder.process(exchange);
        return exchange.getMessage().getBody();
    }

    @Benchmark
    public Object decodeConvertEncode() throws Exception {
        Exchange exchange = exchange();
        decoder.process(exchange);
        for (Processor rule : rules) {
            rule.process(exchange);
        }
        encoder.process(exchange);
        return written(exchange.getMessage().getBody());
    }

    /** A large body is written when it is sent, so that belongs to it. */
    private static Object written(Object body) throws IOException {
        if (body instanceof RequestBody large) {
            large.writeTo(OutputStream.nullOutputStream());
        }
        return body;
    }

    private Exchange exchange() {
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(json);
        return exchange;
    }
}
