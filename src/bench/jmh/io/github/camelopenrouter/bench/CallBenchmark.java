/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.camelopenrouter.operation.OpenRouterRoutes;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
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

/**
 * A whole call: from {@code direct:openrouter-chat-completions} over a socket to an upstream that allocates nothing, and
 * back to the last byte. What it allocates is the same on every machine, so CI guards it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class CallBenchmark {

    private static final int EVENTS = 20;
    private static final byte[] PLAIN = request(false);
    private static final byte[] STREAM = request(true);

    final DefaultCamelContext context = new DefaultCamelContext();
    private final byte[] piece = new byte[16 * 1024];
    private FixedUpstream plain;
    private FixedUpstream stream;
    private ProducerTemplate template;

    @Setup
    public void start() throws Exception {
        plain = new FixedUpstream("application/json", answer());
        stream = new FixedUpstream("text/event-stream", events());
        Properties settings = new Properties();
        settings.setProperty("openrouter.api-key", "bench");
        settings.setProperty("openrouter.base-url", plain.baseUrl());
        settings.setProperty("openrouter.s.api-key", "bench");
        settings.setProperty("openrouter.s.base-url", stream.baseUrl());
        configure(settings);
        context.getPropertiesComponent().setInitialProperties(settings);
        context.addRoutes(new OpenRouterRoutes());
        context.addRoutes(new OpenRouterRoutes("s"));
        context.start();
        template = context.createProducerTemplate();
    }

    /** For those that measure what a setting costs. */
    void configure(Properties settings) throws IOException {}

    /** For those whose calls are somebody's. */
    void prepare(Exchange call) {}

    @TearDown
    public void stop() throws IOException {
        context.stop();
        plain.close();
        stream.close();
    }

    @Benchmark
    public int plainCall() throws IOException {
        return call("direct:openrouter-chat-completions", PLAIN);
    }

    /** Of twenty events. */
    @Benchmark
    public int streamedCall() throws IOException {
        return call("direct:openrouter-s-chat-completions", STREAM);
    }

    private int call(String operation, byte[] request) throws IOException {
        Exchange done = template.send(operation, exchange -> {
            prepare(exchange);
            exchange.getMessage().setBody(request);
        });
        Object body = done.getMessage().getBody();
        if (!Integer.valueOf(200).equals(done.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE))) {
            throw new IllegalStateException(
                    "No answer: " + done.getMessage().getBody(String.class), done.getException());
        }
        return body instanceof byte[] bytes ? bytes.length : read((InputStream) body);
    }

    private int read(InputStream body) throws IOException {
        int size = 0;
        try (body) {
            for (int read = body.read(piece); read >= 0; read = body.read(piece)) {
                size += read;
            }
        }
        return size;
    }

    private static byte[] request(boolean stream) {
        return ("{\"model\":\"openai/gpt-4o\",\"stream\":" + stream
                        + ",\"messages\":[{\"role\":\"user\",\"content\":\"Say hello to everybody\"}]}")
                .getBytes(US_ASCII);
    }

    private static byte[] answer() {
        return ("{\"id\":\"gen-1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"openai/gpt-4o\",\"choices\":"
                        + "[{\"index\":0,\"finish_reason\":\"stop\",\"message\":{\"role\":\"assistant\",\"content\":\"Hello\"}}],"
                        + "\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2,\"total_tokens\":9,\"cost\":0.00002}}")
                .getBytes(US_ASCII);
    }

    private static byte[] events() {
        String event =
                "data: {\"id\":\"gen-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"openai/gpt-4o\","
                        + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hello\"},\"finish_reason\":null}]}\n\n";
        return (event.repeat(EVENTS - 1) + event.replace("null", "\"stop\"") + "data: [DONE]\n\n").getBytes(US_ASCII);
    }
}
