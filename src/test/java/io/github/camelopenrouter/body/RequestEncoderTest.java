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
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

class RequestEncoderTest {

    private final ObjectNode tree = JsonNodeFactory.instance.objectNode().put("a", 1);

    @Test
    void leavesBytesInTheMessage() {
        assertThat(encoded(RequestBody.of(tree))).isEqualTo(Requests.bytes("{\"a\":1}"));
    }

    @Test
    void leavesALargeBodyToBeWrittenToTheConnection() {
        tree.put("b", "B".repeat(RequestEncoder.LARGE));

        assertThat(encoded(RequestBody.of(tree)))
                .isInstanceOfSatisfying(
                        RequestBody.class,
                        body -> assertThat(body.getContentLength()).isEqualTo(body.bytes().length));
    }

    @Test
    void passesOverWhatHasNoRequest() {
        assertThat(encoded(null)).isNull();
    }

    private static Object encoded(Object body) {
        Exchange exchange = Requests.withBody(body);
        new RequestEncoder().process(exchange);
        return exchange.getMessage().getBody();
    }
}
