/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.operation.OpenRouterRoutes;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A host that uses its exchanges again gives each client its own answer, whichever consumer it came in by. */
@Timeout(120)
class PooledExchangesTest {

    private static final int CLIENTS = 8;
    private static final int CALLS = 40;
    /** Some are answered at their second try only. */
    private static final Set<String> SEEN = ConcurrentHashMap.newKeySet();

    @ParameterizedTest
    @ValueSource(strings = {"/v1/chat/completions", "/own", "/behind-queue", "/asks"})
    void eachClientGetsItsOwnAnswer(String path) throws Exception {
        SEEN.clear();
        try (ScriptedUpstream upstream = ScriptedUpstream.start(PooledExchangesTest::echo);
                MainHost host = MainHost.with(
                                "camel.main.exchangeFactory=pooled",
                                "camel.main.routesIncludePattern=classpath:openrouter/routes/*.camel.yaml",
                                "openrouter.api-key=any",
                                "openrouter.retry.delay=1ms",
                                "openrouter.circuit-breaker.enabled=false",
                                "openrouter.base-url=" + upstream.baseUrl())
                        .start(new Consumers(), new OpenRouterRoutes())) {
            ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
            try {
                List<Callable<Void>> calls = IntStream.range(0, CLIENTS)
                        .<Callable<Void>>mapToObj(client -> () -> assertOwnAnswers(host.port(), path, client))
                        .toList();
                for (Future<Void> client : new ArrayList<>(clients.invokeAll(calls))) {
                    client.get();
                }
            } finally {
                clients.shutdownNow();
            }
        }
    }

    private static Void assertOwnAnswers(int port, String path, int client) throws Exception {
        OneRequest http = new OneRequest(port);
        for (int call = 0; call < CALLS; call++) {
            String words = "client-" + client + "-call-" + call + (call % 10 == 0 ? "-again" : "") + ".";
            String body = (call % 2 == 0 ? Door.CHAT.plain() : Door.CHAT.streaming()).replace("Hi", words);
            OneRequest.Answer answer = http.post(path, body);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).contains(words).containsOnlyOnce("client-");
        }
        return null;
    }

    private static void echo(ScriptedUpstream.Call call) throws Exception {
        String request = call.text();
        String words =
                request.substring(request.indexOf("client-"), request.indexOf('.', request.indexOf("client-")) + 1);
        if (words.contains("again") && SEEN.add(words)) {
            call.answer(503, "application/json", "{\"error\":{\"message\":\"again\"}}");
        } else if (request.contains("\"stream\":true")) {
            call.head(200, "text/event-stream")
                    .send("data: {\"choices\":[{\"delta\":{\"content\":\"" + words + "\"}}]}\n\n");
            call.send("data: [DONE]\n\n").end();
        } else {
            call.answer(200, "application/json", "{\"choices\":[{\"message\":{\"content\":\"" + words + "\"}}]}");
        }
    }

    private static final class Consumers extends RouteBuilder {
        @Override
        public void configure() {
            from("platform-http:/own?httpMethodRestrict=POST").to("direct:openrouter-chat-completions");
            from("platform-http:/behind-queue?httpMethodRestrict=POST").to("seda:queue?timeout=20000");
            from("seda:queue?concurrentConsumers=4").to("direct:openrouter-chat-completions");
            from("platform-http:/asks?httpMethodRestrict=POST").to("kamelet:openrouter-chat-action?output=json");
        }
    }
}
