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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.spi.Feature;
import io.github.camelopenrouter.spi.FeatureContext;
import io.github.camelopenrouter.testing.Given;
import io.github.camelopenrouter.testing.HttpTest;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that cannot be made, as its Kamelets' calls try again and again: nothing of it stays. */
@Timeout(60)
class FailedGatewayTest {

    @TempDir
    private Path directory;

    private CamelContext host;

    @AfterEach
    void stop() {
        host.stop();
    }

    @Test
    void endsItsThreadsWhereNoClientIsKnown() throws Exception {
        Path file = Files.writeString(directory.resolve("key"), "any");
        host = Given.context("openrouter.api-key", "file:" + file, "openrouter.auth", "keys");
        host.start();

        for (int n = 0; n < 3; n++) {
            assertThatThrownBy(() -> host.addRoutes(new OpenRouterRoutes()))
                    .hasMessageContaining("openrouter.auth.keys");
        }

        HttpTest.await(10).untilAsserted(() -> assertThat(threads()).isEmpty());
    }

    @Test
    void endsItsSandboxWhereAFeatureFails() throws Exception {
        host = Given.context("openrouter.sandbox", "true");
        host.start();
        List<URI> sandboxes = new ArrayList<>();
        bind(gateway -> {
            sandboxes.add(gateway.part(Settings.class).baseUrl());
            throw new IllegalStateException("broken");
        });

        for (int n = 0; n < 2; n++) {
            assertThatThrownBy(() -> host.addRoutes(new OpenRouterRoutes())).hasMessage("broken");
        }

        assertThat(sandboxes).hasSize(2).allSatisfy(FailedGatewayTest::assertGone);
        assertThat(host.hasService(EmbeddedSandbox.class)).isNull();
    }

    @Test
    void closesWhatAFeatureHasOpenedLastFirst() {
        host = Given.context("openrouter.api-key", "any");
        List<String> closed = new ArrayList<>();
        bind(gateway -> {
            gateway.closeAtEnd(() -> closed.add("first"));
            gateway.closeAtEnd(() -> {
                throw new IOException("stuck");
            });
            gateway.closeAtEnd(() -> closed.add("last"));
            throw new IllegalStateException("broken");
        });

        assertThatThrownBy(() -> host.addRoutes(new OpenRouterRoutes()))
                .hasMessage("broken")
                .hasSuppressedException(new IOException("stuck"));

        assertThat(closed).containsExactly("last", "first");
    }

    private void bind(Installation installation) {
        host.getRegistry().bind("broken", new Feature() {
            @Override
            public String name() {
                return "broken";
            }

            @Override
            public void install(FeatureContext gateway) throws Exception {
                installation.install(gateway);
            }
        });
    }

    private interface Installation {
        void install(FeatureContext gateway) throws Exception;
    }

    private static void assertGone(URI sandbox) {
        assertThatThrownBy(() -> new Socket(sandbox.getHost(), sandbox.getPort()).close())
                .isInstanceOf(ConnectException.class);
    }

    private List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.contains("(" + host.getName() + ")") && name.contains("openrouter-"))
                .toList();
    }
}
