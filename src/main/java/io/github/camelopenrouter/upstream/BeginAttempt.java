/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream;

import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.call.AttemptObserver;
import io.github.camelopenrouter.call.ClientLink;
import io.github.camelopenrouter.call.UpstreamTarget;
import io.github.camelopenrouter.error.CallCutException;
import io.github.camelopenrouter.error.ClientGoneException;
import io.github.camelopenrouter.response.ResponseReport;
import io.github.camelopenrouter.response.filter.ResponseFilters;
import java.io.IOException;
import java.util.function.LongSupplier;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Begins an attempt: waits first where it is not the first one, then starts the clocks. A client that leaves ends the
 * wait.
 */
final class BeginAttempt implements Processor {

    private final Watchdog watchdog;
    private final RetryPolicy policy;
    private final ResponseFilters filters;
    private final LongSupplier nanos;

    BeginAttempt(Watchdog watchdog, RetryPolicy policy, ResponseFilters filters, LongSupplier nanos) {
        this.watchdog = watchdog;
        this.policy = policy;
        this.filters = filters;
        this.nanos = nanos;
    }

    @Override
    public void process(Exchange exchange) throws IOException, InterruptedException {
        UpstreamCall call = callOf(exchange);
        if (call.attempts() > 0 && !call.staysForNext()) {
            throw givenUp(call.client());
        }
        UpstreamAttempt attempt = call.next(isStream(exchange));
        if (exchange.getProperty(OpenRouterConstants.OPERATION) == Operation.PASS_THROUGH) {
            attempt.facts().goesTo(UpstreamTarget.of(exchange));
        }
        exchange.setProperty(OpenRouterConstants.ATTEMPTS, call.attempts());
        exchange.removeProperty(ResponseReport.PROPERTY); // it was about the attempt before
    }

    private static IOException givenUp(ClientLink client) {
        return client.stopReason().<IOException>map(CallCutException::new).orElseGet(ClientGoneException::new);
    }

    private UpstreamCall callOf(Exchange exchange) {
        UpstreamCall call = UpstreamCall.of(exchange);
        if (call == null) {
            Operation operation = exchange.getProperty(OpenRouterConstants.OPERATION, Operation.class);
            call = new UpstreamCall(ClientLink.of(exchange), watchdog, nanos);
            UpstreamTarget target = operation == Operation.PASS_THROUGH ? UpstreamTarget.of(exchange) : null;
            boolean written = target == null ? operation != Operation.MODELS : target.ofModels();
            call.observedBy(AttemptObserver.of(exchange));
            call.filteredBy(written ? filters.of(exchange) : null);
            if (target == null || target.plainOnly()) {
                call.client().expect(operation, isStream(exchange));
            }
            exchange.setProperty(UpstreamCall.PROPERTY, call);
            policy.callBegins();
        }
        return call;
    }

    private static boolean isStream(Exchange exchange) {
        return Boolean.TRUE.equals(exchange.getProperty(OpenRouterConstants.STREAM));
    }
}
