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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What steps that know nothing of our body read of it. */
class RequestBodyConvertersTest {

    private static final String TEXT = "{\"mod\\u0065l\":\"a/b\",\"n\":1.50,\"messages\":[{\"content\":\"\\u00e9\"}]}";

    private final Exchange exchange = decoded(TEXT);

    @ParameterizedTest
    @ValueSource(classes = {byte[].class, String.class, InputStream.class, JsonNode.class, ObjectNode.class})
    void everyTypeIsTheRequestAgainByteForByte(Class<?> type) {
        Object read = exchange.getMessage().getBody(type);

        assertThat(Requests.sent(Requests.withBody(read))).isEqualTo(TEXT);
    }

    @Test
    void mapHoldsJavasOwnTypes() {
        Map<?, ?> read = exchange.getMessage().getBody(Map.class);

        assertThat((Object) read)
                .isEqualTo(Map.of(
                        "model", "a/b", "n", new BigDecimal("1.50"), "messages", List.of(Map.of("content", "é"))));
    }

    @ParameterizedTest
    @ValueSource(classes = {JsonNode.class, ObjectNode.class, Map.class})
    void whoeverChangesWhatHeHasReadChangesNothingElse(Class<?> type) {
        Message message = exchange.getMessage();
        Object read = message.getBody(type);
        if (read instanceof ObjectNode tree) {
            ((ObjectNode) tree.at("/messages/0")).put("content", "other");
            tree.removeAll();
        } else {
            ((Map<?, ?>) read).clear();
        }

        assertThat(message.getBody(String.class)).isEqualTo(TEXT);
    }

    /** Bytes that a step in front has had decoded: the request goes up from them. */
    @Test
    void whoeverOverwritesTheBytesHeHasReadChangesNothingElse() throws IOException {
        Exchange ofStep = Requests.withBody(Requests.bytes(TEXT));
        RequestBody.in(ofStep.getMessage(), Requests.LIMIT);

        Arrays.fill(ofStep.getMessage().getBody(byte[].class), (byte) ' ');

        assertThat(ofStep.getMessage().getBody(String.class)).isEqualTo(TEXT);
    }

    @Test
    void currentContentIsRead() {
        RequestTree.of(exchange).put("n", 2);

        assertThat(exchange.getMessage().getBody(String.class)).isEqualTo(TEXT.replace("1.50", "2"));
    }

    private static Exchange decoded(String text) {
        Exchange exchange = Requests.withBody(Requests.bytes(text));
        try {
            new RequestDecoder(Requests.LIMIT).process(exchange);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return exchange;
    }
}
