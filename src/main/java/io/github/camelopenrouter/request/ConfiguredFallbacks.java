/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.body.RequestTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Adds the fallbacks of {@code openrouter.fallbacks} to a request that brings none of its own, as OpenRouter's
 * {@code models}, the primary model first. Stands behind {@link ModelName}.
 *
 * <p>Out: property {@link OpenRouterConstants#CANDIDATE_MODELS}, the models that may serve, whoever named them.
 */
final class ConfiguredFallbacks implements Processor {

    private static final String MODELS = "models";

    private final Map<String, List<String>> fallbacks;

    /** @param fallbacks the models to take instead, by model as it is sent, or as it is asked for */
    ConfiguredFallbacks(Map<String, List<String>> fallbacks) {
        this.fallbacks = Map.copyOf(fallbacks);
    }

    @Override
    public void process(Exchange exchange) {
        ObjectNode body = RequestTree.of(exchange);
        String model = exchange.getProperty(OpenRouterConstants.SENT_MODEL, String.class);
        List<String> configured = fallbacks.getOrDefault(model, fallbacks.get(requested(exchange)));
        if (configured != null
                && !RequestTree.isGiven(body.get(MODELS))
                && !RequestTree.isGiven(body.get("fallbacks"))) {
            ArrayNode models = body.putArray(MODELS).add(body.get("model"));
            configured.forEach(models::add);
        }
        rememberCandidates(exchange);
    }

    static void rememberCandidates(Exchange exchange) {
        if (RequestTree.of(exchange).get(MODELS) instanceof ArrayNode models) {
            exchange.setProperty(OpenRouterConstants.CANDIDATE_MODELS, names(models));
        } else {
            exchange.removeProperty(OpenRouterConstants.CANDIDATE_MODELS);
        }
    }

    /** An alias may have fallbacks as well as its target. */
    private static String requested(Exchange exchange) {
        return exchange.getProperty(OpenRouterConstants.REQUESTED_MODEL, "", String.class);
    }

    private static List<String> names(ArrayNode models) {
        List<String> names = new ArrayList<>(models.size());
        for (JsonNode model : models) {
            names.add(model.asText());
        }
        return names;
    }
}
