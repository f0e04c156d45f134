/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.spi.Feature;
import io.github.camelopenrouter.spi.FeatureContext;
import io.github.camelopenrouter.testing.Given;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.LogRecorder;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Gateways whose routes Camel has removed, as its reload of route files does, and those that are there again. */
@Timeout(120)
class GatewayRoutesTest {

    private static final String KAMELET = "kamelet:openrouter-chat-action?model=openai/gpt-4o";

    private final Opening opening = new Opening();
    private ScriptedUpstream upstream;
    private CamelContext host;

    @TempDir
    private Path directory;

    /** Opens something in each gateway, and says when it is closed. */
    private static final class Opening implements Feature {

        private final List<String> story = new CopyOnWriteArrayList<>();
        private volatile CountDownLatch entered = new CountDownLatch(0);
        private volatile CountDownLatch mayGoOn = new CountDownLatch(0);
        private volatile String broken = "none";

        @Override
        public String name() {
            return "opening";
        }

        @Override
        public void install(FeatureContext gateway) throws Exception {
            String name = gateway.prefix();
            story.add("open " + name);
            gateway.closeAtEnd(() -> story.add("close " + name));
            entered.countDown();
            if (!mayGoOn.await(60, TimeUnit.SECONDS) || name.equals(broken)) {
                throw new IOException("broken");
            }
        }

        /** @return what happens when the next gateway is being made */
        CountDownLatch hold() {
            mayGoOn = new CountDownLatch(1);
            entered = new CountDownLatch(1);
            return entered;
        }
    }

    @BeforeEach
    void start() throws IOException {
        upstream = ScriptedUpstream.start(
                call -> call.answer(200, "application/json", "{\"choices\":[{\"message\":{\"content\":\"Hi\"}}]}"));
        Path key = Files.writeString(directory.resolve("key"), "any");
        host = Given.context(
                "openrouter.api-key",
                "file:" + key,
                "openrouter.base-url",
                upstream.baseUrl().toString(),
                "openrouter.b.api-key",
                "file:" + key,
                "openrouter.b.base-url",
                upstream.baseUrl().toString());
        host.getRegistry().bind("opening", opening);
        host.start();
    }

    @AfterEach
    void stop() throws IOException {
        host.stop();
        upstream.close();
    }

    @Test
    void readTheirSecretsInOneThreadAfterEachReload() throws Exception {
        host.addRoutes(new OpenRouterRoutes());

        for (int n = 0; n < 2; n++) {
            removeAll();
            GatewayRoutes.of(host).putBack();
        }

        HttpTest.await(20).untilAsserted(() -> assertThat(secretsThreads()).hasSize(1));
        assertThat(ask()).isEqualTo("Hi");
    }

    @Test
    void closeWhatAFeatureHasOpenedBeforeItIsOpenedAgain() throws Exception {
        host.addRoutes(new OpenRouterRoutes());

        removeAll();
        GatewayRoutes.of(host).putBack();

        assertThat(opening.story).containsExactly("open openrouter-", "close openrouter-", "open openrouter-");
    }

    @Test
    void leaveNothingOpenOfOneThatAnotherReplaces() throws Exception {
        host.addRoutes(new OpenRouterRoutes());
        removeAll();

        host.addRoutes(new OpenRouterRoutes());

        assertThat(opening.story).containsExactly("open openrouter-", "open openrouter-", "close openrouter-");
    }

    /** Camel starts the host's routes before ours are put back. */
    @Test
    void areMadeOnceWhereAKameletsCallIsFaster() throws Exception {
        host.addRoutes(new OpenRouterRoutes());
        removeAll();
        opening.story.clear();

        assertThat(ask()).isEqualTo("Hi");
        GatewayRoutes.of(host).putBack();

        assertThat(opening.story).containsExactly("close openrouter-", "open openrouter-");
        HttpTest.await(20).untilAsserted(() -> assertThat(secretsThreads()).hasSize(1));
    }

    @Test
    void areMadeOnceWhereAKameletsCallComesAtTheSameTime() throws Exception {
        host.addRoutes(new OpenRouterRoutes());
        removeAll();
        opening.story.clear();
        CountDownLatch making = opening.hold();
        CompletableFuture<String> answer = CompletableFuture.supplyAsync(this::ask);
        assertThat(making.await(30, TimeUnit.SECONDS)).isTrue();
        Thread reload = new Thread(() -> GatewayRoutes.of(host).putBack());

        reload.start();
        HttpTest.await(30).until(() -> reload.getState() == Thread.State.WAITING || opened() > 1);
        opening.mayGoOn.countDown();
        reload.join();

        assertThat(answer.get(60, TimeUnit.SECONDS)).isEqualTo("Hi");
        assertThat(opened()).isEqualTo(1);
    }

    @Test
    void comeBackAlsoBehindOneThatCannotBeMadeAgain() throws Exception {
        host.addRoutes(new OpenRouterRoutes());
        host.addRoutes(new OpenRouterRoutes("b"));
        removeAll();
        opening.broken = "openrouter-";

        try (LogRecorder log = LogRecorder.record()) {
            GatewayRoutes.of(host).putBack();

            assertThat(log.lines()).anyMatch(line -> line.startsWith("ERROR") && line.contains("openrouter-*"));
        }
        assertThat(host.getRoute("openrouter-b-attempt")).isNotNull();
        assertThat(host.getRoute("openrouter-attempt")).isNull();
    }

    @Test
    void keepTheirSandbox() throws Exception {
        CamelContext tried = Given.context("openrouter.sandbox", "true");
        tried.start();
        try {
            tried.addRoutes(new OpenRouterRoutes());

            tried.getRouteController().removeAllRoutes();
            GatewayRoutes.of(tried).putBack();

            assertThat(askOf(tried)).isNotEmpty();
        } finally {
            tried.stop();
        }
    }

    private void removeAll() throws Exception {
        host.getRouteController().removeAllRoutes();
        host.getEndpointRegistry().clear();
    }

    private String ask() {
        return askOf(host);
    }

    private static String askOf(CamelContext context) {
        return context.createProducerTemplate().requestBody(KAMELET, "Hello", String.class);
    }

    private long opened() {
        return opening.story.stream().filter(line -> line.startsWith("open")).count();
    }

    private List<String> secretsThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.contains("(" + host.getName() + ")") && name.contains("openrouter-secrets"))
                .toList();
    }
}
