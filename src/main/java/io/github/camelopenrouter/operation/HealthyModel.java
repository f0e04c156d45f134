/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.operation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.config.OpenRouterConstants;
import io.github.camelopenrouter.request.RequestDecoder;
import io.github.camelopenrouter.request.RequestEncoder;
import io.github.camelopenrouter.upstream.Vendor;
import io.github.camelopenrouter.upstream.VendorBreakers;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Goes straight to the next model of a request whose own model's vendor has an open circuit breaker: the first listed one
 * whose vendor is healthy becomes {@code model}, the remaining healthy ones {@code models}. Without a healthy one nothing
 * changes, and the breaker answers.
 *
 * <p>In: property {@link OpenRouterConstants#CANDIDATE_MODELS}. Out: property {@link OpenRouterConstants#SENT_MODEL}. Each
 * try begins with the client's own body again, so it is the client's own model that is looked at each time.
 */
final class HealthyModel implements Processor {

    private static final String OWN_MODEL = "CamelOpenRouterOwnModel";

    private final VendorBreakers breakers;
    private final RequestDecoder decoder = new RequestDecoder(Integer.MAX_VALUE - 1);
    private final RequestEncoder encoder = new RequestEncoder();

    HealthyModel(VendorBreakers breakers) {
        this.breakers = breakers;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        List<?> candidates = exchange.getProperty(OpenRouterConstants.CANDIDATE_MODELS, List.class);
        if (candidates == null) {
            return;
        }
        String own = ownModel(exchange);
        exchange.setProperty(OpenRouterConstants.SENT_MODEL, own);
        if (breakers.isOpen(Vendor.of(own))) {
            takeHealthy(exchange, candidates);
        }
    }

    private static String ownModel(Exchange exchange) {
        String own = exchange.getProperty(OWN_MODEL, String.class);
        if (own == null) {
            own = exchange.getProperty(OpenRouterConstants.SENT_MODEL, String.class);
            exchange.setProperty(OWN_MODEL, own);
        }
        return own;
    }

    private void takeHealthy(Exchange exchange, List<?> candidates) throws Exception {
        List<String> healthy = candidates.stream()
                .map(String.class::cast)
                .filter(model -> !breakers.isOpen(Vendor.of(model)))
                .distinct()
                .toList();
        if (!healthy.isEmpty()) {
            rewrite(exchange, healthy);
            exchange.setProperty(OpenRouterConstants.SENT_MODEL, healthy.get(0));
        }
    }

    private void rewrite(Exchange exchange, List<String> healthy) throws Exception {
        decoder.process(exchange);
        ObjectNode body = (ObjectNode) exchange.getMessage().getBody();
        body.put("model", healthy.get(0));
        if (healthy.size() > 1) {
            ArrayNode models = body.putArray("models");
            healthy.forEach(models::add);
        } else {
            body.remove("models");
        }
        encoder.process(exchange);
    }
}
