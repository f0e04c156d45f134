/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.kamelet;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.error.OpenRouterException;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** What all action Kamelets have in common: how they call their gateway, and how a call ends. */
public abstract class OpenRouterAction extends GatewayStep {

    private static final String MODEL = "model";

    private final Operation operation;
    private @Nullable GatewayConnection connection;

    OpenRouterAction(Operation operation) {
        this.operation = operation;
    }

    @Override
    void configure(TemplateParameters given) {
        super.configure(given);
        connection = new GatewayConnection(context(), operation, target(), kamelet());
    }

    private String kamelet() {
        return "openrouter-" + (operation == Operation.CHAT_COMPLETIONS ? "chat" : operation.id()) + "-action";
    }

    @Override
    public final void process(Exchange exchange) throws Exception {
        GatewayConnection gateway = requireNonNull(connection);
        Exchange call = callFor(gateway, exchange);
        receive(ask(gateway, exchange, call), call, exchange);
    }

    private static Exchange callFor(GatewayConnection gateway, Exchange caller) {
        try {
            return gateway.callFor(caller);
        } catch (OpenRouterException e) {
            throw OpenRouterCallException.notMade(e);
        }
    }

    private Answer ask(GatewayConnection gateway, Exchange caller, Exchange call) throws Exception {
        try {
            prepare(caller, call);
            return gateway.send(call);
        } catch (OpenRouterException e) {
            throw OpenRouterCallException.notMade(e);
        }
    }

    /**
     * Settles which model is asked: the one that the host's route has set for this message, the one that the request names,
     * or the Kamelet's. The host's goes first, since a request can be a client's.
     *
     * @param model the Kamelet's, null for none
     */
    final void nameModel(ObjectNode request, Exchange caller, @Nullable String model) {
        String chosen = KameletProperty.text(caller.getProperty(OpenRouterConstants.REQUEST_MODEL, String.class));
        if (chosen != null) {
            request.put(MODEL, chosen);
        } else if (model != null && !KameletProperty.in(request, MODEL)) {
            request.put(MODEL, model);
        }
        boolean inList = operation != Operation.EMBEDDINGS && KameletProperty.in(request, "models");
        if (!KameletProperty.in(request, MODEL) && !inList) {
            throw OpenRouterException.invalidRequest(
                    "No model is named: set the Kamelet property model, or model in the request.", MODEL);
        }
    }

    /** Makes the request out of the host's message. */
    abstract void prepare(Exchange caller, Exchange call) throws Exception;

    /** Puts the answer into the host's message. */
    abstract void receive(Answer answer, Exchange call, Exchange caller) throws Exception;
}
