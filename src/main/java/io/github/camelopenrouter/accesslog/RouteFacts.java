/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.accesslog;

import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.api.Principal;
import io.github.camelopenrouter.response.ResponseFacts;
import io.github.camelopenrouter.response.ResponseFacts.Outcome;
import io.github.camelopenrouter.response.ResponseReport;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * What the route has learnt about a request; null for what it did not get to.
 *
 * @param client the label of the client's key, or the user who has shown a token
 * @param requested the model as the client named it
 * @param sent the model as it went upstream
 * @param key the label of the upstream key that served
 * @param stream whether the client asked for a stream
 * @param attempts how many calls to the upstream there were
 * @param answer the inspected answer of the upstream; open where only a copy of the exchange may still read it
 */
record RouteFacts(
        @Nullable String client,
        @Nullable String requested,
        @Nullable String sent,
        @Nullable String key,
        boolean stream,
        int attempts,
        @Nullable ResponseFacts answer) {

    /** Of a request that no route has seen. */
    static final RouteFacts NONE = new RouteFacts(null, null, null, null, false, 0, null);

    private static final ResponseFacts OPEN = new ResponseFacts(Outcome.OPEN, null, null, null, null, 0, null, null);

    /** After the route and its answer have ended. */
    static RouteFacts of(Exchange exchange) {
        ResponseReport report = ResponseReport.of(exchange);
        return new RouteFacts(
                Principal.of(exchange).shown(),
                exchange.getProperty(OpenRouterConstants.REQUESTED_MODEL, String.class),
                exchange.getProperty(OpenRouterConstants.SENT_MODEL, String.class),
                exchange.getProperty(OpenRouterConstants.KEY_LABEL, String.class),
                Boolean.TRUE.equals(exchange.getProperty(OpenRouterConstants.STREAM)),
                exchange.getProperty(OpenRouterConstants.ATTEMPTS, 0, Integer.class),
                report == null ? null : answer(report));
    }

    private static ResponseFacts answer(ResponseReport report) {
        ResponseFacts ended = report.facts();
        return ended != null ? ended : OPEN;
    }
}
