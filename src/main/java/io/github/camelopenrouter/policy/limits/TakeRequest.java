/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.limits;

import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.policy.request.Grant;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Takes a request, and a call under way, of each level that has limits of them; in front of the decode, so that what is too
 * much is not even read. Errors: 429, code {@code rate_limit_exceeded}.
 */
final class TakeRequest implements Processor {

    private final LimitBook limits;
    private final Function<Exchange, Grant> grants;
    private final String routePrefix;
    private final Clock clock;

    TakeRequest(LimitBook limits, Function<Exchange, Grant> grants, String routePrefix, Clock clock) {
        this.limits = limits;
        this.grants = grants;
        this.routePrefix = routePrefix;
        this.clock = clock;
    }

    @Override
    public void process(Exchange exchange) {
        LimitedCall.forget(exchange);
        if (limits.isEmpty()) {
            return;
        }
        List<LevelLimits> levels = limits.of(grants.apply(exchange));
        if (!levels.isEmpty()) {
            Operation operation = exchange.getProperty(OpenRouterConstants.OPERATION, Operation.class);
            LimitedCall.begin(exchange, routePrefix + operation.id(), levels, clock)
                    .takeRequest();
        }
    }
}
