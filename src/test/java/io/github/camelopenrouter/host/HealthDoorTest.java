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
import io.github.camelopenrouter.testing.ScriptedUpstream;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A door that asks nobody for a key leads to no call, and one for a model's id says nothing of other calls behind it. */
@Timeout(60)
class HealthDoorTest {

    private static final String CI = "ci=ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb";
    private static final String ANSWER =
            "{\"data\":[{\"id\":\"a/one\"},{\"id\":\"a/two\"}],\"choices\":[{\"message\":{\"content\":\"Hi\"}}]}";

    private static ScriptedUpstream upstream;
    private static MainHost host;

    @BeforeAll
    static void start() {
        upstream = ScriptedUpstream.start(call -> call.answer(200, "application/json", ANSWER));
        host = MainHost.with(
                        "openrouter.routes.enabled=true",
                        "openrouter.api-key=any",
                        "openrouter.base-url=" + upstream.baseUrl(),
                        "openrouter.auth=keys",
                        "openrouter.auth.keys=" + CI)
                .start(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from(health("/chat")).to("kamelet:openrouter-chat-action?model=a/b");
                        from(health("/models")).to("kamelet:openrouter-models-action");
                        from(health("/vectors")).to("kamelet:openrouter-embeddings-action?model=a/b");
                        from(health("/sink")).to("kamelet:openrouter-upstream-sink?operation=chat-completions");
                        from(health("/tap")).enrich("kamelet:openrouter-chat-action?model=a/b", (answer, more) -> more);
                        from(health("/direct"))
                                .setBody(constant(
                                        "{\"model\":\"a/b\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}"))
                                .to("direct:openrouter-chat-completions");
                        from(health("/list")).to("direct:openrouter-models");
                        from(health("/up")).to("kamelet:openrouter-upstream-sink");
                        from("kamelet:openrouter-gateway-source?operation=model&path=/one/models/")
                                .to("kamelet:openrouter-upstream-sink?operation=models");
                    }
                });
    }

    private static String health(String path) {
        return "kamelet:openrouter-gateway-source?operation=health&path=" + path;
    }

    @AfterAll
    static void stop() throws Exception {
        host.close();
        upstream.close();
    }

    @BeforeEach
    void forgetEarlierTests() {
        upstream.forget();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/chat", "/models", "/vectors", "/sink", "/tap", "/direct", "/list"})
    void refusesTheCallOfAStepBehindIt(String path) throws Exception {
        OneRequest.Answer answer = new OneRequest(host.port()).get(path);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text()).contains("A door of the operation health asks nobody for a key");
        assertThat(upstream.callCount()).isZero();
    }

    @Test
    void isAnsweredThroughTheSinkAsItIs() throws Exception {
        OneRequest.Answer answer = new OneRequest(host.port()).get("/up");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("{\"status\":\"UP\"}");
        assertThat(upstream.callCount()).isZero();
    }

    @Test
    void sinkWithAnOperationOfItsOwnListsAllModelsBehindTheDoorOfOne() throws Exception {
        OneRequest.Answer answer = new OneRequest(host.port()).get("/one/models/a/one", "Authorization: Bearer a");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).contains("a/one", "a/two");
    }
}
