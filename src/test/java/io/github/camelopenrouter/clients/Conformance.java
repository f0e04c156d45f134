/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.clients;

import io.github.camelopenrouter.TestGateway;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of all clients against one gateway in front of the sandbox. */
final class Conformance {

    private static final Logger LOG = LoggerFactory.getLogger(Conformance.class);

    /** Who has not begun by then is not tried any more, so that the whole run stays below four minutes. */
    private static final long LAST_START_NANOS = TimeUnit.SECONDS.toNanos(150);

    private static List<Cell> cells;

    private Conformance() {}

    /** The outcome of the one run that all tests of this JVM share. */
    static synchronized List<Cell> cells() {
        if (cells == null) {
            try (TestGateway gateway = TestGateway.sandbox("model-aliases=fast>openai/gpt-4o-mini")) {
                URI uri = gateway.uri("");
                cells = List.copyOf(run(uri));
            }
        }
        return cells;
    }

    /** One lane for each set of packages, side by side: most of the time goes into waiting for words. */
    private static List<Cell> run(URI gateway) {
        Kit npm = new NpmKit();
        Kit python = new PythonKit();
        Kit springAi1 = new MavenKit("spring-ai-1", "SpringAi1");
        Kit springAi2 = new MavenKit("spring-ai-2", "SpringAi2");
        return Stream.of(
                        lane(gateway, Optional::empty, new OpenAiJava(), new LangChain4j(), new AnthropicJava()),
                        lane(
                                gateway,
                                springAi1::install,
                                new ScriptedClient("spring-ai-openai 1", springAi1, "SpringAi1")),
                        lane(
                                gateway,
                                springAi2::install,
                                new ScriptedClient("spring-ai-openai 2", springAi2, "SpringAi2")),
                        lane(
                                gateway,
                                npm::install,
                                new ScriptedClient("openai (npm)", npm, "openai"),
                                new ScriptedClient("@openrouter/sdk", npm, "openrouter-sdk"),
                                new ScriptedClient("ai + @ai-sdk/openai-compatible", npm, "ai-sdk-openai-compatible"),
                                new ScriptedClient("ai + @openrouter/ai-sdk-provider", npm, "ai-sdk-openrouter"),
                                new ScriptedClient("@langchain/openai", npm, "langchain-openai"),
                                new ScriptedClient("@anthropic-ai/sdk", npm, "anthropic")),
                        lane(
                                gateway,
                                python::install,
                                new ScriptedClient("openai (PyPI)", python, "openai_client"),
                                new ScriptedClient("anthropic (PyPI)", python, "anthropic_client")))
                .toList()
                .stream()
                .flatMap(lane -> lane.join().stream())
                .toList();
    }

    private static CompletableFuture<List<Cell>> lane(
            URI gateway, Supplier<Optional<String>> installation, Client... clients) {
        long started = System.nanoTime();
        return CompletableFuture.supplyAsync(
                () -> {
                    Optional<String> problem = installation.get();
                    problem.ifPresent(why -> LOG.warn("Not tried: {}: {}", names(clients), why));
                    return Stream.of(clients)
                            .map(client -> problem.map(why -> client.row(Cell.Status.SKIP, why))
                                    .orElseGet(() -> runInTime(client, gateway, started)))
                            .flatMap(List::stream)
                            .toList();
                },
                task -> new Thread(task, "clients").start());
    }

    private static List<Cell> runInTime(Client client, URI gateway, long started) {
        return System.nanoTime() - started < LAST_START_NANOS
                ? client.run(gateway)
                : client.row(Cell.Status.FAIL, "no time was left after the clients before it");
    }

    private static String names(Client... clients) {
        return Stream.of(clients).map(Client::name).collect(Collectors.joining(", "));
    }
}
