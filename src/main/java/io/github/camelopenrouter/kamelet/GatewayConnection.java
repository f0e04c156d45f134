/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.kamelet;

import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.api.Principal;
import io.github.camelopenrouter.call.Arrival;
import io.github.camelopenrouter.call.ClientLink;
import io.github.camelopenrouter.error.ClientGoneException;
import io.github.camelopenrouter.error.ErrorAnswer;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.error.Refusal;
import java.util.Locale;
import java.util.Set;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;

/**
 * A Kamelet's way to its gateway, found at the first call.
 *
 * <p>Each call is an exchange of its own, so that nothing of the gateway's stays on the host's: no HTTP header, no
 * property of an earlier call. Along go the request's id, the client's label, known from a door or set by the host, and the
 * host's headers but those that describe its body or steer Camel; which of them reach OpenRouter the gateway's own list
 * decides.
 */
final class GatewayConnection {

    private static final Set<String> DESCRIBING_THE_BODY =
            Set.of("content-type", "content-encoding", "content-length", "transfer-encoding");

    private final CamelContext context;
    private final Operation operation;
    private final KameletTarget target;
    private final String kamelet;
    private volatile @Nullable AsyncProducer producer;

    /** @param kamelet its name, for the records of its calls */
    GatewayConnection(CamelContext context, Operation operation, KameletTarget target, String kamelet) {
        this.context = context;
        this.operation = operation;
        this.target = target;
        this.kamelet = kamelet;
    }

    /**
     * An exchange for a call that belongs to this one: it ends when the caller's client leaves.
     *
     * @throws OpenRouterException if a guard has refused the caller's request, or its door has asked nobody for a key
     */
    Exchange callFor(Exchange caller) {
        Refusal.check(caller);
        Exchange call = new DefaultExchange(context, ExchangePattern.InOut);
        call.setProperty(ClientLink.PROPERTY, ClientLink.of(caller).forStep());
        String requestId = caller.getProperty(OpenRouterConstants.REQUEST_ID, String.class);
        call.setProperty(OpenRouterConstants.REQUEST_ID, requestId != null ? requestId : caller.getExchangeId());
        call.setProperty(OpenRouterConstants.ENTRY, "kamelet:" + kamelet);
        call.setProperty(ErrorAnswer.IS_THROWN, Boolean.TRUE);
        Principal.of(caller).putOn(call);
        Arrival request = Arrival.of(caller);
        call.setProperty(OpenRouterConstants.PARENT_CALL, request == null ? null : request.asParent());
        Message message = call.getMessage();
        caller.getMessage().getHeaders().forEach((name, value) -> {
            if (goesAlong(name.toLowerCase(Locale.ROOT))) {
                message.setHeader(name, value);
            }
        });
        return call;
    }

    /**
     * Makes the call, on this thread.
     *
     * @throws OpenRouterCallException if the answer is an error
     */
    Answer send(Exchange call) throws Exception {
        producer().process(call);
        Answer answer = new Answer(call);
        if (ClientLink.of(call).isGone()) {
            answer.close();
            throw new ClientGoneException();
        }
        if (call.getException() != null) {
            throw call.getException();
        }
        answer.requireSuccess();
        return answer;
    }

    private static boolean goesAlong(String lowerName) {
        return !lowerName.startsWith("camel") && !DESCRIBING_THE_BODY.contains(lowerName);
    }

    private AsyncProducer producer() throws Exception {
        AsyncProducer connected = producer;
        return connected != null ? connected : connect();
    }

    /** Benign race: concurrent first calls connect to the same gateway. */
    private AsyncProducer connect() throws Exception {
        AsyncProducer made = OpenRouterInstances.of(context).producer(target, operation);
        producer = made;
        return made;
    }
}
