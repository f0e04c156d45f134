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
import java.io.IOException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.ProcessorDefinition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A host's error handler that goes on behind every error does not open what the guard has refused. */
@Timeout(60)
class RefusedByTheGuardTest {

    private static final String QUESTION =
            "{\"model\":\"a/b\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";

    private ScriptedUpstream upstream;

    @BeforeEach
    void start() {
        upstream = ScriptedUpstream.start(
                call -> call.answer(
                        200,
                        "application/json",
                        "{\"data\":[{\"id\":\"a/b\"}],\"choices\":[{\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}"));
    }

    @AfterEach
    void stop() throws IOException {
        upstream.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "direct:openrouter-chat-completions",
                "direct:openrouter-models",
                "kamelet:openrouter-chat-action?model=a/b",
                "kamelet:openrouter-upstream-sink?operation=chat-completions"
            })
    void callsNobodyBehindAHandlerThatContinues(String call) throws Exception {
        try (MainHost host = host(call, false)) {
            new OneRequest(host.port()).post("/mine", QUESTION);

            assertThat(upstream.callCount()).isZero();
            assertThat(new OneRequest(host.port())
                            .post("/mine", QUESTION, "x-api-key: a")
                            .status())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"direct:openrouter-chat-completions", "kamelet:openrouter-chat-action?model=a/b"})
    void callsNobodyBehindABlockThatCatches(String call) throws Exception {
        try (MainHost host = host(call, true)) {
            assertThat(new OneRequest(host.port()).post("/mine", QUESTION).text())
                    .doesNotContain("Hi");

            assertThat(upstream.callCount()).isZero();
        }
    }

    private MainHost host(String call, boolean caught) throws Exception {
        return MainHost.with(
                        "openrouter.routes.enabled=true",
                        "openrouter.api-key=any",
                        "openrouter.auth.keys=ci=ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb",
                        "openrouter.base-url=" + upstream.baseUrl())
                .start(new RouteBuilder() {
                    @Override
                    public void configure() {
                        if (!caught) {
                            onException(Exception.class).continued(true);
                        }
                        ProcessorDefinition<?> door =
                                from("platform-http:/mine").routeId("mine");
                        if (caught) {
                            door.doTry()
                                    .process("openrouter-guard")
                                    .doCatch(Exception.class)
                                    .end();
                        } else {
                            door.process("openrouter-guard");
                        }
                        door.to(call);
                    }
                });
    }
}
