/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.tokens;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.body.RequestTree;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * Answers how many tokens the request in the message has, as Anthropic does: {@code {"input_tokens":n}}. Stands behind the
 * checks of the operation.
 */
public final class CountTokens implements Processor {

    @Override
    public void process(Exchange exchange) {
        ObjectNode request = RequestTree.of(exchange);
        if (exchange.getProperty(OpenRouterConstants.REQUESTED_MODEL) == null) {
            exchange.setProperty(
                    OpenRouterConstants.REQUESTED_MODEL, request.path("model").textValue());
        }
        byte[] json = ("{\"input_tokens\":" + PromptTokens.of(request) + "}").getBytes(StandardCharsets.US_ASCII);
        Message message = exchange.getMessage();
        Map<String, Object> headers = exchange.getContext()
                .getCamelContextExtension()
                .getHeadersMapFactory()
                .newMap();
        headers.put(Exchange.HTTP_RESPONSE_CODE, 200);
        headers.put(Exchange.CONTENT_TYPE, "application/json");
        message.setHeaders(headers);
        message.setBody(json);
    }
}
