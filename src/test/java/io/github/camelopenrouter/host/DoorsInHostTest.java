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

import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.RawClient;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The YAML doors in a host that Camel Main runs, taken in by the documents' one pattern and nothing else. */
@Timeout(120)
class DoorsInHostTest {

    private static final String EVENT = "data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n\n";
    private static final String DONE = "data: [DONE]\n\n";

    private static ScriptedUpstream upstream;
    private static MainHost host;

    @BeforeAll
    static void start() {
        upstream = ScriptedUpstream.start(ScriptedUpstream.Call::reset);
        host = MainHost.with(
                        "camel.main.routesIncludePattern=classpath:openrouter/routes/*.camel.yaml",
                        "openrouter.routes.enabled=true",
                        "openrouter.api-key=any",
                        "openrouter.base-url=" + upstream.baseUrl())
                .start(new HostDoors());
    }

    @AfterAll
    static void stop() throws Exception {
        host.close();
        upstream.close();
    }

    private static final class HostDoors extends RouteBuilder {
        @Override
        public void configure() {
            from("platform-http:/host/echo").routeId("host-echo").setBody(simple("${header.q} ${body}"));
            from("platform-http:/host/fails")
                    .routeId("host-fails")
                    .errorHandler(noErrorHandler())
                    .throwException(new IllegalStateException("the host's own business"));
        }
    }

    @Test
    void streamTokenByToken() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        upstream.script(call -> {
            call.head(200, "text/event-stream").send(EVENT);
            assertThat(seen.await(20, TimeUnit.SECONDS)).isTrue();
            call.send(DONE).end();
        });
        try (RawClient client = client().post(Door.CHAT.path(), Door.CHAT.streaming())) {
            RawClient.Answer answer = client.answer();
            assertThat(answer.next(EVENT.length())).isEqualTo(EVENT);
            seen.countDown();
            assertThat(answer.text()).isEqualTo(DONE);
        }
    }

    @Test
    void endTheCallWhenTheClientLeaves() throws Exception {
        upstream.forget();
        upstream.script(ScriptedUpstream.Call::awaitHangUp);
        RawClient client = client().post(Door.CHAT.path(), Door.CHAT.plain());
        ScriptedUpstream.Call call = upstream.awaitCall();
        client.hangUp();
        assertThat(call.hasHungUpWithin(Duration.ofSeconds(5))).isTrue();
    }

    @Test
    void refuseInTheEnvelope() throws Exception {
        OneRequest.Answer answer = new OneRequest(host.port()).post(Door.CHAT.path(), "{}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).startsWith("{\"error\":{\"message\":");
    }

    /** Stock engine, stock manners: query parameters as headers, Camel's own body handler. */
    @Test
    void hostsDoorsStayOnTheStockEngine() throws Exception {
        assertThat(host.context().getRoute("host-echo").getConsumer())
                .extracting("platformHttpConsumer")
                .isExactlyInstanceOf(VertxPlatformHttpConsumer.class);
        assertThat(new OneRequest(host.port())
                        .post("/host/echo?q=asked", "body")
                        .text())
                .isEqualTo("asked body");
    }

    @Test
    void hostsErrorsStayAsTheyWere() throws Exception {
        OneRequest.Answer answer = new OneRequest(host.port()).get("/host/fails");
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.text()).isEmpty();
    }

    @Test
    void hostsUnknownPathsStayAsTheyWere() throws Exception {
        assertThat(new OneRequest(host.port()).get("/host/unknown").text()).contains("Resource not found");
    }

    @Test
    void oursAreFoundByTheirNames() {
        assertThat(host.context().getRoute("openrouter-door-v1-chat-completions"))
                .isNotNull();
        assertThat(host.context().getRoute("openrouter-chat-completions")).isNotNull();
    }

    private static RawClient client() throws Exception {
        return RawClient.connect(host.port());
    }
}
