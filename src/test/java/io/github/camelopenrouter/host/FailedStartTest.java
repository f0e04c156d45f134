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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A host that cannot start because of us ends as behind any fault of Camel's: nothing of it runs on and answers 404. */
@Timeout(60)
class FailedStartTest {

    @ParameterizedTest
    @CsvSource({
        "direct:ask, kamelet:openrouter-chat-action?model=a/b&systemPromt=x, did you mean systemPrompt?",
        "kamelet:openrouter-gateway-source?operation=messages&instnace=b, mock:out, did you mean instance?",
        "kamelet:openrouter-gateway-source?operation=messages&instance=teem, mock:out, no gateway of that name",
        "direct:ask, kamelet:openrouter-chat-action?model=a/b&instance=teem, no gateway of that name",
        "direct:ask, kamelet:openrouter-upstream-sink?operation=messages&baseUrl=nowhere, property baseUrl is"
    })
    void leavesNoHttpServerBehind(String from, String to, String sentence) throws Exception {
        int port = freePort();
        try (MainHost host = MainHost.with("camel.server.port=" + port, "openrouter.api-key=any")) {
            assertThatThrownBy(() -> host.start(route(from, to)))
                    .hasMessageContaining(sentence)
                    .rootCause()
                    .hasMessageContaining(sentence);

            assertThat(host.context().getStatus().isStarted()).isFalse();
            assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
                    .isInstanceOf(ConnectException.class);
        }
    }

    private static RouteBuilder route(String from, String to) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("platform-http:/hosts-own").setBody(constant("host"));
                from(from).to(to);
            }
        };
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
