/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert.receiver;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/** Says a notification in a receiver's own words, to be sent to its address. */
final class JsonPost implements Processor {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String origin;
    private final Function<AlertMessage, ObjectNode> words;

    /** @param origin scheme, host and port; the rest of the address is put on later */
    JsonPost(String origin, Function<AlertMessage, ObjectNode> words) {
        this.origin = origin;
        this.words = words;
    }

    @Override
    public void process(Exchange exchange) throws IOException {
        AlertMessage alert = AlertMessage.parse(exchange.getMessage().getBody(byte[].class));
        post(exchange.getMessage(), origin, JSON.writeValueAsBytes(words.apply(alert)));
    }

    /** Headers that the operator's steps have set go along, ours about the alert do not: they are for routes. */
    static void post(Message message, String origin, byte[] body) {
        message.removeHeaders("OpenRouterAlert*");
        message.setHeader(Exchange.HTTP_URI, origin);
        post(message);
        message.setBody(body);
    }

    static void post(Message message) {
        message.setHeader(Exchange.HTTP_METHOD, "POST");
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
    }
}
