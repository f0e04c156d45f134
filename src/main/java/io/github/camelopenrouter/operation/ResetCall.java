/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.operation;

import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.api.Principal;
import io.github.camelopenrouter.call.AttemptObserver;
import io.github.camelopenrouter.call.CallTags;
import io.github.camelopenrouter.config.InstanceName;
import io.github.camelopenrouter.response.ResponseReport;
import io.github.camelopenrouter.response.StreamOwner;
import io.github.camelopenrouter.upstream.UpstreamCall;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Processor;

/**
 * First step of every operation: forgets what an earlier call has left on the exchange, says which gateway makes this one,
 * and begins its record. A route of a host's may call more than once, and the second call has attempts, models and a report
 * of its own. What the door has said stays.
 */
final class ResetCall implements Processor {

    private static final List<String> OF_ONE_CALL = List.of(
            OpenRouterConstants.STREAM,
            OpenRouterConstants.REQUESTED_MODEL,
            OpenRouterConstants.SENT_MODEL,
            OpenRouterConstants.MODEL_GROUP,
            OpenRouterConstants.CANDIDATE_MODELS,
            OpenRouterConstants.SESSION,
            OpenRouterConstants.END_USER,
            OpenRouterConstants.KEY_LABEL,
            OpenRouterConstants.UPSTREAM_KEYS,
            OpenRouterConstants.ATTEMPTS,
            HealthyModel.OWN_MODEL,
            ResponseReport.PROPERTY,
            AttemptObserver.PROPERTY,
            UpstreamCall.PROPERTY);

    private final InstanceName instance;
    private final CallListeners listeners;
    private final String route;

    /** @param route the id of the operation's route */
    ResetCall(InstanceName instance, CallListeners listeners, String route) {
        this.instance = instance;
        this.listeners = listeners;
        this.route = route;
    }

    @Override
    public void process(Exchange exchange) {
        if (exchange.getProperty(OpenRouterConstants.STREAM) != null) { // said of every request that could be read
            OF_ONE_CALL.forEach(exchange::removeProperty);
            StreamOwner.forget(exchange);
        }
        Object earlier = exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT);
        if (earlier != null) {
            exchange.setProperty(UpstreamCall.EARLIER_FAILURE, earlier);
        }
        Principal.removeHeaders(exchange.getMessage());
        exchange.setProperty(OpenRouterConstants.INSTANCE, instance);
        RecordedCall.begin(exchange, listeners, instance.value(), route);
        CallTags.take(exchange);
    }
}
