/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.kamelet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.body.RequestBody;
import io.github.camelopenrouter.error.OpenRouterException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** The Kamelet {@code openrouter-embeddings-action}: its documentation stands in its file in {@code kamelets/}. */
public final class EmbeddingsAction extends OpenRouterAction {

    private static final String INPUT = "input";
    /** The property of the call with the number of vectors that are wanted, absent for one alone. */
    private static final String WANTED = "CamelOpenRouterWantedVectors";

    /** What stays in the message body. */
    private enum Output {
        VECTORS,
        JSON
    }

    /** How the numbers travel. */
    private enum Encoding {
        FLOAT,
        BASE64
    }

    private final RequestInput requests = new RequestInput(INPUT);
    private @Nullable String model;
    private @Nullable Integer dimensions;
    private Encoding encoding = Encoding.FLOAT;
    private Output output = Output.VECTORS;

    public EmbeddingsAction() {
        super(Operation.EMBEDDINGS);
    }

    @Override
    void configure(TemplateParameters given) {
        super.configure(given);
        model = given.value("model");
        dimensions = given.positive("dimensions");
        encoding = given.word("encoding", Encoding.class, Encoding.FLOAT);
        output = given.word("output", Output.class, Output.VECTORS);
    }

    @Override
    void prepare(Exchange caller, Exchange call) {
        ObjectNode request = request(caller.getMessage());
        nameModel(request, caller, model);
        if (dimensions != null && !KameletProperty.in(request, "dimensions")) {
            request.put("dimensions", dimensions);
        }
        if (encoding == Encoding.BASE64 && !KameletProperty.in(request, "encoding_format")) {
            request.put("encoding_format", "base64");
        }
        call.getMessage().setBody(RequestBody.of(request));
        call.setProperty(WANTED, Vectors.countOf(request.get(INPUT)));
    }

    @Override
    void receive(Answer answer, Exchange call, Exchange caller) {
        String text = answer.text();
        JsonNode json = Json.readLeniently(text);
        Message message = caller.getMessage();
        if (output == Output.JSON) {
            message.setBody(text);
            ResultHeaders.body(message, answer.contentType());
        } else if (answer.isBlocked()) {
            throw OpenRouterCallException.withheld("A filter has not let the vectors through.", text);
        } else {
            Integer wanted = call.getProperty(WANTED, Integer.class);
            List<List<Float>> vectors = Vectors.of(json, wanted == null ? 1 : wanted);
            message.setBody(wanted == null ? vectors.get(0) : vectors);
            ResultHeaders.body(message, null);
        }
        answer.describe(message, json);
    }

    private ObjectNode request(Message message) {
        Object body = message.getBody();
        if (body instanceof Map || body instanceof JsonNode json && json.isObject()) {
            ObjectNode object = requests.of(body);
            if (!requests.isRequest(object)) {
                throw OpenRouterException.invalidRequest("A map has to be a request with input.", INPUT);
            }
            return object;
        }
        if (body instanceof Collection<?> batch) {
            List<Object> contents =
                    batch.stream().map(EmbeddingsAction::contentOf).toList();
            if (contents.contains(null)) {
                throw OpenRouterException.invalidRequest("The list holds nothing in one of its places.", INPUT);
            }
            return requests.around(INPUT, contents);
        }
        String text = body == null ? null : message.getBody(String.class);
        if (text == null || text.isEmpty()) {
            throw OpenRouterException.invalidRequest("The message body is empty: there is nothing to embed.", INPUT);
        }
        ObjectNode request = body instanceof RequestBody known ? requests.in(known) : requests.in(text);
        return request != null ? request : Json.MAPPER.createObjectNode().put(INPUT, text);
    }

    /** Aggregation strategies collect bodies, messages or whole exchanges. */
    private static Object contentOf(Object part) {
        if (part instanceof Exchange exchange) {
            return exchange.getMessage().getBody(String.class);
        }
        return part instanceof Message message ? message.getBody(String.class) : part;
    }
}
