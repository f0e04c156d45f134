/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.admin;

import io.github.camelopenrouter.call.KeyCooldowns;
import io.github.camelopenrouter.error.OpenRouterException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.CamelContextHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code DELETE /admin/v1/cooldowns/<label>}: an OpenRouter key that is left alone is used again at once. If OpenRouter still
 * refuses or limits it, its next call begins another cooldown.
 */
final class EndCooldown implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(EndCooldown.class);

    private final CamelContext context;

    EndCooldown(CamelContext context) {
        this.context = context;
    }

    @Override
    public void process(Exchange exchange) {
        QueryParameters.of(exchange, Set.of());
        String label = PathName.of(exchange).orElse("");
        KeyCooldowns keys = keys();
        Duration left = keys.cooldownOf(label)
                .orElseThrow(
                        () -> OpenRouterException.of(404, "No key of this label is in cooldown.", null, "no_cooldown"));
        Audited.begin(exchange, "cooldown.end", label, Map.of("seconds", left.toSeconds()), Map.of());
        keys.endCooldown(label);
        LOG.info("The cooldown of the OpenRouter key '{}' is over by order of an operator", label);
        Reply.withNothing(exchange);
    }

    private KeyCooldowns keys() {
        return CamelContextHelper.mandatoryLookup(context, "openrouter-" + KeyCooldowns.BEAN, KeyCooldowns.class);
    }
}
