/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.rules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.body.RequestBody;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.passthrough.MultipartBody;
import java.io.IOException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * A rule of the operator's own: made in a YAML file's {@code beans}, named by a {@code process} step of a route
 * configuration {@code openrouter-upstream-…}. There the request is decoded and converted, and its operation is
 * known. What the rule does not touch keeps its bytes; what has no body, as the fetch of the model list, passes.
 *
 * <p>It lives by the settings of the gateway that the request is for. In front of {@code direct:openrouter-…} in a door of
 * one's own neither that gateway nor the operation is known, so there a rule lets nothing through: it belongs behind {@code
 * openrouter-gateway-source}, whose {@code instance} names the gateway.
 */
abstract class RequestRule implements Processor {

    @Override
    public final void process(Exchange exchange) throws IOException {
        Message message = exchange.getMessage();
        if (message.getBody() == null) {
            return;
        }
        Operation operation = operationOf(exchange);
        if (message.getBody() instanceof MultipartBody) {
            form();
            return;
        }
        RequestBody changed = SharedRequest.of(exchange).copy();
        if (apply(changed.tree(), operation)) {
            message.setBody(changed);
        }
    }

    /** A form has no tree to change: refused rather than passed unseen, unless the rule has nothing to say to it. */
    void form() {
        throw OpenRouterException.unsupportedMediaType("This gateway's rules read no forms: send application/json.");
    }

    /** Changes the request, and says whether it did. */
    abstract boolean apply(ObjectNode body, Operation operation);

    static Operation operationOf(Exchange exchange) {
        Operation operation = exchange.getProperty(OpenRouterConstants.OPERATION, Operation.class);
        if (operation == null) {
            throw new IllegalStateException(
                    "A rule for requests belongs into a route configuration whose id begins with"
                            + " openrouter-upstream-, or behind openrouter-gateway-source:"
                            + " elsewhere the operation is not known");
        }
        return operation;
    }
}
