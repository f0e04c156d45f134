/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.bench;

import io.github.camelopenrouter.api.HeaderList;
import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.upstream.AppSettings;
import io.github.camelopenrouter.upstream.Attribution;
import io.github.camelopenrouter.upstream.UpstreamRequest;
import io.github.camelopenrouter.upstream.http.UpstreamHeaderFilter;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.support.DefaultExchange;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The borders: the head of the call made anew, and a whole answer's headers through each allow-list. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class HeaderBenchmark {

    private static final byte[] BODY = {'{', '}'};
    private static final List<String> FROM_CLIENT = List.of(
            "Host",
            "User-Agent",
            "Accept",
            "Content-Type",
            "Content-Length",
            "Accept-Encoding",
            "x-stainless-lang",
            "traceparent");
    private static final List<String> FROM_UPSTREAM = List.of(
            "Date", "Content-Type", "Transfer-Encoding", "Connection", "CF-RAY", "x-generation-id", "Server", "Vary");

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Processor request = new UpstreamRequest(
            "camel-openrouter/1", new AppSettings(URI.create("http://localhost"), "bench", Attribution.CLIENT));
    private final HeaderFilterStrategy border = new UpstreamHeaderFilter();

    @Setup
    public void start() {
        context.start();
    }

    @TearDown
    public void stop() {
        context.stop();
    }

    @Benchmark
    public Object toUpstream() throws Exception {
        Exchange exchange = new DefaultExchange(context);
        exchange.setProperty(OpenRouterConstants.OPERATION, Operation.CHAT_COMPLETIONS);
        FROM_CLIENT.forEach(name -> exchange.getMessage().setHeader(name, "value"));
        exchange.getMessage().setBody(BODY);
        request.process(exchange);
        return exchange.getMessage().getHeaders();
    }

    @Benchmark
    public int fromUpstream() {
        int welcome = 0;
        for (String name : FROM_UPSTREAM) {
            welcome += border.applyFilterToExternalHeaders(name, "some value of usual length", null) ? 0 : 1;
        }
        return welcome;
    }

    @Benchmark
    public int toClient() {
        int allowed = 0;
        for (String name : FROM_UPSTREAM) {
            allowed += HeaderList.TO_CLIENT.allows(name) ? 1 : 0;
        }
        return allowed;
    }
}
