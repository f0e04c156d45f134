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
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.body.RequestBody;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.response.OwnedStream;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * An action whose answer is a text: chat, responses and completions. The host's message holds a whole request or only its
 * content; what a request says itself stands, the Kamelet's properties fill in what it leaves out.
 */
public abstract class TextAction extends OpenRouterAction {

    private final ResponseShape shape;
    private final RequestInput requests;
    private @Nullable String model;
    private @Nullable BigDecimal temperature;
    private @Nullable Integer maxTokens;
    private List<String> fallbacks = List.of();
    private Output output = Output.TEXT;

    /** @param contentKeys the first holds a content that is given alone */
    TextAction(Operation operation, ResponseShape shape, String... contentKeys) {
        super(operation);
        this.shape = shape;
        this.requests = new RequestInput(contentKeys);
    }

    @Override
    void configure(TemplateParameters given) {
        super.configure(given);
        model = given.value("model");
        temperature = given.decimal("temperature");
        maxTokens = given.positive("maxTokens");
        fallbacks = given.names("fallbacks");
        output = given.word("output", Output.class, Output.TEXT);
    }

    @Override
    final void prepare(Exchange caller, Exchange call) {
        ObjectNode request = request(caller.getMessage());
        nameModel(request, caller, model);
        fill(request);
        request.put("stream", output.isStreamed());
        call.getMessage().setBody(RequestBody.of(request));
    }

    @Override
    final void receive(Answer answer, Exchange call, Exchange caller) {
        Message message = caller.getMessage();
        if (output.isStreamed() && answer.isEventStream()) {
            answer.describeStream(message);
            OwnedStream stream = answer.streamFor(caller);
            ResultHeaders.body(message, output == Output.STREAM ? answer.contentType() : null);
            message.setBody(output == Output.STREAM ? stream : new TokenStream(stream, shape));
        } else {
            whole(answer, message);
        }
    }

    /** Puts in what the request leaves out. */
    void fill(ObjectNode request) {
        if (temperature != null && !KameletProperty.in(request, "temperature")) {
            request.put("temperature", temperature);
        }
        if (maxTokens != null
                && !KameletProperty.in(request, "max_tokens", "max_completion_tokens", "max_output_tokens")) {
            request.put(maxTokensKey(), maxTokens);
        }
        if (!fallbacks.isEmpty() && !KameletProperty.in(request, "fallbacks", "models")) {
            ArrayNode names = request.putArray("fallbacks");
            fallbacks.forEach(names::add);
        }
    }

    String maxTokensKey() {
        return "max_tokens";
    }

    /** The content type of the answer's text. */
    String textType() {
        return "text/plain; charset=utf-8";
    }

    /** A request with nothing but this text. */
    abstract ObjectNode asking(String text);

    /** A request with nothing but this content, which is no text. */
    abstract ObjectNode asking(Object content, RequestInput requests);

    private ObjectNode request(Message message) {
        Object body = message.getBody();
        if (body instanceof Map || body instanceof JsonNode json && json.isObject()) {
            ObjectNode object = requests.of(body);
            return requests.isRequest(object) ? object : asking(object, requests);
        }
        if (body instanceof Collection || body instanceof JsonNode json && !json.isTextual()) {
            return asking(body, requests);
        }
        String text = body instanceof JsonNode json ? json.textValue() : message.getBody(String.class);
        if (text == null || text.isEmpty()) {
            throw OpenRouterException.invalidRequest("The message body is empty: there is nothing to ask.", null);
        }
        ObjectNode request = body instanceof RequestBody known ? requests.in(known) : requests.in(text);
        return request != null ? request : asking(text);
    }

    /** Whoever wants nothing but the text must not take what stands in its place for one. */
    private void requireText(JsonNode json, String answer) {
        String refusal = shape.refusal(json);
        boolean refused = !refusal.isEmpty() && shape.text(json).isEmpty();
        if (refused || shape.isFiltered(json)) {
            throw OpenRouterCallException.withheld(refusal, answer);
        }
    }

    private static void become(Message message, Object body, @Nullable String contentType) {
        ResultHeaders.body(message, contentType);
        message.setBody(body);
    }

    private void whole(Answer answer, Message message) {
        String text = answer.text();
        JsonNode json = Json.readLeniently(text);
        JsonNode error = shape.error(json);
        if (!error.isMissingNode()) {
            throw OpenRouterCallException.inAnswer(error, text);
        }
        if (!json.isObject()) {
            throw OpenRouterCallException.failed(
                    OpenRouterException.badGateway("OpenRouter's answer is no JSON object."));
        }
        if (output != Output.JSON) {
            requireText(json, text);
        }
        answer.describe(message, json);
        switch (output) {
            case TEXT -> become(message, shape.text(json), textType());
            case TOKENS -> become(message, List.of(shape.text(json)).iterator(), null);
            default -> become(message, text, answer.contentType());
        }
    }
}
