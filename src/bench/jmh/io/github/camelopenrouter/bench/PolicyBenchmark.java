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
import io.github.camelopenrouter.api.Principal;
import io.github.camelopenrouter.body.RequestBody;
import io.github.camelopenrouter.body.RequestDecoder;
import io.github.camelopenrouter.policy.document.Policy;
import io.github.camelopenrouter.policy.document.PolicyYaml;
import io.github.camelopenrouter.policy.request.AuthorizeAttempt;
import io.github.camelopenrouter.policy.request.AuthorizeCall;
import io.github.camelopenrouter.policy.request.Grants;
import io.github.camelopenrouter.request.ModelGroups;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
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

/** What a policy of organisation, team and key adds to a decoded chat request that names what it may; by size. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class PolicyBenchmark {

    private static final String POLICY = """
            organisation: { deny-models: ["openai/o1-pro", "anthropic/claude-opus*"] }
            teams:
              support: { models: ["openai/*", "mistralai/*", "google/gemini-*"] }
            keys:
              bot: { team: support, sha256: 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef }
            """;

    @Param({"1kB", "20kB"})
    private String size;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Principal principal = new Principal("bot", "support", null, Set.of());
    private final Processor attempt = new AuthorizeAttempt(exchange -> {
        throw new IllegalStateException("It has a model");
    });
    private Processor call;
    private RequestBody body;

    @Setup
    public void start() throws Exception {
        context.start();
        Policy policy = PolicyYaml.read("policy.yaml", POLICY, label -> false);
        Grants grants = new Grants(() -> policy, Clock.systemUTC());
        ModelGroups groups = new ModelGroups(Map.of(), weights -> {
            throw new IllegalStateException("Without groups nothing is balanced");
        });
        call = new AuthorizeCall(exchange -> grants.of(Principal.of(exchange)), groups);
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(Bodies.request(size));
        new RequestDecoder(32L * 1024 * 1024).process(exchange);
        body = (RequestBody) exchange.getMessage().getBody();
    }

    @TearDown
    public void stop() {
        context.stop();
    }

    /** Without what an exchange costs, see {@link #exchange}. */
    @Benchmark
    public Object authorize() throws Exception {
        Exchange exchange = exchange();
        call.process(exchange);
        attempt.process(exchange);
        return exchange;
    }

    @Benchmark
    public Exchange exchange() {
        Exchange exchange = new DefaultExchange(context);
        principal.putOn(exchange);
        exchange.setProperty(OpenRouterConstants.OPERATION, Operation.CHAT_COMPLETIONS);
        exchange.setProperty(OpenRouterConstants.SENT_MODEL, "openai/gpt-4o");
        exchange.getMessage().setBody(body);
        return exchange;
    }
}
