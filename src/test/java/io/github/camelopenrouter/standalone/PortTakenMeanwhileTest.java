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

import io.github.camelopenrouter.TestGateway;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody takes a port between the gateway's look at it and Camel's, which itself would only warn. */
@Timeout(60)
class PortTakenMeanwhileTest {

    @ParameterizedTest
    @ValueSource(strings = {"camel.server.port", "camel.management.port"})
    void startIsGivenUp(String port) throws Exception {
        try (ServerSocket taken = new ServerSocket()) {
            int free = freePort();
            RouteBuilder taking = new RouteBuilder() {
                @Override
                public void configure() {
                    try {
                        taken.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), free));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            };
            TestGateway gateway = TestGateway.startingWith(
                    taking, "camel.management.enabled=true", "camel.management.port=0", port + "=" + free);

            gateway.awaitStart().close();

            assertThat(gateway.hasFailed()).isTrue();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }
}
