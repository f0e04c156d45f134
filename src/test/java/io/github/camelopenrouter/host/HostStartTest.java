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

import io.github.camelopenrouter.testing.OneRequest;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.RoutePolicySupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What a client meets while a host on Camel Main starts: its server listens before its routes, and what is ours answers for
 * doors of ours that are still to come. The host's own paths stay its own.
 */
@Timeout(60)
class HostStartTest {

    private static final String DOOR = "?platformHttpEngine=#openrouter-engine&httpMethodRestrict=POST";

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    @Test
    void doorThatIsStillToComeIsToBeAskedAgainAndNotUnknown() throws Exception {
        try (MainHost host = MainHost.with("openrouter.api-key=any")) {
            FutureTask<MainHost> start = new FutureTask<>(() -> host.start(new DoorAfterDoor()));
            new Thread(start).start();
            assertThat(reached.await(50, TimeUnit.SECONDS)).isTrue();
            OneRequest client = new OneRequest(host.port());

            assertThat(client.post("/v1/first", "{}").status()).isEqualTo(200);
            assertThat(client.post("/v1/second", "{}").status()).isEqualTo(503);
            assertThat(client.post("/v1/second", "{}").header("Retry-After")).isEqualTo("1");
            assertThat(client.get("/v1/first").status()).isEqualTo(503);
            assertThat(client.post("/host", "{}").text()).contains("Resource not found");

            goOn.countDown();
            start.get(50, TimeUnit.SECONDS);

            assertThat(client.post("/v1/second", "{}").status()).isEqualTo(200);
            assertThat(client.post("/v1/third", "{}").status()).isEqualTo(404);
            assertThat(client.get("/v1/first").status()).isEqualTo(405);
        }
    }

    private final class DoorAfterDoor extends RouteBuilder {
        @Override
        public void configure() {
            RoutePolicySupport holding = new RoutePolicySupport() {
                @Override
                public void onStart(Route route) {
                    hold();
                }
            };
            from("platform-http:/v1/first" + DOOR).startupOrder(1).setBody(constant("first"));
            from("direct:held").startupOrder(2).routePolicy(holding).stop();
            from("platform-http:/v1/second" + DOOR).startupOrder(3).setBody(constant("second"));
            from("platform-http:/host").startupOrder(4).setBody(constant("the host's own"));
        }
    }

    private void hold() {
        reached.countDown();
        try {
            assertThat(goOn.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
