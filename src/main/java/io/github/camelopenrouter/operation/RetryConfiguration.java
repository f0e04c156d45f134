/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.operation;

import io.github.camelopenrouter.error.ErrorAnswer;
import io.github.camelopenrouter.upstream.UpstreamCall;
import io.github.camelopenrouter.upstream.UpstreamSteps;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteConfigurationBuilder;

/**
 * The error handling of the upstream call, in one place and referred to by id from our routes only: {@code
 * openrouter-retry}. What may go better the next time is tried again by Camel's redelivery; an open circuit breaker is an
 * answer of its own, unless another model of the group can serve. Whatever goes wrong because the client has left, and
 * with it the call, is nobody's fault and goes nowhere.
 */
final class RetryConfiguration extends RouteConfigurationBuilder {

    private final String prefix;
    private final UpstreamSteps upstream;
    private final ErrorAnswer errorAnswer = new ErrorAnswer();

    RetryConfiguration(String prefix, UpstreamSteps upstream) {
        this.prefix = prefix;
        this.upstream = upstream;
    }

    // @formatter:off
    @Override
    public void configuration() {
        routeConfiguration(prefix + "retry")
                .onException(Exception.class).onWhen(DoorErrorConfiguration::isClientGone).id(prefix + "on-client-gone-in-call")
                    .handled(true).logExhausted(false)
                .end()
                .onException(CallNotPermittedException.class).onWhen(RetryConfiguration::isOfOurBreakers).id(prefix + "on-open-breaker")
                    .retryWhile(upstream.retryWithOtherModel())
                    .redeliveryDelay(0).logRetryAttempted(false)
                    .handled(true).logExhausted(false)
                    .process(upstream.openBreakerResponse()).id(prefix + "open-breaker-response")
                .end()
                // For all exceptions, because Camel picks the handler by the class of the outermost one, which may only
                // wrap the failure. Whether another attempt is worth it, the predicate decides.
                .onException(Exception.class).id(prefix + "on-failed-attempt")
                    .retryWhile(upstream.retryOnFailure())
                    .redeliveryDelay(0).logRetryAttempted(false) // the next attempt begins with its wait
                    .handled(true).logExhausted(false)
                    .process(errorAnswer).id(prefix + "failed-attempt-response")
                    .process(upstream.countAttempts()).id(prefix + "failed-attempt-count")
                    .process(upstream.markRetriesExhausted()).id(prefix + "failed-attempt-exhausted");
    }
    // @formatter:on

    /** A step of the operator's in front of the first attempt may have a circuit breaker of its own. */
    private static boolean isOfOurBreakers(Exchange exchange) {
        return UpstreamCall.of(exchange) != null;
    }
}
