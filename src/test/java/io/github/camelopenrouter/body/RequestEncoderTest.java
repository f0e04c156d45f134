/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.body;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

class RequestEncoderTest {

    @Test
    void leavesBytesInTheMessage() {
        assertThat(encoded(Map.of()).getMessage().getBody()).isEqualTo(Requests.bytes("{\"a\":1}"));
    }

    @Test
    void saysThatTheyAreJson() {
        Exchange exchange = encoded(Map.of("content-type", "text/plain"));

        assertThat(exchange.getMessage().getHeaders()).hasSize(1).containsEntry("Content-Type", "application/json");
    }

    @Test
    void dropsWhatDescribedTheOldBytes() {
        Exchange exchange =
                encoded(Map.of("content-encoding", "gzip", "CONTENT-LENGTH", 9, "transfer-encoding", "chunked"));

        assertThat(exchange.getMessage().getHeaders()).containsOnlyKeys("Content-Type");
    }

    @Test
    void leavesOtherHeadersAlone() {
        assertThat(encoded(Map.of("x-session-id", "s")).getMessage().getHeader("X-Session-Id"))
                .isEqualTo("s");
    }

    private static Exchange encoded(Map<String, Object> headers) {
        Exchange exchange =
                Requests.withBody(JsonNodeFactory.instance.objectNode().put("a", 1), headers);
        new RequestEncoder().process(exchange);
        return exchange;
    }
}
