/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.door.StreamingEngine;
import io.github.camelopenrouter.embedded.OpenRouterPlugin;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.OneRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Route;
import org.apache.camel.support.RoutePolicySupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a client meets while {@code --dev} replaces a route: the test holds the new one before it takes requests. */
@Timeout(120)
class ReplacedRouteTest {

    private static final Duration WATCHERS_PACE = Duration.ofSeconds(40);

    @TempDir
    private Path directory;

    @TempDir
    private Path drafts;

    private final Hold hold = new Hold();
    private TestGateway gateway;
    private OneRequest client;

    @BeforeEach
    void start() throws Exception {
        gateway = TestGateway.sandbox();
        client = new OneRequest(gateway.port());
        gateway.context().getRegistry().bind("hold", hold);
        StreamingEngine engine =
                gateway.context().getRegistry().lookupByNameAndType(OpenRouterPlugin.ENGINE, StreamingEngine.class);
        Files.createDirectory(directory.resolve("admin"));
        gateway.context().addService(new DevReload(gateway.context(), directory, new RouteFiles(), List.of(engine)));
        write("/mine", "first", "");
        await().atMost(WATCHERS_PACE).until(() -> client.get("/mine").text().equals("first"));
    }

    @AfterEach
    void stop() {
        hold.goOn.countDown();
        gateway.close();
    }

    @Test
    void requestInBetweenIsToComeBackInAMoment() throws Exception {
        write("/mine", "second", "routePolicy: hold");
        assertThat(hold.reached.await(40, TimeUnit.SECONDS)).isTrue();

        OneRequest.Answer between = client.get("/mine");
        assertThat(between.status()).isEqualTo(503);
        assertThat(between.header("Retry-After")).isEqualTo("1");
        assertThat(between.text()).contains("\"type\":\"overloaded_error\"", "\"code\":\"loading_routes\"");
        assertThat(client.post(Door.CHAT.path(), Door.CHAT.plain()).status()).isEqualTo(200);

        hold.goOn.countDown();

        await().atMost(WATCHERS_PACE).until(() -> client.get("/mine").text().equals("second"));
        assertThat(client.get("/nowhere").status()).isEqualTo(404);
    }

    @Test
    void requestIsToComeBackOnAnthropicsPathsAndWithAnotherMethodToo() throws Exception {
        write("/anthropic/mine", "second", "routePolicy: hold");
        assertThat(hold.reached.await(40, TimeUnit.SECONDS)).isTrue();

        assertThat(client.post("/anthropic/mine", "{}").text())
                .startsWith("{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\"");
        assertThat(client.send("HEAD /mine", null).status()).isEqualTo(503);
    }

    @Test
    void adminsRoutesAreReadAtTheStartOnly() throws Exception {
        Files.writeString(directory.resolve("admin/yours.camel.yaml"), route("yours", "/yours", "yours", ""));
        write("/mine", "second", "");

        await().atMost(WATCHERS_PACE).until(() -> client.get("/mine").text().equals("second"));
        assertThat(client.get("/yours").status()).isEqualTo(404);
    }

    private static String route(String id, String path, String text, String more) {
        return """
                - route:
                    id: %s
                    %s
                    from:
                      uri: platform-http:%s
                      steps:
                        - setBody:
                            constant: %s
                """.formatted(id, more, path, text);
    }

    private void write(String path, String text, String more) throws IOException {
        String route = route("mine", path, text, more);
        Path draft = Files.writeString(drafts.resolve("draft"), route);
        Files.move(
                draft,
                directory.resolve("mine.camel.yaml"),
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.ATOMIC_MOVE);
    }

    private static final class Hold extends RoutePolicySupport {

        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);

        @Override
        public void onInit(Route route) {
            reached.countDown();
            try {
                assertThat(goOn.await(50, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
