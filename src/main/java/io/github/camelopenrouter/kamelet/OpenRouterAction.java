/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.kamelet;

import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.error.OpenRouterException;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * What all action Kamelets have in common: which gateway they call, and how a call ends. Their properties are set by the
 * Kamelet, as text; {@link #init()} checks them before the route starts.
 */
public abstract class OpenRouterAction implements Processor, CamelContextAware {

    private final Operation operation;
    private CamelContext context;
    private GatewayConnection connection;
    private String instance;
    private String apiKey;
    private String baseUrl;

    OpenRouterAction(Operation operation) {
        this.operation = operation;
    }

    /** The name of a configured gateway, so that no key stands in a route. */
    public void setInstance(String instance) {
        this.instance = KameletProperty.text(instance);
    }

    public void setApiKey(String apiKey) {
        this.apiKey = KameletProperty.text(apiKey);
    }

    public void setBaseUrl(String baseUrl) {
        this.baseUrl = KameletProperty.text(baseUrl);
    }

    @Override
    public void setCamelContext(CamelContext context) {
        this.context = context;
    }

    @Override
    public CamelContext getCamelContext() {
        return context;
    }

    /**
     * All properties are set.
     *
     * @throws Exception if they cannot work together
     */
    public void init() throws Exception {
        connection = new GatewayConnection(context, operation, new KameletTarget(instance, apiKey, baseUrl));
    }

    @Override
    public final void process(Exchange exchange) throws Exception {
        Exchange call = connection.callFor(exchange);
        try {
            prepare(exchange, call);
            Answer answer = connection.send(call);
            receive(answer, call, exchange);
        } catch (OpenRouterException e) {
            throw OpenRouterCallException.of(e);
        }
    }

    /** Makes the request out of the host's message. */
    abstract void prepare(Exchange caller, Exchange call) throws Exception;

    /** Puts the answer into the host's message. */
    abstract void receive(Answer answer, Exchange call, Exchange caller) throws Exception;
}
