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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * The one step of the upstream sink: hands the exchange to the gateway's operation, which converts and calls, and leaves
 * the answer on it as it is, an error too. It is the client's own exchange, so keep-alives, the end of the call when the
 * client leaves and the drain are those of the door it came in by.
 */
public final class UpstreamStep extends GatewayStep {

    /** The Exchange property (Boolean) of a request that its door has answered already: there is nothing to call. */
    static final String ANSWERED = "CamelOpenRouterAnsweredByDoor";

    /** The Exchange property (String) of the model that the client of a door wants to know of; absent for all of them. */
    static final String MODEL_ID = "CamelOpenRouterModelIdOfDoor";

    /** The Exchange property (String) of the query at a door, which says which page of a list is wanted. */
    static final String QUERY = "CamelOpenRouterQueryOfDoor";

    private final Map<Operation, AsyncProducer> producers = new ConcurrentHashMap<>();
    /** Null: that of the gateway source in front. */
    private @Nullable Operation operation;

    @Override
    void configure(TemplateParameters given) {
        super.configure(given);
        String named = given.value("operation");
        operation = named == null ? null : DoorFunction.operation(named);
    }

    /** What the client came for stays known when this call is another one on the way to its answer. */
    @Override
    public void process(Exchange exchange) throws Exception {
        if (exchange.getProperty(ANSWERED) != null && operation == null) {
            return; // a call that the route wants nevertheless is refused, see GatewayDoor
        }
        Operation asked = exchange.getProperty(OpenRouterConstants.OPERATION, Operation.class);
        Object instanceAsked = exchange.getProperty(OpenRouterConstants.INSTANCE);
        if (exchange.getProperty(OpenRouterConstants.ENTRY) == null) {
            exchange.setProperty(OpenRouterConstants.ENTRY, "kamelet:openrouter-upstream-sink");
        }
        Object model = exchange.getProperty(MODEL_ID);
        // what the client came for, not what its route wants to know beside it
        if (model != null && operation == null) {
            exchange.getMessage().setHeader(OpenRouterConstants.MODEL_ID_HEADER, model);
        }
        Object query = exchange.getProperty(QUERY);
        if (query != null && operation == null) {
            exchange.getMessage().setHeader(Exchange.HTTP_QUERY, query);
        }
        producer(wanted(asked)).process(exchange);
        if (asked != null) {
            exchange.setProperty(OpenRouterConstants.OPERATION, asked);
            exchange.setProperty(OpenRouterConstants.INSTANCE, instanceAsked);
        }
    }

    private Operation wanted(@Nullable Operation asked) {
        Operation wanted = operation != null ? operation : asked;
        if (wanted == null) {
            throw new IllegalStateException("The upstream sink does not know what to call: set its property operation,"
                    + " or put openrouter-gateway-source in front.");
        }
        return wanted;
    }

    private AsyncProducer producer(Operation wanted) throws Exception {
        AsyncProducer known = producers.get(wanted);
        return known != null ? known : connect(wanted);
    }

    /** Benign race: concurrent first calls connect to the same gateway, and neither waits for the other under a lock. */
    private AsyncProducer connect(Operation wanted) throws Exception {
        AsyncProducer made = OpenRouterInstances.of(context()).producer(target(), wanted);
        producers.put(wanted, made);
        return made;
    }
}
