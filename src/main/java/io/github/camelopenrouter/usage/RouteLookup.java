/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.config.InstanceName;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks by the route {@code openrouter-generation} of the gateway that made the call, with each key that its label had lately
 * until one is told.
 */
final class RouteLookup implements GenerationLookup, KeyUsage {

    private static final Logger LOG = LoggerFactory.getLogger(RouteLookup.class);

    private static final int OK = 200;
    private static final int UNKNOWN_TO_THIS_KEY = 404;

    /** A label that has had more keys in an hour is not asked for with all of them. */
    private static final int MOST_KEYS = 5;

    private final CamelContext context;
    private volatile @Nullable ProducerTemplate template;

    RouteLookup(CamelContext context) {
        this.context = context;
    }

    void start() {
        template = context.createProducerTemplate();
    }

    void stop() {
        ProducerTemplate used = template;
        template = null;
        if (used != null) {
            used.stop();
        }
    }

    @Override
    public Optional<Generation> find(String gateway, String key, String generationId) {
        String route = new InstanceName(gateway).routePrefix() + "generation";
        ProducerTemplate asking = template;
        if (asking == null || context.getRoute(route) == null) { // without a consumer the call would wait for one
            return Optional.empty();
        }
        for (int which = 0; which < MOST_KEYS; which++) {
            Exchange answer = ask(asking, route, key, which, generationId);
            int status = statusOf(answer);
            Optional<Generation> found = status == OK ? read(answer) : Optional.empty();
            boolean isLast = answer.isRouteStop() || status != UNKNOWN_TO_THIS_KEY && status != 401 && status != 403;
            if (found.isPresent() || isLast) {
                return found;
            }
        }
        return Optional.empty();
    }

    @Override
    public Optional<BigDecimal> find(String gateway, String key) {
        String route = new InstanceName(gateway).routePrefix() + "generation";
        ProducerTemplate asking = template;
        if (asking == null || context.getRoute(route) == null) {
            return Optional.empty();
        }
        Exchange answer = ask(asking, route, key, 0, null);
        return statusOf(answer) == OK ? readUsage(answer) : Optional.empty();
    }

    private static Optional<BigDecimal> readUsage(Exchange answer) {
        try {
            return Generation.usageOfKey(answer.getMessage().getBody(byte[].class));
        } catch (IOException e) {
            LOG.debug("OpenRouter's answer about a key cannot be read: {}", e.toString());
            return Optional.empty();
        }
    }

    private static Exchange ask(
            ProducerTemplate template, String route, String key, int which, @Nullable String generationId) {
        return template.request("direct:" + route, question -> {
            question.setProperty("CamelOpenRouterGeneration", generationId);
            question.setProperty("CamelOpenRouterWhichKey", which);
            question.setProperty(OpenRouterConstants.KEY_LABEL, key);
        });
    }

    private static int statusOf(Exchange answer) {
        if (answer.getException() != null) {
            LOG.debug(
                    "OpenRouter could not be asked for a cost: {}",
                    answer.getException().toString());
            return 0;
        }
        return answer.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
    }

    private static Optional<Generation> read(Exchange answer) {
        try {
            return Generation.read(answer.getMessage().getBody(byte[].class));
        } catch (IOException e) {
            LOG.debug("OpenRouter's answer about a cost cannot be read: {}", e.toString());
            return Optional.empty();
        }
    }
}
